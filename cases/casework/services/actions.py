"""A session written down and corrected; one service planned, done, or called off."""

import uuid
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q

from cases.casework.plans.models import PlanItem, ServiceKind
from cases.casework.services.models import GroupSession, Service, SessionPhoto, State
from cases.people.photos.actions import take_picture
from cases.stays.locks import held, lock_stay
from cases.stays.models import Stay
from cases.stays.naming import closed_label
from rptc import days
from rptc.audit.record import enter, record
from rptc.kept import THIS, AmongThese, kept_first, kept_rows
from rptc.saving import locked, save
from rptc.sending import row_key

NOBODY = "Tidak ada seorang pun di daftar."
# A list is not sent later than this.
SHOWN_FOR = days.ONE_DAY
NOT_HERE = "tidak ada di RPTC pada waktu itu. Hapus centangnya atau ubah waktunya."


@dataclass(frozen=True)
class Answer:
    """What was ticked for one klien of the list."""

    stay_id: int
    is_present: bool
    absence: str = ""
    note: str = ""


@transaction.atomic
def register_session(session, answers, *, photo=None, by):
    """A session with everybody on its list, a row each: the same few queries for ten as for forty.

    Whoever has left since the list was shown was there all the same; whoever was not in the house
    when it was held is refused, by name where the writer may know it; a session that is written
    down already is refused too.
    """
    if session.held_at > days.now():
        raise ValidationError({"held_at": "Kegiatan ini belum dimulai."})
    if not any(answer.is_present for answer in answers):
        raise ValidationError("Tidak ada yang hadir. Kegiatan tanpa peserta tidak dicatat.")
    stays = _held(answers, session, by)
    _refuse_twice(session)
    session.minutes = session.kind.minutes
    present = sum(answer.is_present for answer in answers)
    enter(session, "held", by=by, present=present, people=[stay.person_id for stay in stays])
    by_stay = {stay.pk: stay for stay in stays}
    Service.objects.bulk_create(
        _row(session, by_stay[answer.stay_id], answer, by) for answer in answers
    )
    _add_picture(session, photo, by)
    return session


@transaction.atomic
def correct_session(session, answers, *, photo=None, by):
    """What was wrong is put right; what stood there stays in the history. `session` is locked and
    filled by its form. Of whom nothing is answered, what is written stays."""
    if session.held_at > days.now():
        raise ValidationError({"held_at": "Kegiatan ini belum dimulai."})
    stays = {stay.pk: stay for stay in _held(answers, session, by)}
    _refuse_twice(session)
    if not GroupSession.objects.filter(pk=session.pk, kind=session.kind).exists():
        session.minutes = session.kind.minutes
    save(session)
    rows = {row.stay_id: row for row in session.services.select_for_update(of=("self",))}
    for answer in answers:
        row = rows.pop(answer.stay_id, None)
        if row is None:
            _row(session, stays[answer.stay_id], answer, by).save()
        else:
            _say(row, session, answer)
            row.save()
    if not session.services.filter(state=State.DONE).exists():
        raise ValidationError("Tidak ada yang hadir. Kegiatan tanpa peserta tidak dicatat.")
    _add_picture(session, photo, by)
    record(by, "corrected", session, people=[stay.person_id for stay in stays.values()])
    return session


def _held(answers, session, by):
    """The stays of the answers, held until the act is over. Of whom the writer may not know and
    no list could have held, no more is said than of nobody."""
    if not answers:
        raise ValidationError(NOBODY)
    numbers = {answer.stay_id for answer in answers}
    stays = kept_rows(_listed, by, session.pk is not None, this=session.pk, these=numbers)
    if len(stays) < len(answers):
        raise ValidationError("Daftar ini memuat orang yang tidak dikenal. Muat ulang halaman.")
    outside = [stay for stay in stays if not _was_here(stay, session.held_at)]
    if outside:
        raise ValidationError(f"{_names(outside, by)} {NOT_HERE}")
    return stays


def _listed(user, is_written):
    lately = days.now() - SHOWN_FOR
    seen = Stay.objects.visible_to(user).filter(AmongThese(F("pk")))
    listed = Q(ended_at=None) | Q(ended_at__gte=lately) | Q(pk__in=seen.values("pk"))
    if is_written:
        on_it = Service.objects.filter(session=THIS)
        listed |= Q(pk__in=on_it.values("stay"))
    return held(Stay.objects.filter(listed, AmongThese(F("pk"))).select_related("person"))


def _refuse_twice(session):
    """Who writes down one of the same kind meanwhile waits."""
    ServiceKind.objects.select_for_update(no_key=True).get(pk=session.kind_id)
    if GroupSession.objects.same_as(session).exists():
        raise ValidationError(
            "Kegiatan ini sudah dicatat: jenis, waktu, tempat dan pemimpinnya sama. "
            "Perbaiki yang sudah ada."
        )


def _was_here(stay, at):
    return stay.began_at <= at and (stay.ended_at is None or at < stay.ended_at)


def _names(stays, by):
    seen = Stay.objects.visible_to(by).filter(pk__in=[stay.pk for stay in stays])
    seen = set(seen.values_list("pk", flat=True))
    return ", ".join(str(s.person) if s.pk in seen else closed_label(s) for s in stays)


def _row(session, stay, answer, by):
    row = Service(
        stay=stay,
        session=session,
        recorded_by=by,
        send_key=row_key(session.send_key, stay.pk),
        spm=session.kind.spm,
    )
    _say(row, session, answer)
    return row


def _say(row, session, answer):
    """One row says by itself what its session says of all. What it counts as in the SPM was fixed
    when it was written, unless it turns out to have been something else."""
    if row.pk and row.kind_id != session.kind_id:
        row.spm = session.kind.spm
    row.kind = session.kind
    if answer.is_present:
        row.state, row.done_at, row.minutes = State.DONE, session.held_at, session.minutes
        row.done_by, row.done_by_name = session.led_by, session.led_by_name
        row.absence = row.absence_note = ""
    else:
        row.state, row.done_at, row.minutes = State.ABSENT, None, None
        row.done_by, row.done_by_name = None, ""
        row.absence, row.absence_note = answer.absence, answer.note


def _add_picture(session, picture, by):
    """One picture a session; another takes its place."""
    if picture is None:
        return
    photo = session.photos.first() or SessionPhoto(
        session=session, send_key=uuid.uuid5(session.send_key, "foto")
    )
    take_picture(photo, picture, by=by)
    record(by, "added", photo)


@transaction.atomic
def add_service(service, *, by):
    """One service of one klien: done, or planned for a day of the stay that goes on."""
    stay = lock_stay(service.stay)
    service.stay = stay
    service.spm = service.kind.spm
    if service.state == State.PLANNED:
        if not stay.is_open:
            raise ValidationError("Masa pembinaan ini sudah berakhir.")
        if service.planned_on < days.today():
            raise ValidationError({"planned_on": "Tanggal ini sudah lewat."})
        verb = "planned_service"
    else:
        _do(service, by)
        verb = "gave_service"
    _check_item(service)
    return enter(service, verb, by=by, person=stay.person_id)


def _do(service, by):
    if service.done_at > days.now():
        raise ValidationError({"done_at": "Waktu ini belum terjadi."})
    if not _was_here(service.stay, service.done_at):
        raise ValidationError({"done_at": "Klien ini tidak di RPTC pada waktu itu."})
    service.minutes = service.kind.minutes
    service.done_by = None if service.done_by_name else by


def _check_item(service):
    """A line of the plan that is in force for this stay."""
    items = PlanItem.objects.in_force().filter(plan__stay=service.stay_id)
    if service.item_id and not items.filter(pk=service.item_id).exists():
        raise ValidationError({"item": "Kegiatan ini tidak ada di rencana yang berlaku."})


@transaction.atomic
def close_service(service, *, is_done, done_at=None, done_by_name="", result="", reason="", by):
    """A planned one was done, or was not and why; once."""
    stay = lock_stay(service.stay)
    service = locked(service, "kind")
    service.stay = stay
    if not service.is_planned:
        raise ValidationError(f"Sudah dicatat: {service.get_state_display().lower()}.")
    if is_done:
        service.state, service.done_at = State.DONE, done_at
        service.done_by_name, service.result = done_by_name, result
        _do(service, by)
    else:
        service.state, service.off_reason = State.CALLED_OFF, reason
        service.off_at, service.off_by = days.now(), by
    save(service)
    verb = "gave_service" if is_done else "called_off"
    record(by, verb, service, person=stay.person_id)
    return service


def last_like(user, kind=None):
    """The session whose facts the next one begins with: the last of this kind, or of all."""
    return kept_first(_like_ones, user, bool(kind), this=kind)


def _like_ones(user, is_of_kind):
    sessions = GroupSession.objects.visible_to(user).select_related("kind", "led_by")
    sessions = sessions.filter(Q(kind=THIS) if is_of_kind else Q())
    sessions = sessions.filter(kind__is_active=True, kind__is_group=True)
    return sessions.order_by("-held_at", "-pk")[:1]
