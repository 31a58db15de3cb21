"""A referral on its way: each step taken by the action that the house takes it with."""

from partners.referrals import actions
from partners.referrals.models import Referral, SafetyRead
from partners.referrals.models import ReferralState as S
from partners.referrals.safety import digest_of_words, has_unread, words_of
from rptc.accounts.permissions import Role
from tests.factories import PartnerFactory, StayFactory, UserFactory

WAY = [S.PROPOSED, S.SENT, S.ACCEPTED, S.ARRIVED, S.IN_SERVICE, S.FINISHED]


def referral_at(state, *, partner=None, by=None, stay=None, ticks=None, **more):
    by = by or UserFactory(roles=[Role.SOCIAL_WORKER])
    stay = stay or StayFactory(social_worker=by)
    referral = actions.propose_referral(
        Referral(
            stay=stay,
            partner=partner or PartnerFactory(),
            need=more.pop("need", "Pelatihan menjahit"),
            without_basis=more.pop("without_basis", "" if "basis" in more else "Belum ada."),
            **more,
        ),
        by=by,
        ticks=ticks,
    )
    for step in WAY[1 : WAY.index(state) + 1]:
        if step == S.SENT:
            head = UserFactory(roles=[Role.HEAD])
            referral = actions.decide_referral(referral, approve=True, by=head, seen="1")
        else:
            if step == S.ACCEPTED and has_unread(referral):
                read_by_partner(referral)
            referral = actions.answer_referral(referral, step, by=UserFactory(), reason="Baik.")
    return referral


def read_by_partner(referral, by=None):
    """What must be known was read in the portal, as it stands now."""
    seen = digest_of_words(words_of(referral))
    row = SafetyRead(referral=referral, channel="portal")
    return actions.read_safety(row, seen, by=by or UserFactory())
