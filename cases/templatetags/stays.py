"""{% load stays %}: where a stay stands against its limit, and the asking for a longer one."""

from django import template

from cases.stays.extensions.models import ExtensionState as S
from rptc.templatetags.rptc import status

register = template.Library()


@register.simple_tag
def stay_status(stay):
    """Worst first: nobody looks safe who is not seen, however many days are left."""
    if stay.is_not_seen:
        return status(stay.not_seen_words, "late")
    if not stay.is_open:
        return status("Selesai", "ok")
    if stay.days_over:
        return status(stay.over_words, "late")
    if stay.is_last_day:
        return status("Habis hari ini", "due")
    return status("Besok", "wait") if stay.ends_tomorrow else status("Berjalan", "run")


ASKED = {S.PROPOSED: "wait", S.APPROVED: "ok", S.REFUSED: "late", S.CANCELLED: "idle"}
# What the board says beside the clock.
ON_THE_BOARD = {
    S.PROPOSED: "perpanjangan diajukan",
    S.APPROVED: "diperpanjang",
    S.REFUSED: "perpanjangan ditolak",
}


@register.simple_tag
def extension_status(extension):
    return status(extension.get_state_display(), ASKED[extension.state])


@register.filter
def extension_word(state):
    return ON_THE_BOARD.get(state, "")
