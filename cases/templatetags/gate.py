"""{% load gate %}: where an incident, a visit and an inquiry stand."""

from django import template

from cases.gate.incidents.models import Severity
from cases.gate.visits.models import Inquiry
from rptc.templatetags.rptc import status
from rptc.words import inisial

register = template.Library()

SHAPES = {Severity.LIGHT: "idle", Severity.MEDIUM: "due", Severity.SERIOUS: "late"}


@register.simple_tag
def severity(incident):
    return status(incident.get_severity_display(), SHAPES[incident.severity])


@register.simple_tag
def incident_status(incident):
    """What is still to be done, the most pressing first."""
    if incident.waits_to_be_known:
        return status("Belum diketahui", "late" if incident.known_late else "due")
    return status("Selesai", "ok") if incident.done_at else status("Belum selesai", "wait")


@register.simple_tag
def known_status(incident):
    """Has the head been told, and need they be?"""
    if incident.known_at:
        return status("Diketahui", "ok")
    if incident.known_late:
        return status("Lewat 24 jam", "late")
    return status("Belum diketahui", "due") if incident.must_be_known else "Tidak perlu"


@register.simple_tag
def visit_status(visit):
    if visit.is_refused:
        return status("Ditolak", "late")
    where, shape = ("Masih di dalam", "run") if visit.is_inside else ("Sudah keluar", "ok")
    return (
        status(f"{where}, izinnya disangkal", "late") if visit.denied_at else status(where, shape)
    )


@register.simple_tag
def inquiry_status(inquiry):
    """Of one that was read with_telling. How it ended tells whether somebody is here: at the door
    it has only been answered."""
    shape = "ok" if inquiry.outcome == Inquiry.Outcome.FOUND else "idle"
    if inquiry.is_open:
        return status("Belum dijawab", "due")
    if not inquiry.is_told:
        return status("Sudah dijawab", "idle")
    return status(inquiry.get_outcome_display(), shape)


@register.simple_tag
def visited(visit):
    """The klien of a visit that was read with_naming; whoever has left is known to house staff by
    initials."""
    person = visit.stay.person
    if visit.names_klien:
        return str(person)
    return inisial(person.name or person.alias, person.age_today)
