"""{% load follow_ups %}: the contacts after an exit, done and coming."""

from django import template

from cases.aftercare.contacts import contacts_of
from cases.aftercare.models import FollowUp
from cases.exits.models import Exit
from cases.people.access import mark_told
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


@register.inclusion_tag("cases/aftercare/_follow_up_part.html", takes_context=True)
def follow_up_part(context, stay):
    """{% follow_up_part stay %}: the contacts after the exit of a stay."""
    if stay.is_open:
        return {"shown": False}
    return {
        "shown": True,
        "contacts": contacts_of(Stay.objects.filter(pk=stay.pk)),
        "follow_ups": done_after([stay], context["user"]),
        "perms": context["perms"],
    }


@register.simple_tag(takes_context=True)
def follow_ups_of(context, stays):
    """{% follow_ups_of stays as follow_ups %}: for a page that tells of them in several places.
    Nothing to who may not know."""
    may_know = context["perms"]["cases"]["view_follow_up"]
    return done_after(stays, context["user"]) if may_know else []


@register.inclusion_tag("cases/aftercare/_follow_up_part.html", takes_context=True)
def follow_ups_part(context, stays, follow_ups):
    """{% follow_ups_part stays follow_ups %}: the contacts after all these stays."""
    ended = [stay.pk for stay in stays if not stay.is_open]
    exits = {left.pk: left for stay in stays for left in stay.exits.all()}
    contacts = contacts_of(Stay.objects.filter(pk__in=ended), exits) if ended else []
    return {
        "shown": bool(contacts or follow_ups),
        "contacts": contacts,
        "follow_ups": follow_ups,
        "perms": context["perms"],
    }


def done_after(stays, user):
    """Each exit with `is_told`: whoever was met tells whither somebody went."""
    done = FollowUp.objects.filter(exit__stay__in=stays).select_related("exit__kind")
    done = list(done.order_by("-done_on", "-pk"))
    exits = [follow_up.exit for follow_up in done]
    mark_told(exits, Exit.objects.telling_destination_to(user))
    return done
