"""What a file shows of notes."""

from django.db.models import F

from cases.casework.certificates.lacking import Doing, add_lacking
from cases.casework.certificates.models import Act as CertifiedAct
from cases.casework.notes.models import Note, NoteLevel
from cases.casework.notes.words import add_words
from cases.file.acts import Act, register_acts
from cases.people.access import Data
from rptc import days
from rptc.kept import THIS, AmongThese, kept_rows
from rptc.versions import add_versions


def with_versions(notes, user):
    """Give each note its words, as far as this user may read them, its `versions` of before, the
    newest first, and whether they may correct it."""
    notes = list(notes)
    stays = {note.stay_id for note in notes if note.corrects_id}
    corrected = kept_rows(_corrected, user, these=stays) if stays else []
    written = add_words(add_versions(notes, corrected), user)
    add_lacking(written, _written_by)
    return notes


def newest_notes(user):
    """Of THIS stay, as this user may read them, the latest day on top."""
    notes = Note.objects.visible_to(user).filter(stay=THIS).newest()
    return notes.select_related("recorded_by").order_by("-on", "-pk")


def _corrected(user):
    notes = Note.objects.visible_to(user).filter(AmongThese(F("stay"))).corrected()
    return notes.select_related("recorded_by")


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
