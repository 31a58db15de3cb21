"""{% load triage %}: what the door found out, and what is still to be done."""

from django import template

from cases.intakes.models import Intake
from cases.intakes.triage import lists
from cases.intakes.triage.models import Colour, Triage, TriageQuestion
from rptc import days
from rptc.templatetags.rptc import status

register = template.Library()

SHAPES = {Colour.GREEN: "ok", Colour.YELLOW: "due", Colour.RED: "late"}


@register.simple_tag
def triage_status(triage):
    """Red, yellow or green in words; or that nobody has asked yet."""
    if triage is None:
        return status("Belum triase", "late")
    if not triage.colour:
        return status("Belum memungkinkan", "due")
    return status(triage.get_colour_display(), SHAPES[triage.colour])


@register.simple_tag(takes_context=True)
def intakes_without_triage(context):
    """How many this user still has to ask."""
    intakes = Intake.objects.visible_to(context["user"])
    return lists.without_answers(intakes, days.now()).count()


@register.inclusion_tag("cases/intakes/_triage_part.html", takes_context=True)
def triage_part(context, stay):
    """{% triage_part stay %}: the triage of the latest entry of a stay, and the next step."""
    # In Python, of the rows that the page has fetched.
    back = max(stay.returns.all(), key=lambda back: (back.returned_at, back.pk), default=None)
    intake = back.intake if back else stay.intake
    triage = Triage.objects.filter(intake=intake).select_related("recorded_by").first()
    return {
        "intake": intake,
        "triage": triage,
        "yes": yes_of(triage),
        "is_open": stay.is_open,
        "back": context["request"].path,
        "perms": context["perms"],
    }


def yes_of(triage):
    """The questions that were answered with yes, those no longer asked as well."""
    codes = [code for code, answer in triage.answers.items() if answer] if triage else []
    return list(TriageQuestion.objects.filter(code__in=codes).order_by("order", "pk"))
