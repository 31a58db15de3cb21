"""{% load help_states %}: where help stands."""

from django import template

from cases.help.models import HelpState
from rptc.templatetags.rptc import status

register = template.Library()
SHAPES = {
    HelpState.PROPOSED: "wait",
    HelpState.APPROVED: "due",
    HelpState.PAID: "ok",
    HelpState.REFUSED: "idle",
    HelpState.CANCELLED: "idle",
}


@register.simple_tag
def help_status(row):
    return status(row.get_state_display(), SHAPES[row.state])
