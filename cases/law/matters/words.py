"""The notes of a matter: put away under the application's key, and read out to who may read the
matter. Nobody else opens them, and no list shows them."""

from cases.law.matters.models import LegalMatter, LegalNote
from rptc import keys


def put_away(note, text):
    """No database, history, log, backup or search ever holds it plain."""
    note.sealed_text = keys.encrypt(text)
    return note


def notes_of(matter, user):
    """The newest first, each with its words; nothing for who may not read the matter: the only
    place where a sealed text of it is opened."""
    if not LegalMatter.objects.visible_to(user).filter(pk=matter.pk).exists():
        return []
    notes = list(
        LegalNote.objects.filter(matter=matter).select_related("recorded_by").order_by("-pk")
    )
    for note in notes:
        note.text = keys.opened(note.sealed_text)
    return notes
