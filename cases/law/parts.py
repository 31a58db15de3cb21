"""What a file shows of law, and where whoever heard of violence writes it down."""

from django.db.models import Exists, F, OuterRef, Prefetch

from cases.file.acts import Act, of_anybody, register_acts
from cases.file.tabs import also_tell, may_have, tell_at_parting, there_where
from cases.law.matters.models import Hearing, LegalMatter
from cases.law.placements.models import Placement
from cases.law.reports.models import ViolenceReport
from cases.people.access import Data
from rptc import days, waiting
from rptc.parts import Part, once, register

SHOWN = 25


def _reports_of(person, user):
    rows = ViolenceReport.objects.visible_to(user).filter(person=person)
    rows = rows.with_told().select_related("rule", "heard_by").order_by("-told_at", "-pk")
    return list(rows[:SHOWN])


def _reports(context, person):
    return {"person": person, "reports": _reports_of(person, context["user"])}


def _placements(context, person):
    rows = Placement.objects.visible_to(context["user"]).filter(stay__person=person)
    rows = list(rows.select_related("stay").order_by("-ends_at", "-pk")[:SHOWN])
    return {"rows": rows} if rows else None


def _matters(context, person):
    """Those that run first, each with what comes next."""
    rows = LegalMatter.objects.visible_to(context["user"]).filter(person=person)
    coming = Hearing.objects.coming(days.now()).order_by("at", "pk")
    rows = rows.prefetch_related(Prefetch("hearings", coming, to_attr="coming"))
    rows = rows.select_related("person")
    rows = list(rows.order_by(F("ended_on").desc(nulls_first=True), "-begun_on", "-pk")[:SHOWN])
    return {"matters": rows} if rows else None


def _placed(context, stay):
    """By whom somebody is placed here, and until when: it decides who may fetch them."""
    if not may_have(stay.person, "was_placed"):
        return None
    rows = Placement.objects.told_to_house(context["user"]).filter(stay=stay)
    open_ones = Placement.objects.visible_to(context["user"]).filter(pk=OuterRef("pk"))
    row = rows.annotate(opens=Exists(open_ones)).first()
    return {"row": row, "opens": row.opens} if row else None


also_tell("was_placed", lambda: Exists(Placement.objects.filter(stay__person=OuterRef("pk"))))


def _placed_now(context, person):
    stay = context["file"].current
    return once(context, _placed, stay) if stay and stay.is_open else None


def _violence_before(context, stay):
    """What was told of violence, read before somebody leaves the house."""
    if not may_have(stay.person, "has_reports"):
        return None
    reports = _reports_of(stay.person, context["user"])
    return {"reports": reports} if reports else None


tell_at_parting(
    "has_reports", lambda: Exists(ViolenceReport.objects.filter(person=OuterRef("pk")))
)


def _heard(context, user):
    """For whoever is inside: a door to the duty to report."""
    return {}


def _of_open_file(person, stay, data):
    return Data.NOTES in data


def _in_house(person, stay, data):
    return bool(stay) and stay.is_open and Data.NOTES in data


register(
    "law.main",
    Part(10, "cases/law/_report_part.html", _reports, "cases.report_violence"),
    Part(15, "cases/law/_matter_part.html", _matters, "cases.view_law"),
    Part(20, "cases/law/_placement_part.html", _placements, "cases.view_law"),
)
register("summary.now", Part(5, "cases/law/_placed.html", _placed_now, "cases.view_stay"))
register("stay.house", Part(5, "cases/law/_placed.html", _placed, "cases.view_stay"))
register("family.side", Part(5, "cases/law/_placed_alert.html", _placed, "cases.view_stay"))
register("exit.top", Part(5, "cases/law/_placed_alert.html", _placed, "cases.view_stay"))
register(
    "parting.before",
    Part(5, "cases/law/_violence_before.html", _violence_before, "cases.view_law"),
)
register(
    "today.side",
    Part(90, "cases/law/_heard.html", _heard, "cases.report_violence"),
)
register_acts(
    Act(40, "Lapor kekerasan", "cases:violence_report_write?person", "cases.report_violence",
        "alert", of_stay=False, offered=of_anybody),
    Act(41, "Catat perkara", "cases:legal_matter_write", "cases.write_law", "plan",
        of_stay=False, offered=_of_open_file),
    Act(42, "Catat titipan penegak hukum", "cases:placement_register", "cases.write_law",
        "lock", offered=_in_house),
)  # fmt: skip
there_where(
    waiting.Part.LAW,
    lambda: Exists(ViolenceReport.objects.filter(person=OuterRef("pk"))),
)
there_where(
    waiting.Part.LAW,
    lambda: Exists(Placement.objects.filter(stay__person=OuterRef("pk"))),
)
there_where(
    waiting.Part.LAW,
    lambda: Exists(LegalMatter.objects.filter(person=OuterRef("pk"))),
)
