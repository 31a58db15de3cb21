"""Where documents are named: in letters, by a field of their text, and below the pages of the work
that follows them. Only what is confirmed and in force on that day."""

from datetime import date

from rptc import days
from rptc.kept import kept_rows
from rptc.letters.procedures.matters import PREFIX, Matter
from rptc.letters.procedures.models import Procedure

# The pages below which what they follow is linked.
FOLLOWS = {
    "cases:patrol_list": Matter.OUTREACH,
    "cases:public_report_list": Matter.OUTREACH,
    "cases:stay_arrivals": Matter.ARRIVAL,
    "cases:extension_list": Matter.STAY,
    "cases:stay_rule_list": Matter.STAY,
    "cases:roll_call_list": Matter.HOUSE,
    "cases:bag_list": Matter.HOUSE,
    "cases:shift_note_list": Matter.HOUSE,
    "cases:visit_list": Matter.GATE,
    "cases:inquiry_list": Matter.GATE,
    "cases:medicine_round": Matter.HEALTH,
    "cases:hospital_list": Matter.HEALTH,
    "cases:assessment_list": Matter.PLAN,
    "cases:plan_list": Matter.PLAN,
    "cases:homecoming_list": Matter.EXIT,
    "partners:referral_list": Matter.REFERRAL,
    "partners:agreement_list": Matter.REFERRAL,
    "cases:violence_report_list": Matter.LAW,
    "cases:placement_list": Matter.LAW,
    "cases:help_list": Matter.HELP,
    "cases:money_house": Matter.HELP,
    "reports:closing_list": Matter.REPORT,
    "reports:report_calendar": Matter.REPORT,
    "cases:emergencyaccess_list": Matter.PRIVACY,
}


def followed_on(view_name: str) -> list[Procedure]:
    """Those that the page of this view follows today."""
    matter = FOLLOWS.get(view_name)
    if matter is None:
        return []
    return kept_rows(_in_force, None, matter)


def _in_force(user, matter):
    return Procedure.objects.in_force(days.today()).about(matter)


def citations_on(day: date) -> dict[str, str]:
    """{field of a letter's text: what is in force of that matter}, empty where nothing is."""
    said = {f"{PREFIX}{matter.value}": [] for matter in Matter}
    for row in Procedure.objects.in_force(day):
        for matter in row.matters:
            said[f"{PREFIX}{matter}"].append(row.citation)
    return {name: "; ".join(citations) for name, citations in said.items()}
