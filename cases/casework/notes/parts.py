"""What a file shows of notes."""

from django.db.models import F

from cases.casework.certificates.lacking import Doing, add_lacking
from cases.casework.certificates.models import Act as CertifiedAct
from cases.casework.notes.models import Note, NoteLevel
from cases.casework.notes.words import add_words
from cases.file.acts import Act, register_acts
from cases.people.access import Data
from rptc import days
from rptc.kept import AmongThese, kept_rows, keys_of
from rptc.versions import add_versions


def with_versions(notes, user):
    """Give each note its words, as far as this user may read them, its `versions` of before, the
    newest first, and whether they may correct it."""
    notes = list(notes)
    stays = {note.stay_id for note in notes}
    corrected = kept_rows(_corrected, user, these=stays) if notes else []
    written = add_words(add_versions(notes, corrected), user)
    to_correct = set(kept_rows(_to_correct, user, these=keys_of(notes)) if notes else [])
    for note in notes:
        note.may_correct = note.pk in to_correct
    add_lacking(written, _written_by)
    return notes


def _corrected(user):
    notes = Note.objects.visible_to(user).filter(AmongThese(F("stay"))).corrected()
    return notes.select_related("recorded_by")


def _to_correct(user):
    notes = Note.objects.to_correct_by(user).filter(AmongThese(F("pk")))
    return notes.values_list("pk", flat=True)


def _written_by(note):
    if note.level != NoteLevel.PROFESSIONAL:
        return None
    return Doing(
        CertifiedAct.PROFESSIONAL_NOTE, note.recorded_by_id, days.day_of(note.recorded_at)
    )


def _of_any_stay(person, stay, data):
    """Also of one that has ended."""
    return bool(stay) and Data.NOTES in data


register_acts(
    Act(17, "Tulis catatan", "cases:note_write", "cases.write_note", "edit", offered=_of_any_stay)
)
