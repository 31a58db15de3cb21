"""{% load triage %}: what the door found out, and what is still to be done."""

from django import template

from cases.intakes.models import Intake
from cases.intakes.triage import lists
from cases.intakes.triage.models import Colour
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
