"""A note written down, and a later version beside it. None is ever changed."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.casework.notes.drafts import drop_draft
from cases.casework.notes.models import CORRECTED_BEFORE, Note
from cases.casework.notes.words import add_words, put_away
from cases.stays.locks import lock_stay
from rptc.audit.record import enter


@transaction.atomic
def write_note(note, *, words, by):
    """Of a stay that runs or has ended: what comes to light later belongs to it, too."""
    _check(note, lock_stay(note.stay))
    drop_draft(note.stay, by=by)
    return _enter(note, "wrote", words, by=by)


@transaction.atomic
def correct_note(note, *, words, why, by):
    """The next version of the note that it `corrects`, at the same level; both stay."""
    stay = lock_stay(note.stay)
    old = Note.objects.to_correct_by(by).filter(pk=note.corrects_id).first()
    if old is None:
        raise ValidationError("Catatan ini diperbaiki oleh yang menulis atau pekerja sosialnya.")
    if Note.objects.filter(corrects=old).exists():
        raise ValidationError(CORRECTED_BEFORE)
    note.stay, note.level = old.stay, old.level
    _check(note, stay)
    (old,) = add_words([old], by)
    if (old.on, old.about, old.words) == (note.on, note.about, words):
        raise ValidationError("Tidak ada yang berubah.")
    return _enter(note, "corrected", words, why, by=by)


def _check(note, stay):
    if note.on < stay.entered_on:
        raise ValidationError({"on": "Tanggal ini sebelum klien tiba."})


def _enter(note, verb, words, why="", *, by):
    put_away(note, words, why)
    return enter(note, verb, by=by, person=note.person_in_log)
