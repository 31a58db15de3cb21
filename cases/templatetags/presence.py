"""{% load presence %}: is somebody in the house now, and what is due when not."""

from django import template

from rptc.templatetags.rptc import status

register = template.Library()


@register.simple_tag
def leave_status(leave):
    if leave.ended_with_stay:
        return status("Tidak kembali", "idle")
    if not leave.is_open:
        return status("Sudah kembali", "ok")
    return status("Belum kembali", "late") if leave.is_late else status("Izin keluar", "wait")


@register.simple_tag
def absence_status(absence):
    """Worst first: a child without police, an hour without any act."""
    if not absence.is_open:
        return status(absence.get_ended_how_display(), "ok")
    if absence.needs_police:
        return status("Polisi belum diberi tahu", "late")
    if absence.is_late:
        return status("Lewat satu jam", "late")
    return status("Tidak terlihat", "due")
