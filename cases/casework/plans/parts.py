"""What other pages show of a stay's plans (templates/cases/casework/_plan_part.html)."""

from django.db.models import Count, Q

from rptc import days


def plans_of(stay):
    """The plans of a stay, newest first, each with how many items it has and how many are open."""
    is_open = Q(items__result="")
    return list(
        stay.plans.annotate(
            lines=Count("items"),
            open_lines=Count("items", filter=is_open),
            late_lines=Count("items", filter=is_open & Q(items__due_on__lt=days.today())),
        ).order_by("-number")
    )
