"""Somebody who arrived at a partner, with a paper, what lay in a bag, and a medicine."""

from partners.referrals.arriving.actions import write_arrival
from partners.referrals.arriving.models import Arrival
from partners.referrals.arriving.shown import signing_of
from partners.referrals.arriving.things import due_things
from partners.referrals.packing.models import ItemKind
from partners.referrals.packing.offers import offers_of
from rptc.accounts.permissions import Role
from rptc.letters.signatures.actions import sign_letter
from tests import factories as f
from tests.partners.referrals.way import referral_at

COMES = {ItemKind.PAPER, ItemKind.BAG}


def with_things(state="accepted", *, partner=None, by=None, **more):
    """A referral with which a paper, a radio and a medicine should come along."""
    by = by or f.UserFactory(roles=[Role.SOCIAL_WORKER])
    stay = more.pop("stay", None) or f.StayFactory(social_worker=by, days_ago=3)
    f.PaperFactory(stay=stay, code="akta", state="has")
    f.BelongingFactory(bag=f.BagFactory(stay=stay, listed=True), what="Radio")
    f.MedicineFactory(stay=stay, name="Amoksisilin")
    ticks = {key: "" for key, offer in offers_of(stay, by).items() if offer.kind in COMES}
    return referral_at(state, partner=partner, by=by, stay=stay, ticks=ticks, **more)


def arrival_at(referral, *, by=None, channel="portal", missing=(), **columns):
    """All of it came, but for these sorts."""
    columns = {
        "received_by": "Nur Azizah",
        "received_as": "Pengasuh asrama",
        "brought_by": "Fadli M.",
    } | columns
    things = {
        due.key: (due.sort not in missing, "Masih di kantor." if due.sort in missing else "")
        for due in due_things(referral)
    }
    row = Arrival(referral=referral, channel=channel, **columns)
    return write_arrival(row, by=by or f.UserFactory(), things=things)


def arrived(*, partner=None, by=None, missing=()):
    return arrival_at(with_things(partner=partner, by=by), missing=missing)


def wholly_signed(arrival):
    """Both sides have written their name on the screen."""
    signing = signing_of(arrival)
    for hand in signing.hands:
        said = {"letter": signing.letter, "side": hand.side, "name": hand.name}
        row = f.SignatureFactory.build(**said, asked=signing.asked)
        sign_letter(row, by=arrival.recorded_by)
    return arrival
