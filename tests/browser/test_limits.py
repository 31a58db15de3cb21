"""Who decides in the head's place, and what another partner learns: nothing."""

import pytest
from playwright.sync_api import expect

from partners.directory.models import Partner
from rptc.accounts.permissions import Role
from tests.browser.conftest import heard_only, misfits
from tests.factories import (
    DelegationFactory,
    MemberFactory,
    PlanItemFactory,
    ReferralFactory,
    StayFactory,
    UserFactory,
)

pytestmark = pytest.mark.browser

# Whatever is asked of a partner outside its portal.
ELSEWHERE = [
    "/people/{}/",
    "/intakes/{}/",
    "/stays/{}/",
    "/plans/{}/",
    "/referrals/{}/",
    "/referrals/{}/decide/",
    "/exits/{}/decide/",
    "/patrols/{}/",
    "/history/stay/{}/",
]
PORTAL = ["/portal/referrals/{}/", "/portal/referrals/{}/answer/"]
NEVER = 987654


@pytest.fixture
def stay(transactional_db):
    return StayFactory()


def member_of(name):
    return MemberFactory(partner=Partner.objects.get(name=name)).user


def test_a_delegate_approves_in_the_heads_place(browse_as, stay, photograph):
    plan = PlanItemFactory(plan__stay=stay, plan__submitted=True).plan
    delegate = UserFactory(roles=[Role.OFFICE])
    DelegationFactory(delegate=delegate, approvals=["plan"])
    page = browse_as(delegate, "/")
    page.get_by_role("navigation").get_by_role("link", name="Keputusan").click()
    photograph(page, "waiting")
    assert misfits(page) == []
    page.get_by_role("link", name="Putuskan rencana").click()
    page.get_by_role("button", name="Setujui", exact=True).click()
    expect(page.get_by_text("Tidak ada yang menunggu Anda.")).to_be_visible()
    plan.refresh_from_db()
    assert plan.decided_by == delegate


def test_another_partner_learns_nothing(browse_as, stay, photograph, console):
    referral = ReferralFactory(
        sent=True, stay=stay, partner=Partner.objects.get(name="Sentra Wirajaya")
    )
    page = browse_as(member_of("YPKDS"), "/portal/")
    expect(page.get_by_text("Tidak ada rujukan yang menunggu jawaban.")).to_be_visible()
    for path in PORTAL:
        real = page.request.get(path.format(referral.pk))
        assert real.status == 404
        assert real.body() == page.request.get(path.format(NEVER)).body()
    for path in ELSEWHERE:
        for number in (referral.pk, stay.pk, NEVER):
            assert page.request.get(path.format(number)).status == 403, path
    page.goto(f"/portal/referrals/{referral.pk}/")
    photograph(page, "not-found")
    heard_only(console, "404")
