"""What the page of a stay shows of the house and its door."""

from django.db.models import Count, Window

from cases.gate.incidents.models import Incident
from cases.gate.incidents.parts import add_parts
from cases.gate.visits.models import Visit
from cases.gate.visits.sought import inquiries_about
from rptc.parts import Part, register

# So many are shown; a link opens the others.
SHOWN = 3
# How many there are, with the last few of them.
OF_ALL = Window(Count("*"))


def _incidents(context, stay):
    """The last incidents in which this klien had a part."""
    user = context["user"]
    incidents = Incident.objects.visible_to(user).filter(people__stay=stay).annotate(of_all=OF_ALL)
    last = add_parts(incidents.order_by("-happened_at", "-pk")[:SHOWN], user)
    for incident in last:
        incident.side = next(part.side for part in incident.parts if part.stay == stay)
    return {"stay": stay, "incidents": last, "number": last[0].of_all if last else 0}


def _visits(context, stay):
    """The last visitors of this klien, received or refused."""
    visits = Visit.objects.visible_to(context["user"]).filter(stay=stay).annotate(of_all=OF_ALL)
    last = list(visits.order_by("-came_at", "-pk")[:SHOWN])
    return {"stay": stay, "visits": last, "number": last[0].of_all if last else 0}


def _inquiries(context, stay):
    """Who looks for this klien, for the social worker who looks for the family."""
    inquiries = inquiries_about(stay.person, user=context["user"])
    return {"inquiries": inquiries} if inquiries else None


register(
    "stay.side",
    Part(20, "cases/gate/_inquiry_part.html", _inquiries, "cases.answer_inquiry"),
    Part(30, "cases/gate/_incident_part.html", _incidents, "cases.view_incident"),
    Part(40, "cases/gate/_visit_part.html", _visits, "cases.view_visit"),
)
