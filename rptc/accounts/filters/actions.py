"""A filter is kept, named otherwise, shared and deleted by its owner. It changes nothing about
anybody, so no line of the log tells of it: the line would hold the words that were typed."""

from django.core.exceptions import ValidationError

from rptc.accounts.filters.models import SavedFilter
from rptc.accounts.models import User
from rptc.saving import save

MOST = 30


def keep_filter(row: SavedFilter, *, by: User) -> SavedFilter:
    """Raises ValidationError where there are too many, or the name is taken."""
    if SavedFilter.objects.of(by).count() >= MOST:
        raise ValidationError(f"Paling banyak {MOST} saringan. Hapus yang tidak dipakai.")
    row.recorded_by = by
    save(row)
    return row


def change_filter(row: SavedFilter, *, by: User) -> SavedFilter:
    save(row)
    return row


def delete_filter(row: SavedFilter, *, by: User):
    row.delete()
