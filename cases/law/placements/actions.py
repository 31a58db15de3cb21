"""Somebody is placed here by a letter; a new letter follows; a slip is put right."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.law.placements.models import CONTINUED, Placement
from cases.stays.locks import lock_stay, lock_with_stay
from rptc import days
from rptc.audit.record import enter, keep
from rptc.saving import sentence_of

LONGER = "Lebih lama hanya dengan surat. Catat surat baru."
HAS_LEFT = "Klien ini sudah keluar."


@transaction.atomic
def register_placement(row, *, by):
    """The first letter of a stay that runs."""
    row.stay = lock_stay(row.stay)
    if not row.stay.is_open:
        raise ValidationError(HAS_LEFT)
    if Placement.objects.filter(stay=row.stay).exists():
        raise ValidationError(sentence_of(Placement, "placement_begins_once_in_a_stay"))
    _check(row)
    return enter(row, "registered", by=by, person=row.stay.person_id)


@transaction.atomic
def renew_placement(row, *, by):
    """A new letter after the one that it `follows`: once, while they are here."""
    before = lock_with_stay(row.follows)
    row.stay, row.follows = before.stay, before
    if not row.stay.is_open:
        raise ValidationError(HAS_LEFT)
    if Placement.objects.filter(follows=before).exists():
        raise ValidationError(CONTINUED)
    if row.ends_at <= before.ends_at:
        raise ValidationError({"ends_at": "Surat baru berakhir sesudah yang lama."})
    _check(row)
    return enter(row, "continued", by=by, person=row.stay.person_id)


@transaction.atomic
def change_placement(row, *, by):
    """`row` is locked by its page, its stay before it, and filled by the form. A slip of the hour
    is put right; to another day it goes on by a new letter alone."""
    before = Placement.objects.get(pk=row.pk)
    if days.day_of(row.ends_at) > days.day_of(before.ends_at):
        raise ValidationError({"ends_at": LONGER})
    if row.follows and row.ends_at <= row.follows.ends_at:
        raise ValidationError({"ends_at": "Surat baru berakhir sesudah yang lama."})
    after = Placement.objects.filter(follows=row).first()
    if after and row.ends_at >= after.ends_at:
        raise ValidationError({"ends_at": "Surat sesudahnya berakhir lebih dahulu."})
    _check(row)
    return keep(row, "changed", by=by, person=row.stay.person_id)


@transaction.atomic
def add_scan(scan, *, paper, by):
    """The letter as it came; a better one beside it, and the last counts."""
    lock_with_stay(scan.placement)
    scan.keep(paper)
    return enter(scan, "attached", by=by, person=scan.placement.stay.person_id)


def _check(row):
    if row.letter_on > days.day_of(row.ends_at):
        raise ValidationError({"letter_on": "Surat ini bertanggal sesudah berakhirnya."})
