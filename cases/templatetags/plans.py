"""{% load plans %}: where a plan and what it asks for stand."""

from django import template

from cases.casework.plans.models import PlanState
from rptc.templatetags.rptc import status

register = template.Library()

SHAPES = {
    PlanState.DRAFT: "idle",
    PlanState.SUBMITTED: "wait",
    PlanState.APPROVED: "ok",
    PlanState.RETURNED: "due",
}


@register.simple_tag
def plan_status(plan):
    """Where it stands; of one that was approved also which took its place."""
    if plan.state == PlanState.APPROVED and plan.replaced_by:
        return status(f"Digantikan rencana ke-{plan.replaced_by}", "idle")
    return status(plan.get_state_display(), SHAPES[plan.state])


@register.simple_tag
def item_status(item):
    """A result, or what is left to do."""
    if item.result:
        return status(item.get_result_display(), "ok" if item.result == "done" else "idle")
    return status("Lewat waktu", "late") if item.is_late else status("Belum", "wait")
