"""The words of what was said and answered: whoever may open an incident reads them, and nobody
else opens one."""

from rptc import keys


def add_words(notes, replies):
    for note in notes:
        keys.read_words(note, ["words"])
    for reply in replies:
        keys.read_words(reply, ["reason"])


def who_came(notes):
    """Who it is, as was said last; None where nobody has said."""
    named = [note for note in notes if note.name or note.relation or note.telephone]
    return named[-1] if named else None
