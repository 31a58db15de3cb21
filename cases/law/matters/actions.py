"""A matter and its notes; a hearing, who goes along, and what came of it. Locks: the person, the
stay, then the hearing and its task."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.house.tasks.actions import give_task
from cases.house.tasks.models import Task
from cases.law.matters.words import put_away
from cases.people.locks import lock_person
from cases.stays.locks import lock_stay
from cases.stays.models import Stay
from rptc import days
from rptc.audit.record import enter, keep
from rptc.saving import locked
from rptc.words import pukul, tanggal_pendek

CALLED_OFF = "Jadwal ini sudah dibatalkan."
OVER = "Jadwal ini sudah lewat."
NOT_HERE = "Klien ini tidak dalam RPTC. Kosongkan pendampingnya."


@transaction.atomic
def begin_matter(matter, *, by):
    """Of somebody in the house or not; the stay that runs is named."""
    matter.person = lock_person(matter.person_id)
    matter.stay = Stay.objects.open().filter(person=matter.person).first()
    return enter(matter, "began", by=by)


@transaction.atomic
def change_matter(matter, *, by):
    """`matter` is locked by its page, its person before it, and filled by the form."""
    return keep(matter, "changed", by=by)


@transaction.atomic
def write_note(note, *, text, by):
    return enter(put_away(note, text), "wrote", by=by, person=note.matter.person_id)


@transaction.atomic
def add_hearing(hearing, *, by):
    matter = hearing.matter
    stay = lock_running_stay(matter.person_id)
    _give_task(hearing, stay, by)
    return enter(hearing, "planned_hearing", by=by, person=matter.person_id)


def lock_running_stay(person_id):
    """The stay in which somebody is here now, or none; the person is locked before it."""
    lock_person(person_id)
    stay = Stay.objects.open().filter(person=person_id).first()
    return lock_stay(stay) if stay else None


def _give_task(hearing, stay, by):
    """To who goes along: where and when, and not what for."""
    if hearing.escort is None:
        hearing.task = None
        return
    if stay is None:
        raise ValidationError({"escort": NOT_HERE})
    if hearing.at <= days.now():
        raise ValidationError({"escort": f"{OVER} Kosongkan pendampingnya."})
    when = f"{tanggal_pendek(hearing.at)}, {pukul(hearing.at)}"
    task = Task(
        what=f"Dampingi ke {hearing.place}, {when}",
        owner=hearing.escort,
        stay=stay,
        due_at=hearing.at,
    )
    try:
        hearing.task = give_task(task, by=by)
    except ValidationError as error:
        raise ValidationError({"escort": error.messages}) from error


def _call_task_off(hearing, reason, by):
    task = hearing.task and locked(hearing.task, "stay")
    if task and not (task.done_at or task.cancelled_at):
        task.cancelled_at, task.cancelled_by, task.cancel_reason = days.now(), by, reason
        keep(task, "cancelled", by=by, person=task.stay.person_id)


@transaction.atomic
def change_hearing(hearing, *, by):
    """`hearing` is locked by its page, person and stay before it, and filled by the form. Another
    hour, place or escort is another task."""
    before = type(hearing).objects.select_related("task").get(pk=hearing.pk)
    _check_stands(before)
    if before.result and before.at != hearing.at:
        raise ValidationError({"at": "Hasilnya sudah dicatat. Catat jadwal baru."})
    told = ("at", "place", "escort_id")
    is_off = bool(before.task and before.task.cancelled_at) and hearing.is_coming
    if is_off or any(getattr(before, name) != getattr(hearing, name) for name in told):
        _call_task_off(before, "Jadwalnya berubah.", by)
        stay = Stay.objects.open().filter(person=hearing.matter.person_id).first()
        _give_task(hearing, stay, by)
    return keep(hearing, "changed", by=by, person=hearing.matter.person_id)


def _check_stands(hearing):
    if hearing.cancelled_at:
        raise ValidationError(CALLED_OFF)


def _lock(hearing):
    lock_running_stay(hearing.matter.person_id)
    return locked(hearing, "matter", "task")


@transaction.atomic
def close_hearing(hearing, *, result, by):
    """What came of it; written once more, it is mended, and the history keeps what stood there."""
    hearing = _lock(hearing)
    _check_stands(hearing)
    if hearing.at > days.now():
        raise ValidationError({"result": "Jadwal ini belum lewat."})
    hearing.result = result
    hearing.version += 1
    return keep(hearing, "changed_outcome", by=by, person=hearing.matter.person_id)


@transaction.atomic
def cancel_hearing(hearing, *, reason, by):
    hearing = _lock(hearing)
    _check_stands(hearing)
    if hearing.result:
        raise ValidationError("Hasilnya sudah dicatat.")
    _call_task_off(hearing, "Jadwalnya dibatalkan.", by)
    hearing.cancelled_at, hearing.cancelled_by = days.now(), by
    hearing.cancel_reason = reason
    hearing.version += 1
    return keep(hearing, "cancelled", by=by, person=hearing.matter.person_id)
