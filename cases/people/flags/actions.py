"""Raising and ending a warning. What it forbids is asked of gate/receivers.py."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.people.locks import lock_person
from rptc import days
from rptc.audit.record import enter, record
from rptc.saving import locked


@transaction.atomic
def raise_flag(flag, *, by):
    """The person is locked, so that a handover under way is over or sees the warning."""
    lock_person(flag.person_id)
    return enter(flag, "flagged", by=by)


@transaction.atomic
def end_flag(flag, reason, *, by):
    """It ends now, with a reason; it stays readable. Raises ValidationError when it has ended."""
    flag = locked(flag)
    if flag.ended_at:
        raise ValidationError("Peringatan ini sudah berakhir.")
    flag.ended_at, flag.ended_by, flag.end_reason = days.now(), by, reason
    flag.save()
    record(by, "ended", flag)
    return flag
