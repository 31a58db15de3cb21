"""An occasion of prevention is written down, put right, dropped, or counts after all."""

from django.core.exceptions import ValidationError
from django.db import transaction

from rptc import days
from rptc.audit.record import enter, keep
from rptc.saving import locked


@transaction.atomic
def register_prevention(row, *, by):
    _place(row)
    return enter(row, "registered", by=by)


@transaction.atomic
def change_prevention(row, *, by):
    """`row` is locked by its page and filled by the form."""
    if row.is_dropped:
        raise ValidationError("Kegiatan ini tidak dihitung. Hitung lagi dahulu.")
    _place(row)
    return keep(row, "changed", by=by)


def _place(row):
    """A hot spot knows its kecamatan."""
    if row.hot_spot:
        row.district = row.hot_spot.village.parent


@transaction.atomic
def drop_prevention(row, *, reason, by):
    """It was written down by mistake, or twice."""
    row = locked(row)
    if row.is_dropped:
        raise ValidationError("Kegiatan ini sudah tidak dihitung.")
    row.dropped_at, row.dropped_by, row.drop_reason = days.now(), by, reason
    row.version += 1
    return keep(row, "dropped_prevention", by=by)


@transaction.atomic
def count_again(row, *, by):
    """That it was dropped was the mistake."""
    row = locked(row)
    if not row.is_dropped:
        raise ValidationError("Kegiatan ini sudah dihitung.")
    row.dropped_at, row.dropped_by, row.drop_reason = None, None, ""
    row.version += 1
    return keep(row, "counted_prevention_again", by=by)
