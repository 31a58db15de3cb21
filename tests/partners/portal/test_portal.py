import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from partners.referrals import actions
from rptc.accounts.permissions import Role
from tests.factories import MemberFactory, ReferralFactory
from tests.partners.referrals.way import referral_at

URL = reverse("partners:portal")


@pytest.fixture
def member(login, db):
    member = MemberFactory()
    login(member.user)
    return member


def test_lists_what_waits_and_what_runs(client, member):
    waiting = referral_at("sent", partner=member.partner)
    running = referral_at("arrived", partner=member.partner)
    page = client.get(URL)
    assert page.context["waiting"] == [waiting]
    assert page.context["running"] == [running]
    assertNotContains(page, waiting.person.name)
    assert page["Cache-Control"] == "no-store"


def test_nothing_of_drafts_nor_of_other_partners(client, member):
    referral_at("proposed", partner=member.partner)
    other = referral_at("sent", need="Kebutuhan mitra lain")
    page = client.get(URL)
    assertNotContains(page, other.need)
    assert (page.context["waiting"], page.context["running"]) == ([], [])


def test_an_ended_one_leaves_number_dates_outcome_and_own_reports(client, member):
    ended = referral_at("finished", partner=member.partner, need="Isi yang hilang")
    page = client.get(URL)
    assertContains(page, f"Nomor {ended.pk}")
    assertContains(page, "selesai: Baik.")
    for gone in ["Isi yang hilang", ended.packet["name"], ended.person.name]:
        assertNotContains(page, gone)


def test_why_we_revoked_is_not_the_partners(client, member):
    referral = referral_at("accepted", partner=member.partner)
    actions.revoke_referral(
        referral, reason="Rahasia dapur.", by=referral.recorded_by, seen_steps=3
    )
    page = client.get(URL)
    assertContains(page, "Ditarik")
    assertNotContains(page, "Rahasia dapur.")


def test_the_menu_holds_the_portal_alone(client, member):
    page = client.get(URL).content.decode()
    menu = page.split('aria-label="Menu utama"')[1].split("</nav>")[0]
    assert menu.count("<a ") == 1


def test_without_a_partner_nothing_is_shown(client, login):
    login(Role.PARTNER)
    ReferralFactory(sent=True)
    assertContains(client.get(URL), "belum terhubung dengan mitra")


def test_queries_do_not_grow_with_the_rows(member, count_queries):
    referral_at("sent", partner=member.partner)
    referral_at("finished", partner=member.partner)
    few = count_queries(URL)
    for _ in range(4):
        referral_at("in_service", partner=member.partner)
        referral_at("finished", partner=member.partner)
    assert count_queries(URL) <= few
