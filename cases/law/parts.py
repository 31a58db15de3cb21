"""What a file shows of law, and where whoever heard of violence writes it down."""

from django.db.models import Exists, OuterRef

from cases.file.acts import Act, of_anybody, register_acts
from cases.file.tabs import there_where
from cases.law.reports.models import ViolenceReport
from rptc import waiting
from rptc.parts import Part, register

SHOWN = 25


def _reports(context, person):
    rows = ViolenceReport.objects.visible_to(context["user"]).filter(person=person)
    rows = rows.with_told().select_related("rule", "heard_by").order_by("-told_at", "-pk")
    return {"person": person, "reports": list(rows[:SHOWN])}


def _heard(context, user):
    """For whoever is inside: a door to the duty to report."""
    return {}


register(
    "law.main",
    Part(10, "cases/law/_report_part.html", _reports, "cases.report_violence"),
)
register(
    "today.side",
    Part(90, "cases/law/_heard.html", _heard, "cases.report_violence"),
)
register_acts(
    Act(40, "Lapor kekerasan", "cases:violence_report_write?person", "cases.report_violence",
        "alert", of_stay=False, offered=of_anybody),
)  # fmt: skip
there_where(
    waiting.Part.LAW,
    lambda: Exists(ViolenceReport.objects.filter(person=OuterRef("pk"))),
)
