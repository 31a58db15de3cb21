"""The words of a note: put away as its level says, and read out to who may read them."""

from django.db.models import BooleanField, ExpressionWrapper, F

from cases.casework.notes.models import Note, corrected_by
from rptc import keys
from rptc.kept import AmongThese, kept_rows, keys_of


def put_away(note, words, why=""):
    """Above the team only under the application's key: neither the database nor its history, the
    log, a backup or a search ever holds them plain."""
    if note.is_sealed:
        note.sealed_text = keys.encrypt(words)
        note.sealed_reason = keys.encrypt(why) if why else ""
    else:
        note.text, note.reason = words, why


def add_words(notes, user):
    """Give each note `is_told`, `may_correct`, and `words` and `why` where this user may read
    them: the only place where a sealed text is opened."""
    notes = list(notes)
    told = dict(kept_rows(_told, user, these=keys_of(notes)) if notes else [])
    for note in notes:
        note.is_told, note.may_correct = note.pk in told, told.get(note.pk, False)
        note.words = keys.opened(note.sealed_text) or note.text if note.is_told else ""
        note.why = keys.opened(note.sealed_reason) or note.reason if note.is_told else ""
    return notes


def _told(user):
    notes = Note.objects.told_to(user).filter(AmongThese(F("pk")))
    may_correct = ExpressionWrapper(corrected_by(user), BooleanField())
    return notes.annotate(may_correct=may_correct).values_list("pk", "may_correct")
