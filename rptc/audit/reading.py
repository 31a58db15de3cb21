"""The log as it may be read: which lines, who is named to whom, and what of a search is told.

What a room on the right knows of an actor (a partner's staff tell by their name where somebody
was sent) or of a row (nobody learns that somebody complained about them) it registers here, as in
rptc/waiting.py: the log knows no table of theirs.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from rptc.accounts.models import User
from rptc.audit import words
from rptc.audit.models import Entry

# (entries, reader) -> {number of an entry: what its actor is called instead}
Mask = Callable[[list[Entry], User], dict[int, str]]
_masks: list[Mask] = []
# (entries, reader) -> those of them that this reader may know of
Scope = Callable[[QuerySet[Entry], User], QuerySet[Entry]]
_scopes: list[Scope] = []


def register_mask(mask: Mask):
    _masks.append(mask)


def register_scope(scope: Scope):
    _scopes.append(scope)


def entries_for(reader: User) -> QuerySet[Entry]:
    """The log as far as this reader may know of it, with what a line names."""
    entries = Entry.objects.select_related("actor", "content_type")
    for scope in _scopes:
        entries = scope(entries, reader)
    return entries


@dataclass(frozen=True)
class Line:
    """One entry as this reader may read it."""

    at: datetime
    who: str
    act: str
    asked: str
    address: str


def lines(entries: Iterable[Entry], reader: User) -> list[Line]:
    """A page of the log: one query a mask, however many entries."""
    entries = list(entries)
    called = called_instead(entries, reader)
    reads_questions = reader.has_perm("audit.view_access_log")
    # A question may hold a name, which the privacy officer does not read.
    reads_names = reader.has_perm("cases.view_person")
    return [
        Line(
            at=entry.at,
            who=called.get(entry.pk) or entry.who,
            act=entry.act,
            asked=words.asked(entry, reads_names) if reads_questions else "",
            # From where somebody looks says who they are.
            address="" if entry.pk in called else entry.address or "",
        )
        for entry in entries
    ]


def called_instead(entries: list[Entry], reader: User) -> dict[int, str]:
    called = {}
    for mask in _masks:
        called |= mask(entries, reader)
    return called
