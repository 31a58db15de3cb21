"""{% load gate %}: what happened in the house and at its door, on the page of a stay."""

from django import template
from django.db.models import Count, Window

from cases.gate.incidents.models import Incident, Severity
from cases.gate.incidents.parts import add_parts
from cases.gate.visits.models import Inquiry, Visit
from cases.gate.visits.sought import inquiries_about
from rptc.accounts.permissions import Role
from rptc.templatetags.rptc import status
from rptc.words import inisial

register = template.Library()

SHAPES = {Severity.LIGHT: "idle", Severity.MEDIUM: "due", Severity.SERIOUS: "late"}
# The page of a stay shows so many; a link opens the others.
SHOWN = 3
# How many there are, with the last few of them.
OF_ALL = Window(Count("*"))


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
    return status("Masih di dalam", "run") if visit.is_inside else status("Sudah keluar", "ok")


@register.simple_tag(takes_context=True)
def inquiry_status(context, inquiry):
    """How it ended tells whether somebody is here: at the door it has only been answered."""
    shape = "ok" if inquiry.outcome == Inquiry.Outcome.FOUND else "idle"
    if inquiry.is_open:
        return status("Belum dijawab", "due")
    if not context["user"].has_perm("cases.see_whom_inquiry_is_about"):
        return status("Sudah dijawab", "idle")
    return status(inquiry.get_outcome_display(), shape)


@register.simple_tag(takes_context=True)
def visited(context, visit):
    """The klien of a visit; whoever has left is known to house staff by initials."""
    person = visit.stay.person
    if visit.stay.is_open or context["user"].has_role(Role.SOCIAL_WORKER, Role.HEAD):
        return str(person)
    return inisial(person.name or person.alias, person.age_today)


@register.inclusion_tag("cases/gate/_incident_part.html", takes_context=True)
def incident_part(context, stay):
    """{% incident_part stay %}: the last incidents in which this klien had a part."""
    user, perms = context["user"], context["perms"]
    if not user.has_perm("cases.view_incident"):
        return {"stay": stay, "perms": perms, "incidents": [], "number": 0}
    incidents = Incident.objects.visible_to(user).filter(people__stay=stay).annotate(of_all=OF_ALL)
    last = add_parts(incidents.order_by("-happened_at", "-pk")[:SHOWN], user)
    for incident in last:
        incident.side = next(part.side for part in incident.parts if part.stay == stay)
    number = last[0].of_all if last else 0
    return {"stay": stay, "perms": perms, "incidents": last, "number": number}


@register.inclusion_tag("cases/gate/_visit_part.html", takes_context=True)
def visit_part(context, stay):
    """{% visit_part stay %}: the last visitors of this klien, received or refused."""
    visits = Visit.objects.visible_to(context["user"]).filter(stay=stay).annotate(of_all=OF_ALL)
    last = list(visits.order_by("-came_at", "-pk")[:SHOWN])
    number = last[0].of_all if last else 0
    return {"stay": stay, "perms": context["perms"], "visits": last, "number": number}


@register.inclusion_tag("cases/gate/_inquiry_part.html", takes_context=True)
def inquiry_part(context, stay):
    """{% inquiry_part stay %}: who looks for this klien, for the social worker who looks for the
    family."""
    user = context["user"]
    answers = user.has_perm("cases.answer_inquiry")
    return {"inquiries": inquiries_about(stay.person, user=user) if answers else []}
