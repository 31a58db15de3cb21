from django.core.exceptions import ValidationError
from django.db import transaction

from cases.stays.locks import hold_stays
from cases.stays.models import Stay
from rptc import days
from rptc.audit.record import enter, keep
from rptc.saving import locked
from rptc.words import kalimat


@transaction.atomic
def write_note(note, *, watched, by):
    """What the next shift must know; the numbers are counted now and kept."""
    hold_stays(Stay.objects.filter(pk__in=[stay.pk for stay in watched]))
    note.count_house()
    note.recorded_at = days.now()
    enter(note, "wrote", by=by)
    note.watched.set(watched)
    return note


@transaction.atomic
def acknowledge_note(note, *, by):
    """ "Sudah saya baca", by somebody else than who wrote it. Once."""
    note = locked(note)
    if note.recorded_by_id == by.pk:
        raise ValidationError("Yang menulis tidak dapat menerima sendiri.")
    if note.acknowledged_at:
        raise ValidationError(kalimat(f"Sudah dibaca {note.acknowledged_by}"))
    note.acknowledged_at, note.acknowledged_by = days.now(), by
    return keep(note, "acknowledged", by=by)
