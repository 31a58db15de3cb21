"""The words of what was said and answered: whoever may open an incident reads them, and nobody
else opens one."""

from rptc import keys


def add_words(notes, replies):
    for note in notes:
        keys.read_words(note, ["words"])
    for reply in replies:
        keys.read_words(reply, ["reason"])


def mark_of(notes, replies):
    """What marks an incident as it is read: both in the order in which they were written."""
    return "-".join(str(rows[-1].pk if rows else 0) for rows in (list(notes), list(replies)))


def is_added_to(notes, last):
    """Has the partner added something since our last answer?"""
    theirs = [note.recorded_at for note in notes if note.channel == note.Channel.PORTAL]
    return last is not None and any(at > last.recorded_at for at in theirs)


def who_came(notes):
    """Who it is, as was said last; None where nobody has said."""
    named = [note for note in notes if note.name or note.relation or note.telephone]
    return named[-1] if named else None
