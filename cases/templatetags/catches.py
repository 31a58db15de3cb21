"""{% load catches %}: how often somebody was met, at the point of entry."""

from django import template

from cases.intakes import catches as read
from rptc.templatetags.rptc import status

register = template.Library()


@register.simple_tag
def certainty(intake):
    return status(*read.certainty_of(intake))


@register.inclusion_tag("cases/intakes/_catches.html", takes_context=True)
def catches_part(context, person, current=None):
    """{% catches_part person %}: every catch. TRC reads how often and when last, no more.

    `current` is the intake whose page this is.
    """
    return {
        "catches": read.catches_of(person),
        "current": current,
        "is_whole": context["user"].has_perm("cases.view_person"),
        "perms": context["perms"],
    }
