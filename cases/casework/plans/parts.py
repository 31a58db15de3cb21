"""What the page of a stay and Hari Ini show of plans."""

from django.db.models import Count, Q

from cases.casework.plans.models import Plan, PlanItem
from cases.people.models import shown_columns
from rptc import days
from rptc.parts import Part, register

SHOWN = 7
# What a row shows.
ITEM = [*"goal due_on result kind__name".split(), *shown_columns("plan__stay__person__")]


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


def _own_items(context, user):
    """Open lines of approved plans that this social worker owns, the nearest first."""
    items = PlanItem.objects.in_force().filter(
        owner=user, result="", plan__in=Plan.objects.visible_to(user)
    )
    items = items.select_related("plan__stay__person", "kind").only(*ITEM)
    items = list(items.order_by("due_on", "pk")[:SHOWN])
    return {"items": items} if items else None


register("today.side", Part(10, "cases/casework/_own_items.html", _own_items, "cases.write_plan"))
register("stay.main", Part(60, "cases/casework/_plan_part.html", _plans, "cases.view_plan"))
