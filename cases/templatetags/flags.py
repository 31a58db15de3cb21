"""{% load flags %}: the warnings of a person, on every page where somebody acts on them."""

from django import template

from cases.people.flags.models import Flag

register = template.Library()


@register.inclusion_tag("cases/people/_flags.html", takes_context=True)
def flags_of(context, person):
    """{% flags_of person %}: the warnings in force that this user may see, worst first."""
    return _shown(context, Flag.objects.visible_to(context["user"]).filter(person=person))


@register.inclusion_tag("cases/people/_flags.html", takes_context=True)
def flags_against_release(context, person):
    """{% flags_against_release person %}: whoever decides a release sees all that forbid one."""
    return _shown(context, Flag.objects.filter(person=person).against_release())


def _shown(context, flags):
    flags = list(flags.in_force().select_related("recorded_by"))
    for flag in flags:
        flag.is_told = flag.tells_reason_to(context["user"])
    return {
        "flags": sorted(flags, key=lambda flag: (flag.severity, flag.pk)),
        "perms": context["perms"],
    }
