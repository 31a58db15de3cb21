"""Raising and ending a warning, and what a warning forbids."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.people.flags.models import Flag
from cases.people.flags.whom import resembles
from cases.people.locks import lock_person
from rptc import days
from rptc.audit.record import record


@transaction.atomic
def raise_flag(flag, *, by):
    """The person is locked, so that a handover under way is over or sees the warning."""
    lock_person(flag.person_id)
    flag.recorded_by = by
    flag.save()
    record(by, "flagged", flag)
    return flag


@transaction.atomic
def end_flag(flag, reason, *, by):
    """It ends now, with a reason; it stays readable. Raises ValidationError when it has ended."""
    flag = Flag.objects.select_for_update(of=("self",)).get(pk=flag.pk)
    if flag.ended_at:
        raise ValidationError("Peringatan ini sudah berakhir.")
    flag.ended_at, flag.ended_by, flag.end_reason = days.now(), by, reason
    flag.save()
    record(by, "ended", flag)
    return flag


def check_release(person, receiver, *, by):
    """Raises ValidationError when a warning in force forbids handing this person to that name.

    It holds whoever may see the warning; who may not is told no more than that it exists.
    """
    for flag in Flag.objects.filter(person=person).against_release().in_force():
        if resembles(flag.whom, receiver):
            if flag.audience in Flag.audiences_of(by):
                raise ValidationError(
                    f"Jangan serahkan kepada {flag.whom}. {flag.what_to_do} Bila orangnya memang"
                    " lain atau larangan tidak berlaku lagi, akhiri dahulu peringatannya."
                )
            raise ValidationError(
                "Klien ini tidak boleh diserahkan kepada penerima itu. Hubungi Kepala UPT."
            )
