"""{% load exits %}: what an exit says, as far as the reader may know it."""

from django import template

from cases.stays.exits.destinations import tell_destinations

register = template.Library()


@register.inclusion_tag("cases/_exit_facts.html", takes_context=True)
def exit_facts(context, exit):
    """{% exit_facts exit %}: a destination that reveals health stays closed to all but the few."""
    if not hasattr(exit, "is_told"):
        tell_destinations([exit], context["user"])
    return {"exit": exit, "is_told": exit.is_told}
