"""{% load belongings %}: where a bag and a thing in it stand."""

from django import template

from cases.house.belongings.models import EndKind
from rptc.templatetags.rptc import status
from rptc.words import tanggal_pendek

register = template.Library()

SHAPES = {EndKind.RETURNED: "ok", EndKind.FAMILY: "ok", EndKind.LOST: "late"}


@register.simple_tag
def belonging_status(item):
    """Its end, or that it is kept here."""
    if item.end_id is None:
        return status("Disimpan", "run")
    if item.end.is_last:
        return status(item.end.get_kind_display(), SHAPES.get(item.end.kind, "idle"))
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
