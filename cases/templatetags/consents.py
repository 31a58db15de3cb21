"""{% load consents %}: where an answer stands."""

from django import template

from cases.file.consents.models import Answer
from rptc.templatetags.rptc import status

register = template.Library()

SHAPES = {Answer.YES: "ok", Answer.NO: "late", Answer.CANNOT: "due", Answer.TOLD: "ok"}


@register.simple_tag
def consent_status(consent):
    if consent.is_withdrawn:
        return status("Ditarik", "late")
    return status(consent.get_answer_display(), SHAPES[consent.answer])
