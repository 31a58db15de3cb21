"""{% load extensions %}: where the asking for a longer stay stands."""

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
