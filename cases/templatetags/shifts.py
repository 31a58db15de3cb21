"""{% load shifts %}: what one shift hands over to the next."""

from django import template

register = template.Library()


@register.inclusion_tag("cases/house/_shift_note.html", takes_context=True)
def shift_note(context, note, back=""):
    """{% shift_note note %}: the note, and "Sudah saya baca" for whoever takes it over; `back`
    is where the button leads."""
    user = context["user"]
    return {
        "note": note,
        "numbers": note.numbers,
        "may_acknowledge": note.is_unread
        and note.recorded_by_id != user.pk
        and user.has_perm("cases.acknowledge_shift_note"),
        "back": back,
        "csrf_token": context["csrf_token"],
        "perms": context["perms"],
    }
