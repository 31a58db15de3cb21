"""{% load follow_ups %}: the contacts after an exit, done and coming."""

from django import template

from cases.aftercare.contacts import contacts_of
from cases.aftercare.models import FollowUp
from cases.stays.models import Stay
from rptc.templatetags.rptc import status

register = template.Library()

SHAPES = {
    FollowUp.Result.FOUND: "ok",
    FollowUp.Result.MOVED: "due",
    FollowUp.Result.ON_THE_STREET: "late",
    FollowUp.Result.NOT_FOUND: "due",
    FollowUp.Result.DIED: "idle",
    FollowUp.Result.NOT_DONE: "idle",
}


@register.simple_tag
def follow_up_status(follow_up):
    return status(follow_up.get_result_display(), SHAPES[follow_up.result])


@register.simple_tag
def contact_status(contact):
    """Where a contact that nobody has recorded stands today."""
    if contact.is_over:
        return status("Berakhir", "idle")
    if contact.is_late:
        return status("Terlambat", "late")
    return status("Hari ini", "due") if contact.is_today else status("Akan datang", "wait")


@register.inclusion_tag("cases/_follow_up_part.html", takes_context=True)
def follow_up_part(context, stay):
    """{% follow_up_part stay %}: the contacts after the exit of a stay."""
    if stay.is_open:
        return {"shown": False}
    return _part(context, Stay.objects.filter(pk=stay.pk))


@register.inclusion_tag("cases/_follow_up_part.html", takes_context=True)
def follow_ups_of(context, person):
    """{% follow_ups_of person %}: the contacts after all their exits."""
    part = _part(context, Stay.objects.filter(person=person).exclude(ended_at=None))
    return part | {"shown": bool(part["contacts"] or part["follow_ups"])}


def _part(context, stays):
    done = FollowUp.objects.filter(exit__stay__in=stays).select_related("exit__kind")
    return {
        "shown": True,
        "contacts": contacts_of(stays),
        "follow_ups": done.order_by("-done_on", "-pk"),
        "perms": context["perms"],
    }
