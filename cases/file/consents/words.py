"""To whom a consent is given, the klien's own words, and why somebody stands in for a guardian:
put away under the application's key, and read out to who may read them."""

from cases.file.consents.models import Consent, Purpose, StandIn
from cases.people.access import mark_told
from rptc import keys

WORDS = ("recipient", "said")
# Of a pengganti wali: what was searched, and which family was found.
REASONS = ("reason", "end_reason")


def put_away(consent, /, **words):
    keys.seal_words(consent, WORDS, words)


def recipient_on_paper(consent):
    """What a letter may say of it: of one that opens health nothing, for the place alone would say
    what somebody has."""
    is_closed = consent.purpose == Purpose.HEALTH or not consent.sealed_recipient
    return "" if is_closed else keys.opened(consent.sealed_recipient)


def add_words(consents, user):
    """Give each consent its words, where this user may read them: the only place where a page
    opens them."""
    consents = list(consents)
    mark_told(consents, Consent.objects.told_to(user))
    for consent in consents:
        keys.read_words(consent, WORDS, is_told=consent.is_told)
    return consents


def put_reason_away(stand_in, /, **words):
    """Only what is said now: what was said before stays."""
    keys.seal_words(stand_in, list(words), words)


def add_reasons(stand_ins, user):
    """Give each its reasons, where this user may read them."""
    stand_ins = list(stand_ins)
    mark_told(stand_ins, StandIn.objects.told_to(user))
    for stand_in in stand_ins:
        keys.read_words(stand_in, REASONS, is_told=stand_in.is_told)
    return stand_ins


def told_before_deciding(stand_in):
    """Whoever decides reads why it is asked."""
    keys.read_words(stand_in, REASONS)
    return {}
