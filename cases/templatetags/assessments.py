"""{% load assessments %}: where an assessment stands, and what risk it found."""

from django import template

from cases.casework.assessments.risks.models import Risk
from rptc import days
from rptc.templatetags.rptc import status
from rptc.words import tenggat

register = template.Library()

SHAPES = {Risk.LOW: "ok", Risk.MEDIUM: "wait", Risk.HIGH: "due"}


@register.simple_tag
def risk_status(assessment):
    return status(f"Risiko {assessment.get_risk_display().lower()}", SHAPES[assessment.risk])


@register.simple_tag
def due_status(due_at):
    """Until when, or for how long past it."""
    now = days.now()
    return status(tenggat(due_at, now), "late" if due_at <= now else "due")


@register.simple_tag
def standing_status(standing):
    if standing.done:
        return status("Selesai", "ok")
    if standing.due_at:
        return due_status(standing.due_at)
    if standing.draft:
        return status("Draf", "run")
    return status("Belum perlu", "idle")
