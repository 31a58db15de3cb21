"""{% load house %}: bags and belongings, who is out and who is missed, what a shift hands over."""

from django import template

from cases.house.belongings.models import EndKind
from rptc.templatetags.rptc import status
from rptc.words import tanggal_pendek

register = template.Library()

ENDS = {EndKind.RETURNED: "ok", EndKind.FAMILY: "ok", EndKind.LOST: "late"}


@register.simple_tag
def belonging_status(item):
    """Its end, or that it is kept here."""
    if item.end_id is None:
        return status("Disimpan", "run")
    if item.end.is_last:
        return status(item.end.get_kind_display(), ENDS.get(item.end.kind, "idle"))
    until = f"Sampai {tanggal_pendek(item.end.kept_until)}"
    return status(until, "due" if item.end.is_overdue else "wait")


@register.simple_tag
def bag_status(bag):
    """Not listed, how much of it is here, or that all has ended. Lists annotate `open_items` and
    `kept_items`; a page of one stay has the items themselves."""
    if bag.void_reason:
        return status("Nomor tidak dipakai", "idle")
    if bag.is_unlisted:
        return status("Belum didaftar", "due")
    if hasattr(bag, "open_items"):
        here, is_kept = bag.open_items, bag.kept_items
    else:
        items = bag.items.all()
        here = sum(item.end_id is None for item in items)
        is_kept = any(item.end_id and not item.end.is_last for item in items)
    if here:
        return status(f"{here} barang disimpan", "run")
    return status("Menunggu diambil", "wait") if is_kept else status("Selesai", "ok")


@register.filter
def has_items_here(bag):
    return any(item.is_here for item in bag.items.all())


@register.simple_tag
def leave_status(leave):
    if not (leave.is_open or leave.came_back):
        return status("Tidak kembali", "idle")
    if not leave.is_open:
        return status("Sudah kembali", "ok")
    return status("Belum kembali", "late") if leave.is_late else status(leave.words, "wait")


@register.simple_tag
def absence_status(absence):
    """Red until found, whatever has been done; worst first: a child without police, an hour
    without any act."""
    if absence.is_untold:
        return status("Kembali, belum ditulis bagaimana", "due")
    if not absence.is_open:
        return status(absence.get_ended_how_display(), "ok")
    if absence.needs_police:
        return status("Polisi belum diberi tahu", "late")
    if absence.is_late:
        return status("Lewat satu jam", "late")
    return status(absence.words, "late")


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
