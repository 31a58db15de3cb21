"""The rows that stand on Hari Ini themselves: the patrol, the nearest limits, plan items."""

from django.db.models import Count

from cases.casework.plans.models import Plan, PlanItem
from cases.patrols.models import Patrol
from cases.people.models import shown_columns
from cases.stays.models import Stay

SHOWN = 7
# What a row shows of each.
STAY = [
    *"began_at ended_at last_on intake__classification__short_name".split(),
    *shown_columns("person__"),
]
ITEM = [*"goal due_on result kind__name".split(), *shown_columns("plan__stay__person__")]


def patrol_under_way(user):
    """The patrol that this officer began or rides with, while it has not ended."""
    if not user.has_perm("cases.register_patrol"):
        return None
    patrols = Patrol.objects.visible_to(user).under_way().select_related("team")
    return patrols.order_by("-started_at", "-pk").first()


def own_patrols(user):
    """The last patrols of a TRC officer, with how many people each met."""
    if not user.has_perm("cases.register_patrol"):
        return []
    last = (
        Patrol.objects.visible_to(user)
        .order_by("-started_at", "-pk")
        .values_list("pk", flat=True)[:5]
    )
    # Counted for these alone, not for every patrol before the last five are taken.
    patrols = Patrol.objects.filter(pk__in=list(last)).select_related("team")
    return patrols.annotate(people=Count("intakes")).order_by("-started_at", "-pk")


def nearest_limits(user):
    """The stays that end first: what a social worker or the house has to think of today."""
    if not user.has_perm("cases.view_stay"):
        return []
    stays = Stay.objects.visible_to(user).open()
    stays = stays.select_related("person", "intake__classification").only(*STAY)
    return stays.order_by("last_on", "pk")[:SHOWN]


def own_plan_items(user):
    """Open lines of approved plans that this social worker owns, the nearest first."""
    if not user.has_perm("cases.write_plan"):
        return []
    items = PlanItem.objects.in_force().filter(
        owner=user, result="", plan__in=Plan.objects.visible_to(user)
    )
    items = items.select_related("plan__stay__person", "kind").only(*ITEM)
    return items.order_by("due_on", "pk")[:SHOWN]
