"""To whom a consent is given, and the klien's own words: put away under the application's key,
and read out to who may read them."""

from cases.file.consents.models import Consent, Purpose
from cases.people.access import mark_told
from rptc import keys

WORDS = ("recipient", "said")


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
