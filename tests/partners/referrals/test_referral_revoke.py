import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from partners.referrals.models import OPEN_STATES
from rptc.accounts.permissions import Role
from tests.factories import MemberFactory
from tests.partners.referrals.way import WAY, referral_at


def url(referral):
    return reverse("partners:referral_revoke", args=[referral.pk])


@pytest.mark.parametrize("state", [state for state in WAY if state in OPEN_STATES])
def test_from_any_open_state_and_the_partner_loses_the_packet(client, login, state, db):
    referral = referral_at(state)
    member = MemberFactory(partner=referral.partner)
    seen = referral.steps.count()
    login(Role.SOCIAL_WORKER)
    client.post(url(referral), {"reason": "Keluarga menjemput.", "seen_steps": seen})
    referral.refresh_from_db()
    assert referral.state == "revoked"
    assert referral.ended_at
    login(member.user)
    portal = reverse("partners:portal_referral", args=[referral.pk])
    assert client.get(portal).status_code == 404


def test_needs_a_reason(client, login, db):
    referral = referral_at("sent")
    login(Role.HEAD)
    response = client.post(url(referral), {"reason": "", "seen_steps": 2})
    assert "reason" in response.context["form"].errors


def test_an_ended_one_stays_as_it_ended(client, login, db):
    referral = referral_at("finished")
    login(Role.HEAD)
    data = {"reason": "Terlambat.", "seen_steps": referral.steps.count()}
    assertContains(client.post(url(referral), data), "Rujukan ini sudah berubah: Selesai")
