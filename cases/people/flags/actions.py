"""Raising and ending a warning. What it forbids is asked of gate/receivers.py."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.people.locks import lock_person
from rptc import days
from rptc.audit.record import enter, keep
from rptc.saving import locked


@transaction.atomic
def raise_flag(flag, *, by):
    """The person is locked, so that a handover under way is over or sees the warning."""
    lock_person(flag.person_id)
    return enter(flag, "flagged", by=by)


@transaction.atomic
def end_flag(flag, reason, *, by):
    """It ends now, with a reason; it stays readable. Raises ValidationError when it has ended, or
    when another has to end it."""
    flag = locked(flag)
    if flag.ended_at:
        raise ValidationError("Peringatan ini sudah berakhir.")
    refuse_ending_alone(flag, by=by)
    flag.ended_at, flag.ended_by, flag.end_reason = days.now(), by, reason
    return keep(flag, "ended", by=by)


def refuse_ending_alone(warning, *, by):
    """What has stopped somebody is not put out of the way at once by who set it, nor by who was
    stopped: within a day another human being ends it. Of a warning, and of a ban at the door."""
    if warning.stopped_at is None or days.now() - warning.stopped_at >= days.ONE_DAY:
        return
    if by.pk in {warning.recorded_by_id, warning.stopped_by_id}:
        raise ValidationError(
            "Larangan ini baru saja menolak seseorang. Dalam sehari ini yang mengakhirinya orang"
            " lain: bukan yang memasangnya, bukan pula yang ditolak."
        )
