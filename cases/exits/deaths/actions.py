"""Death in care: recorded at once by whoever is on duty; the file is sealed, the head is told."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.exits.actions import end_stay
from cases.exits.models import Exit, ExitKind
from cases.people.actions import seal_file
from cases.people.locks import lock_person
from cases.stays.ways_out import WayOut
from rptc import days
from rptc.audit.models import Entry
from rptc.audit.record import record
from rptc.audit.words import LOOKS

LOOKED_BACK = timedelta(hours=48)


@transaction.atomic
def record_death(death, *, stay, by):
    """The stay ends at that hour, and nobody reads the file any more but those it belongs to."""
    if death.died_at > days.now():
        raise ValidationError("Waktu meninggal belum terjadi.")
    exit = Exit(
        stay=stay, kind=ExitKind.objects.get(code=WayOut.DIED), reason=f"Di {death.place}."
    )
    death.exit = end_stay(exit, left_at=death.died_at, by=by)
    death.recorded_by = by
    death.save()
    person = lock_person(stay.person_id)
    record(by, "recorded_death", death, person=person)
    seal_file(person, by=by)
    return death


@transaction.atomic
def complete_death(death, *, by):
    """What the days after bring. The caller holds the row's lock."""
    death.save()
    record(by, "changed", death, person=death.exit.stay.person_id)
    return death


def last_roll_calls(death):
    """Was the klien seen in the last 48 hours? The newest first."""
    return (
        death.exit.stay.roll_call_rows.filter(
            roll_call__taken_at__gte=death.died_at - LOOKED_BACK,
            roll_call__taken_at__lte=death.died_at,
        )
        .select_related("roll_call__taken_by")
        .order_by("-roll_call__taken_at", "-pk")
    )


def last_incidents(death):
    """What the klien had a part in, in the same hours."""
    return (
        death.exit.stay.incidents.filter(
            incident__happened_at__gte=death.died_at - LOOKED_BACK,
            incident__happened_at__lte=death.died_at,
        )
        .select_related("incident")
        .order_by("-incident__happened_at", "-pk")
    )


def last_hours(death):
    """What the house wrote down about this person in the last 48 hours: who saw them, and when."""
    return (
        Entry.objects.filter(
            person_id=death.exit.stay.person_id,
            at__gte=death.died_at - LOOKED_BACK,
            at__lte=death.died_at,
        )
        .exclude(verb__in=LOOKS)
        .select_related("actor", "content_type")
        .order_by("-at", "-pk")
    )
