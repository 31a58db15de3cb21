"""{% load presence %}: is somebody in the house now, and what is due when not."""

from django import template

from cases.stays.leaves.models import Leave
from cases.stays.presence.actions import last_seen_of
from cases.stays.presence.models import Absence
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


@register.inclusion_tag("cases/_presence_part.html", takes_context=True)
def presence_part(context, stay):
    """{% presence_part stay %}: here, out or missing, and the next step."""
    part = {"stay": stay, "perms": context["perms"], "leave": None, "absence": None, "seen": None}
    if stay.is_open:
        part["leave"] = Leave.objects.open().filter(stay=stay).first()
        part["absence"] = Absence.objects.open().filter(stay=stay).first()
        part["seen"] = last_seen_of([stay])[stay.pk]
    part["past"] = stay.leaves.exclude(returned_at=None).order_by("-left_at", "-pk")[:5]
    return part
