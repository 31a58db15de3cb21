"""A conference is planned, held with what was decided, cancelled, or not needed."""

from datetime import time

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.casework.conferences.letters import INVITATION, fitting
from cases.casework.conferences.models import Attendee, ConferenceState
from cases.house.tasks.actions import give_task
from cases.house.tasks.models import Task
from cases.people.photos.actions import take_picture
from rptc import days
from rptc.audit.record import enter, keep, record
from rptc.letters.actions import issue_for
from rptc.saving import locked

# A task is due at the end of the working day.
DUE_AT = time(16)


@transaction.atomic
def plan_conference(conference, *, attendees, by):
    if not conference.stay.is_open:
        raise ValidationError("Masa pembinaan ini sudah berakhir.")
    enter(conference, "registered", by=by, person=conference.stay.person_id)
    _ask(conference, attendees)
    return conference


def _ask(conference, attendees):
    for attendee in attendees:
        attendee.conference = conference
    Attendee.objects.bulk_create(attendees)


@transaction.atomic
def decline_conference(conference, *, reason, by):
    """Looked at, and not needed: why."""
    conference.state, conference.end_reason = ConferenceState.DECLINED, reason
    return enter(conference, "declined", by=by, person=conference.stay.person_id)


@transaction.atomic
def hold_conference(conference, *, held_at, minutes, present, decisions, chaired_by, by):
    """What was said and decided; each decision becomes a task of its owner, or of the social
    worker who reminds another office. Raises ValidationError where nobody who was asked came, or
    an owner may not open the file."""
    conference = _planned(conference)
    stay = conference.stay
    if held_at < stay.began_at:
        raise ValidationError({"held_at": "Ini sebelum klien tiba."})
    if not decisions:
        raise ValidationError("Tulis sedikitnya satu keputusan.")
    attendees = list(conference.attendees.all())
    if attendees and not present:
        raise ValidationError({"present": "Centang sedikitnya satu yang hadir."})
    for attendee in attendees:
        attendee.attended = attendee.pk in present
        attendee.save()
    reminds = stay.social_worker or by
    for decision in decisions:
        decision.conference = conference
        decision.task = _given(_task_of(conference, decision, reminds), by)
        decision.save()
    conference.state, conference.held_at, conference.minutes = "held", held_at, minutes
    conference.chaired_by = chaired_by
    return keep(conference, "held", by=by, person=stay.person_id, decisions=len(decisions))


def _given(task, by):
    """What is refused of a task, this page says of the decision."""
    try:
        return give_task(task, by=by)
    except ValidationError as error:
        raise ValidationError([f"“{task}”: {reason}" for reason in error.messages]) from error


def _task_of(conference, decision, reminds):
    is_ours = decision.owner is not None
    what = decision.text if is_ours else f"Ingatkan {decision.office}: {decision.text}"
    return Task(
        what=what[:200],
        owner=decision.owner if is_ours else reminds,
        stay=conference.stay,
        due_at=days.at(decision.due_on, DUE_AT),
    )


@transaction.atomic
def cancel_conference(conference, *, reason, by):
    conference = _planned(conference)
    conference.state, conference.end_reason = ConferenceState.CANCELLED, reason
    return keep(conference, "cancelled", by=by, person=conference.stay.person_id)


def _planned(conference):
    conference = locked(conference, "stay__person", "stay__social_worker")
    if not conference.is_planned:
        raise ValidationError(f"Konferensi ini sudah {conference.get_state_display().lower()}.")
    return conference


@transaction.atomic
def add_photo(photo, *, picture, by):
    """One picture of one that was held; another takes its place."""
    conference = locked(photo.conference, "stay__person")
    if conference.state != ConferenceState.HELD:
        raise ValidationError("Foto ditambahkan sesudah konferensi dilaksanakan.")
    before = conference.photos.first()
    if before:
        before.send_key, before.send_digest = photo.send_key, photo.send_digest
        photo = before
    take_picture(photo, picture, by=by)
    record(by, "added", photo, person=conference.stay.person_id)
    return photo


@transaction.atomic
def write_letter(conference, *, by):
    """The invitation of who is to come, or the minutes of what was held; the one that stands,
    where there is one."""
    conference = locked(conference, "stay__person", "chaired_by")
    kind = fitting(conference)
    if not kind:
        raise ValidationError("Konferensi ini tidak dilaksanakan, jadi tidak ada suratnya.")
    if kind == INVITATION and not conference.attendees.exists():
        raise ValidationError("Belum ada yang diundang.")
    return issue_for(conference, kind, by=by)
