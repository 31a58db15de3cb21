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
from rptc.audit.record import enter, keep
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
    enter(death, "recorded_death", by=by, person=stay.person_id)
    seal_file(lock_person(stay.person_id), by=by)
    return death


@transaction.atomic
def complete_death(death, *, by):
    """What the days after bring. The caller holds the row's lock."""
    return keep(death, "changed", by=by, person=death.exit.stay.person_id)


def last_roll_calls(death):
    """Was the klien seen in the last 48 hours?"""
    rows = death.exit.stay.roll_call_rows.select_related("roll_call__taken_by")
    return _last(rows, "roll_call__taken_at", death)


def last_incidents(death):
    """What the klien had a part in, in the same hours."""
    parts = death.exit.stay.incidents.select_related("incident")
    return _last(parts, "incident__happened_at", death)


def last_hours(death):
    """What the house wrote down about this person in the last 48 hours: who saw them, and when."""
    entries = Entry.objects.filter(person_id=death.exit.stay.person_id).exclude(verb__in=LOOKS)
    return _last(entries.select_related("actor", "content_type"), "at", death)


def _last(rows, column, death):
    """Those of the last 48 hours, the newest first."""
    hours = {f"{column}__gte": death.died_at - LOOKED_BACK, f"{column}__lte": death.died_at}
    return rows.filter(**hours).order_by(f"-{column}", "-pk")
