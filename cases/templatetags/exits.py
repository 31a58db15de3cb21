"""{% load exits %}: what an exit says, as far as the reader may know it."""

from django import template

from rptc.words import angka

register = template.Library()


@register.inclusion_tag("cases/exits/_exit_facts.html")
def exit_facts(exit):
    """{% exit_facts exit %} of one that was read with_telling: a destination that reveals health
    stays closed to all but the few."""
    return {"exit": exit, "is_told": exit.is_told}


@register.simple_tag
def how_many_missing(pieces):
    """What is signed and handed over when the klien leaves is not missing before."""
    missing = [piece for piece in pieces if not piece.is_there]
    later = sum(piece.at_handover for piece in missing)
    now = len(missing) - later
    said = f"{angka(now)} dari {angka(len(pieces))} masih kurang" if now else "Lengkap"
    return f"{said}, {angka(later)} saat serah terima" if later else said
