"""{% load tasks %}: what was asked of whom, about a stay."""

from django import template

from cases.house.tasks.models import Task

register = template.Library()


@register.inclusion_tag("cases/house/_task_part.html", takes_context=True)
def task_part(context, stay):
    """{% task_part stay %}: the open tasks about a stay that this user may see."""
    tasks = Task.objects.visible_to(context["user"]).open().filter(stay=stay)
    return {
        "tasks": tasks.select_related("owner").order_by("due_at", "pk"),
        "stay": stay,
        "perms": context["perms"],
    }
