"""{% load gate %}: what happened in the house and at its door, on the page of a stay."""

from django import template

from cases.stays.incidents.models import Incident, Severity
from cases.stays.incidents.parts import add_parts
from rptc.templatetags.rptc import status

register = template.Library()

SHAPES = {Severity.LIGHT: "idle", Severity.MEDIUM: "due", Severity.SERIOUS: "late"}
# The page of a stay shows so many; a link opens the others.
SHOWN = 3


@register.simple_tag
def severity(incident):
    return status(incident.get_severity_display(), SHAPES[incident.severity])


@register.simple_tag
def incident_status(incident):
    """What is still to be done, the most pressing first."""
    if incident.waits_to_be_known:
        return status("Belum diketahui", "late" if incident.known_late else "due")
    return status("Selesai", "ok") if incident.done_at else status("Belum selesai", "wait")


@register.inclusion_tag("cases/_incident_part.html", takes_context=True)
def incident_part(context, stay):
    """{% incident_part stay %}: the last incidents in which this klien had a part."""
    user, perms = context["user"], context["perms"]
    if not user.has_perm("cases.view_incident"):
        return {"stay": stay, "perms": perms, "incidents": [], "more": 0}
    incidents = Incident.objects.visible_to(user).filter(people__stay=stay)
    last = add_parts(incidents.order_by("-happened_at", "-pk")[:SHOWN], user)
    for incident in last:
        incident.side = next(part.side for part in incident.parts if part.stay == stay)
    more = incidents.count() if len(last) == SHOWN else len(last)
    return {"stay": stay, "perms": perms, "incidents": last, "number": more}
