"""{% load health %}: what became of a dose."""

from django import template

from cases.health.medicines.models import Outcome
from rptc.templatetags.rptc import status

register = template.Library()

SHAPES = {Outcome.GIVEN: "ok", Outcome.REFUSED: "due", Outcome.ABSENT: "idle"}


@register.simple_tag
def dose_status(dose):
    return status(dose.get_outcome_display(), SHAPES[dose.outcome])
