"""What a file shows of incidents, visitors and who asked."""

from django.db.models import Count, F, Window

from cases.file.acts import Act, register_acts
from cases.gate.incidents.models import Incident, IncidentPerson
from cases.gate.visits.models import Visit
from cases.gate.visits.sought import inquiries_about
from rptc.kept import THIS, kept_rows
from rptc.parts import Part, register

# So many are shown; a link opens the others.
SHOWN = 3
# How many there are, with the last few of them.
OF_ALL = Window(Count("*"))


def _incidents(context, stay):
    """The last incidents in which this klien had a part."""
    last = kept_rows(_last_incidents, context["user"], this=stay.pk)
    for incident in last:
        incident.side = IncidentPerson.Side(incident.side).label
    return {"stay": stay, "incidents": last, "number": last[0].of_all} if last else None


def _last_incidents(user):
    incidents = Incident.objects.visible_to(user).filter(people__stay=THIS)
    incidents = incidents.annotate(of_all=OF_ALL, side=F("people__side"))
    return incidents.order_by("-happened_at", "-pk")[:SHOWN]


def _last_visits(user):
    visits = Visit.objects.visible_to(user).filter(stay=THIS).annotate(of_all=OF_ALL)
    return visits.order_by("-came_at", "-pk")[:SHOWN]


def _visits(context, stay):
    """The last visitors of this klien, received or refused."""
    last = kept_rows(_last_visits, context["user"], this=stay.pk)
    return {"stay": stay, "visits": last, "number": last[0].of_all if last else 0}


def _last_visit(context, stay):
    visits = _visits(context, stay)["visits"]
    return {"stay": stay, "visit": visits[0], "number": visits[0].of_all} if visits else None


def _inquiries(context, stay):
    """Who looks for this klien, for the social worker who looks for the family."""
    inquiries = inquiries_about(stay.person, user=context["user"])
    return {"inquiries": inquiries} if inquiries else None


register(
    "stay.house",
    Part(60, "cases/gate/_visit_row.html", _last_visit, "cases.view_visit", "kunjungan"),
    Part(70, "cases/gate/_incident_row.html", _incidents, "cases.view_incident", "insiden"),
)
register(
    "family.side",
    Part(20, "cases/gate/_inquiry_part.html", _inquiries, "cases.answer_inquiry"),
    Part(30, "cases/gate/_visit_part.html", _visits, "cases.view_visit"),
)
register_acts(
    Act(10, "Catat pengunjung", "cases:visit_register?stay", "cases.register_visit", "visit"),
    Act(50, "Catat insiden", "cases:incident_register?stay", "cases.report_incident", "alert"),
    Act(60, "Larang berkunjung", "cases:unwelcome_add?stay", "cases.ban_visitor", "close"),
)
