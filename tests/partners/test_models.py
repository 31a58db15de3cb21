import pytest
from django.db import IntegrityError, transaction

from partners.directory.models import Partner
from partners.referrals.models import Referral
from rptc import days
from tests.factories import (
    ConsentFactory,
    ConsentWithdrawalFactory,
    MemberFactory,
    PartnerFactory,
    ReferralFactory,
    StayFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


@pytest.mark.parametrize("consent", [{}, {"purpose": "referral"}, {"answer": "no"}, "withdrawn"])
def test_none_that_reveals_health_is_sent_without_consent(consent):
    health, stay = PartnerFactory(reveals_health=True), StayFactory()
    if consent == "withdrawn":
        consent = ConsentFactory(stay=stay, purpose="health")
        ConsentWithdrawalFactory(consent=consent)
    elif consent:
        consent = ConsentFactory(stay=stay, **{"purpose": "health"} | consent)
    consent = consent or None
    refused(lambda: ReferralFactory(partner=health, stay=stay, sent=True, consent=consent))
    proposed = ReferralFactory(partner=health, stay=stay, state="proposed", consent=consent)
    now = days.now()
    sent = {"state": "sent", "packet": {}, "sent_at": now, "answer_due_at": now}
    refused(lambda: Referral.objects.filter(pk=proposed.pk).update(**sent))
    sent["decided_by"] = UserFactory()
    given = ConsentFactory(stay=stay, purpose="health")
    Referral.objects.filter(pk=proposed.pk).update(**sent, consent=given)


def test_the_yes_is_of_the_same_stay():
    refused(lambda: ReferralFactory(consent=ConsentFactory()))


def test_one_that_was_sent_goes_on_when_its_partner_is_closed_later():
    referral = ReferralFactory(sent=True)
    Partner.objects.filter(pk=referral.partner_id).update(
        reveals_health=True, closes_destination=True
    )
    Referral.objects.filter(pk=referral.pk).update(state="accepted")


def test_a_person_has_one_open_referral_to_a_partner():
    first = ReferralFactory()
    refused(lambda: ReferralFactory(stay=first.stay, partner=first.partner))
    ReferralFactory(stay=first.stay)
    Referral.objects.filter(pk=first.pk).update(state="revoked", ended_at=days.now())
    ReferralFactory(stay=first.stay, partner=first.partner)


def test_a_user_is_of_one_partner():
    member = MemberFactory()
    refused(lambda: MemberFactory(user=member.user))


def test_a_sent_one_has_its_packet_and_an_ended_one_its_day():
    refused(lambda: ReferralFactory(state="sent", sent_at=days.now()))
    refused(lambda: ReferralFactory(state="revoked", stay=StayFactory()))
