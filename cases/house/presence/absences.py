"""What is done about somebody who was not seen."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.house.presence.models import Absence
from cases.stays.locks import lock_stay
from rptc import days
from rptc.audit.record import record
from rptc.saving import locked

ENDED = "Klien ini sudah tidak tercatat tidak hadir."


@transaction.atomic
def act_on_absence(act, *, by):
    """Searched, told the police, told the family: who and when."""
    absence = _lock(act.absence)
    act.absence, act.recorded_by = absence, by
    act.save()
    record(by, "acted_on", absence, person=absence.stay.person_id, act=act.kind)
    return act


@transaction.atomic
def end_absence(absence, *, by):
    """Back in the house. Never ends the stay."""
    absence = _lock(absence)
    _end(absence, Absence.End.RETURNED, days.now(), by)
    return absence


def end_absence_of(stay, how, *, at, by):
    """The open absence of a stay ends, if there is one: the stay is locked by the caller."""
    for absence in Absence.objects.open().filter(stay=stay).select_related("stay"):
        _end(absence, how, at, by)


def _end(absence, how, at, by):
    absence.ended_at, absence.ended_by = max(at, absence.noticed_at), by
    absence.ended_how = how
    absence.save()
    record(by, "ended", absence, person=absence.stay.person_id, how=how)


def _lock(absence):
    lock_stay(absence.stay)
    absence = locked(absence, "stay__person")
    if not absence.is_open:
        raise ValidationError(ENDED)
    return absence
