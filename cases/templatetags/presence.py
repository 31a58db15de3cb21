"""{% load presence %}: is somebody in the house now, and what is due when not."""

from django import template

from cases.house.presence.actions import last_seen_of
from cases.house.presence.models import Absence
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


@register.inclusion_tag("cases/house/_presence_part.html", takes_context=True)
def presence_part(context, stay):
    """{% presence_part stay %}: here, out or missing, and the next step."""
    leaves = list(stay.leaves.order_by("-left_at", "-pk"))
    leave = next((leave for leave in leaves if leave.is_open), None)
    absence = seen = None
    if stay.is_open and not leave:
        absences = Absence.objects.open().filter(stay=stay)
        absence = absences.select_related("stay__person").first()
    if stay.is_open and not leave and not absence:
        seen = last_seen_of([stay])[stay.pk]
    return {
        "stay": stay,
        "perms": context["perms"],
        "leave": leave,
        "absence": absence,
        "seen": seen,
        "past": [leave for leave in leaves if leave.returned_at][:5],
    }
