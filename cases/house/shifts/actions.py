from django.core.exceptions import ValidationError
from django.db import transaction

from cases.house.shifts.counting import count_house
from cases.house.shifts.models import ShiftNote
from cases.stays.locks import hold_stays
from cases.stays.models import Stay
from rptc import days
from rptc.audit.record import record


@transaction.atomic
def write_note(note, *, watched, by):
    """What the next shift must know; the numbers are counted now and kept."""
    hold_stays(Stay.objects.filter(pk__in=[stay.pk for stay in watched]))
    numbers = count_house()
    note.number_in_house, note.number_late = numbers.in_house, numbers.late
    note.number_out, note.number_absent = numbers.out, numbers.absent
    note.recorded_by, note.recorded_at = by, days.now()
    note.save()
    note.watched.set(watched)
    record(by, "wrote", note)
    return note


@transaction.atomic
def acknowledge_note(note, *, by):
    """ "Sudah saya baca", by somebody else than who wrote it. Once."""
    note = ShiftNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    if note.recorded_by_id == by.pk:
        raise ValidationError("Yang menulis tidak dapat menerima sendiri.")
    if note.acknowledged_at:
        raise ValidationError(f"Sudah dibaca {note.acknowledged_by}.")
    note.acknowledged_at, note.acknowledged_by = days.now(), by
    note.save()
    record(by, "acknowledged", note)
    return note
