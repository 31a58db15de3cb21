"""A field is put back to what it was before a change (docs/rules.md)."""

from django.core.exceptions import ValidationError
from django.db import transaction

from reports.desk.history.records import name_of
from rptc.audit.record import keep
from rptc.saving import locked


@transaction.atomic
def put_back(row, event, column, *, by):
    """Put back what stood in this column before the event. Raises ValidationError where it has
    changed since, where nothing stood before it, or where the old value would not be taken today:
    the same rules hold as when it is typed."""
    row = locked(row)
    before = row.history.filter(pgh_id__lt=event.pgh_id).order_by("-pgh_id").first()
    if before is None or getattr(event, column.attname) != getattr(row, column.attname):
        raise ValidationError(
            f"{name_of(column).capitalize()} sudah diubah lagi sesudah itu. Lihat baris teratas."
        )
    setattr(row, column.attname, getattr(before, column.attname))
    others = {each.name for each in row._meta.fields} - {column.name}
    row.clean_fields(exclude=others)
    row.validate_unique(exclude=others)
    # Who has the form open now is shown that somebody was quicker.
    if hasattr(row, "version"):
        row.version += 1
    return keep(row, "put_field_back", by=by)
