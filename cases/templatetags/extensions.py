"""{% load extensions %}: a longer stay, and the part that a stay's page shows."""

from django import template

from cases.stays.extensions.models import ExtensionState as S
from rptc.templatetags.rptc import status

register = template.Library()

SHAPES = {S.PROPOSED: "wait", S.APPROVED: "ok", S.REFUSED: "late", S.CANCELLED: "idle"}
# What the board says beside the clock.
ON_THE_BOARD = {
    S.PROPOSED: "perpanjangan diajukan",
    S.APPROVED: "diperpanjang",
    S.REFUSED: "perpanjangan ditolak",
}


@register.simple_tag
def extension_status(extension):
    return status(extension.get_state_display(), SHAPES[extension.state])


@register.filter
def extension_word(state):
    return ON_THE_BOARD.get(state, "")


@register.inclusion_tag("cases/stays/_extension_part.html", takes_context=True)
def extension_part(context, stay):
    """{% extension_part stay %}: every last day that a stay has had, and the way to another."""
    extensions = list(
        stay.extensions.select_related("recorded_by", "decided_by", "letter").order_by("pk")
    )
    return {
        "stay": stay,
        "extensions": extensions,
        # The day that the rule of the day of entry gave.
        "first_last_on": extensions[0].from_last_on if extensions else stay.last_on,
        "is_waiting": any(extension.state == S.PROPOSED for extension in extensions),
        "perms": context["perms"],
    }
