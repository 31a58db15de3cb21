"""{% load exits %}: what an exit says, as far as the reader may know it."""

from django import template

register = template.Library()


@register.inclusion_tag("cases/exits/_exit_facts.html")
def exit_facts(exit):
    """{% exit_facts exit %} of one that was read with_telling: a destination that reveals health
    stays closed to all but the few."""
    return {"exit": exit, "is_told": exit.is_told}
