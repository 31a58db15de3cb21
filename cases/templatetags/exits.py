"""{% load exits %}: what an exit says, as far as the reader may know it."""

from django import template

register = template.Library()


@register.inclusion_tag("cases/_exit_facts.html", takes_context=True)
def exit_facts(context, exit):
    """{% exit_facts exit %}: a destination that reveals health stays closed to all but the few."""
    return {"exit": exit, "is_told": exit.shows_destination_to(context["user"])}
