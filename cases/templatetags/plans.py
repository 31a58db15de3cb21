"""{% load plans %}: a plan's state, and the part that a stay's page shows."""

from django import template

from cases.casework.plans.models import PlanState
from cases.casework.plans.parts import plans_of
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
    return status(plan.get_state_display(), SHAPES[plan.state])


@register.simple_tag
def item_status(item):
    """A result, or what is left to do."""
    if item.result:
        return status(item.get_result_display(), "ok" if item.result == "done" else "idle")
    return status("Lewat waktu", "late") if item.is_late else status("Belum", "wait")


@register.inclusion_tag("cases/casework/_plan_part.html", takes_context=True)
def plan_part(context, stay):
    """{% plan_part stay %}: the plans of a stay and the next step."""
    return {"stay": stay, "plans": plans_of(stay), "perms": context["perms"]}
