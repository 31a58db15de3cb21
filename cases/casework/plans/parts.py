"""What the page of a stay shows of its plans."""

from django.db.models import Count, Q

from rptc import days
from rptc.parts import Part, register


def _plans(context, stay):
    """The plans of a stay, newest first, each with how many items it has and how many are open;
    and the next step."""
    is_open = Q(items__result="")
    plans = stay.plans.annotate(
        lines=Count("items"),
        open_lines=Count("items", filter=is_open),
        late_lines=Count("items", filter=is_open & Q(items__due_on__lt=days.today())),
    )
    return {"stay": stay, "plans": list(plans.order_by("-number"))}


register("stay.main", Part(60, "cases/casework/_plan_part.html", _plans, "cases.view_plan"))
