from django.core.exceptions import ValidationError
from django.db import transaction

from rptc import days
from rptc.audit.record import enter, keep
from rptc.saving import locked


@transaction.atomic
def add_source(source, *, by):
    return enter(source, "added", by=by)


@transaction.atomic
def change_source(source, *, by):
    return keep(source, "changed", by=by)


@transaction.atomic
def check_source(source, *, by):
    """Somebody has asked there today, and what is written still holds."""
    source, today = locked(source), days.today()
    if not source.is_active:
        raise ValidationError("Sumber ini tidak dipakai lagi.")
    if source.checked_on != today:
        source.checked_on, source.version = today, source.version + 1
        keep(source, "checked_source", by=by)
    return source
