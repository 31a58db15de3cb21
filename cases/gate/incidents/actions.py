"""An incident written down, made known to the head, and followed up."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.gate.incidents.models import IncidentPerson
from cases.stays.locks import hold_stays
from cases.stays.models import Stay
from cases.stays.naming import why_not_here
from rptc import days
from rptc.audit.record import enter, keep, record
from rptc.decisions import acknowledge
from rptc.saving import locked


@transaction.atomic
def report_incident(incident, *, people, by):
    """Written down with everybody in it: at least one, or the reason why nobody."""
    if not people and not incident.no_people:
        raise ValidationError({"no_people": "Catat orangnya, atau tulis mengapa tidak ada."})
    stays = [each.stay for each in people if each.stay]
    hold_stays(Stay.objects.filter(pk__in=[stay.pk for stay in stays]))
    _check_people(stays, days.day_of(incident.happened_at))
    return write_incident(incident, people=people, by=by)


def write_incident(incident, *, people, by):
    """The same of what another act has seen, in its transaction: nothing is asked any more."""
    enter(incident, "registered", by=by, people=len(people))
    for each in people:
        each.incident = incident
    IncidentPerson.objects.bulk_create(people)
    for each in people:
        if each.stay:
            record(by, "named", incident, person=each.stay.person_id, side=each.side)
    return incident


def _check_people(stays, on):
    if len(set(stays)) < len(stays):
        raise ValidationError("Satu klien tertulis dua kali.")
    for stay in stays:
        if why_not := why_not_here(stay, on):
            raise ValidationError(why_not)


@transaction.atomic
def acknowledge_incident(incident, *, by):
    incident = locked(incident)
    return acknowledge(incident, "Insiden ini", is_known=incident.known_at, by=by)


@transaction.atomic
def follow_up_incident(incident, *, is_done, by):
    """What came of it; done with a text closes the incident."""
    if is_done:
        incident.done_by, incident.done_at = by, days.now()
    return keep(incident, "closed" if is_done else "followed_up", by=by)


@transaction.atomic
def mediate(mediation, *, by):
    """Both sides met, after it happened and before anybody called it done."""
    incident = locked(mediation.incident)
    if incident.done_at:
        raise ValidationError("Insiden ini sudah selesai.")
    if mediation.held_at < incident.happened_at:
        raise ValidationError({"held_at": "Mediasi dilakukan sesudah insiden terjadi."})
    return enter(mediation, "mediated", by=by)
