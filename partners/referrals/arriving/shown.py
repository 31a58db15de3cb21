"""The arrival of a referral, as both sides see it."""

from partners.referrals.arriving.letters import BAST
from partners.referrals.arriving.models import WRITTEN_IN
from rptc.letters.signatures.state import ToSign
from rptc.letters.texts.sorts import way_of
from rptc.letters.ties import tied_letters


def arrival_of(referral):
    """The one that stands with its things, and its `letter`; None where nobody wrote one."""
    arrival = referral.arrivals.standing().select_related("recorded_by").first()
    if arrival:
        arrival.listed = list(arrival.things.select_related("closed_by").order_by("pk"))
        arrival.letter = tied_letters(arrival).get(BAST)
    return arrival


def signing_of(arrival):
    """How far its berita acara is signed; None where there is none in force."""
    letter = tied_letters(arrival).get(BAST)
    if letter is None or not letter.is_current:
        return None
    return ToSign(letter, arrival, way_of(arrival, BAST).signing)


def may_arrive(referral):
    """The partner said yes, and nobody has written down yet who came, and with what."""
    is_time = referral.state in WRITTEN_IN
    return is_time and not referral.arrivals.standing().exists()
