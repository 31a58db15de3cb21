"""{% load follow_ups %}: where a contact after an exit stands, done or coming."""

from django import template

from cases.aftercare.models import FollowUp
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
        return status(f"Telat {contact.days_late} hari", "late")
    return status("Hari ini", "due") if contact.is_today else status("Akan datang", "wait")
