"""Whither somebody goes is closed to all but those of the case and who decides (docs/rules.md,
Exits): on the page, on paper and in the history. Always of a handover to a partner, whichever it
is, so that a closed destination says nothing; of others as their way of leaving and the partners
are set.

What a partner is called is told to the gate by `partners`, which asks here for its referrals, too.
"""

import re
import unicodedata

from django.db.models import F, Q

from cases.file.consents.closed import register_compare
from cases.gate.closed_places import NamesClosedPartner, keeps_case_of_each
from cases.gate.models import PartnerName
from cases.people.access import EVERY_ROW, has_case
from rptc.decisions import decides_by_office

# The words by which others read of it, after the way of leaving.
CLOSED = "tujuan tertutup"


APART = re.compile(r"[\W_]+")
LEGAL_FORM = re.compile(
    r"^(yayasan|yay|lks|lksa|lembaga|panti|perkumpulan|pt|cv)\b *", re.IGNORECASE
)
SPELLED = re.compile(r"(?<!\S)\w(?: \w)+(?!\S)")
# Fewer letters are a word of their own too often; these give none.
FEWEST_INITIALS, SMALL_WORDS = 3, {"dan", "di", "ke", "untuk", "bagi"}


def closed_among(texts: list[str]) -> list[bool]:
    """Of each: may it name a partner that is closed? Here a name is known as people type it: with
    or without its legal form, however its words are set apart, or by its initials ("YPB",
    "Y.P.B.", "Y P B"). What is closed too much is still told to those of the case."""
    names = PartnerName.objects.filter(closes_destination=True).values_list("text", flat=True)
    words = [_words(name) for name in names]
    names = {LEGAL_FORM.sub("", each).casefold() for each in words} - {""}
    names |= {_spelled_as_one(name) for name in names}
    initials = {short for each in words for short in _initials(each)} - SMALL_WORDS
    return [_names_one_of(names, initials, _words(text).casefold()) for text in texts]


def _names_one_of(names, initials, text):
    as_one = _spelled_as_one(text)
    if not initials.isdisjoint(as_one.split()):
        return True
    return any(f" {name}" in f" {said}" for name in names for said in (text, as_one))


def _words(text):
    """Blanks of every kind, and marks, are one blank between words."""
    return APART.sub(" ", unicodedata.normalize("NFKC", text)).strip()


def _spelled_as_one(text):
    """Letters that stand alone, one after another, are one word."""
    return SPELLED.sub(lambda spelled: spelled[0].replace(" ", ""), text)


def _initials(name):
    """Of the name as it is, and without its legal form; with its small words and without."""
    for whole in (name, LEGAL_FORM.sub("", name)):
        words = whole.split()
        for kept in (words, [word for word in words if word.casefold() not in SMALL_WORDS]):
            if len(kept) >= FEWEST_INITIALS:
                yield "".join(word[0] for word in kept).casefold()


register_compare(closed_among)


def is_closed() -> Q:
    """A condition on exits: their way of leaving is closed, or receiver or address name a partner
    that is."""
    return Q(kind__closes_destination=True) | Q(NamesClosedPartner(F("receiver"), F("address")))


def entitled(user, kind) -> Q:
    """A condition on rows of this kind (exits, referrals): a closed destination is told to this
    user. To the head; to those of the case; to who decides on it, in the head's place."""
    if decides_by_office(user, kind.PERMISSION):
        return EVERY_ROW
    return Q(recorded_by=user) | keeps_case_of_each(user) | kind.objects.laid_before(user)


def is_keeper_of(user, stay) -> bool:
    """The same, of one stay."""
    return has_case(user, stay.social_worker_id)
