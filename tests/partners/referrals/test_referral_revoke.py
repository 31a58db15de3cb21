import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from partners.referrals.models import OPEN_STATES
from rptc.accounts.permissions import Role
from tests.factories import DelegationFactory, MemberFactory, UserFactory
from tests.partners.referrals.way import WAY, referral_at


def url(referral):
    return reverse("partners:referral_revoke", args=[referral.pk])


@pytest.mark.parametrize("state", [state for state in WAY if state in OPEN_STATES])
def test_from_any_open_state_and_the_partner_loses_the_packet(client, login, state, db):
    referral = referral_at(state)
    member = MemberFactory(partner=referral.partner)
    seen = referral.steps.count()
    client.force_login(referral.recorded_by)
    client.post(url(referral), {"reason": "Keluarga menjemput.", "seen_steps": seen})
    referral.refresh_from_db()
    assert referral.state == "revoked"
    assert referral.ended_at
    login(member.user)
    portal = reverse("partners:portal_referral", args=[referral.pk])
    assert client.get(portal).status_code == 404


def test_only_those_of_the_case_and_the_head_take_it_back(client, login, db):
    """Another social worker reads it, and who stands in for the head decides on it."""
    referral = referral_at("sent")
    other, deputy = (UserFactory(roles=[Role.SOCIAL_WORKER]) for _ in range(2))
    DelegationFactory(delegate=deputy, approvals=["referral"])
    detail = reverse("partners:referral_detail", args=[referral.pk])
    said = {"reason": "Bukan urusan saya.", "seen_steps": referral.steps.count()}
    for user in (other, deputy):
        client.force_login(user)
        assertNotContains(client.get(detail), "Tarik rujukan")
        assert client.get(url(referral)).status_code == 404
        assert client.post(url(referral), said).status_code == 404
    login(Role.HEAD)
    assertContains(client.get(detail), "Tarik rujukan")
    client.post(url(referral), said)
    referral.refresh_from_db()
    assert referral.state == "revoked"


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
