"""The referrals of a partner by lists: what ended keeps number, dates, outcome, own reports."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from partners.referrals import actions
from tests.factories import MemberFactory
from tests.partners.referrals.way import referral_at

ENDED = reverse("partners:portal_list") + "?show=ended"


@pytest.fixture
def member(login, db):
    member = MemberFactory()
    login(member.user)
    return member


def test_an_ended_one_leaves_number_dates_outcome_and_own_reports(client, member):
    ended = referral_at("finished", partner=member.partner, need="Isi yang hilang")
    page = client.get(ENDED)
    assertContains(page, f"Nomor {ended.pk}")
    assertContains(page, "selesai: Baik.")
    for gone in ["Isi yang hilang", ended.packet["name"], ended.person.name]:
        assertNotContains(page, gone)


def test_why_we_revoked_is_not_the_partners(client, member):
    referral = referral_at("accepted", partner=member.partner)
    actions.revoke_referral(
        referral, reason="Rahasia dapur.", by=referral.recorded_by, seen_steps=3
    )
    page = client.get(ENDED)
    assertContains(page, "Ditarik")
    assertNotContains(page, "Rahasia dapur.")


def test_each_list_has_its_own_and_nothing_of_other_partners(client, member):
    waiting = referral_at("sent", partner=member.partner)
    running = referral_at("arrived", partner=member.partner)
    ended = referral_at("finished", partner=member.partner)
    for state in ("sent", "arrived", "finished"):
        referral_at(state)
    for show, own in [("waiting", waiting), ("running", running), ("ended", ended)]:
        page = client.get(reverse("partners:portal_list") + f"?show={show}")
        assert list(page.context["page_obj"].object_list) == [own]
        assertContains(page, f"omor {own.pk}")


def test_a_page_of_it_is_short_and_its_queries_do_not_grow(client, member, count_queries):
    referral_at("finished", partner=member.partner)
    few = count_queries(ENDED)
    for _ in range(11):
        referral_at("finished", partner=member.partner)
    assert count_queries(ENDED) <= few + 1
    assert len(client.get(ENDED).context["page_obj"].object_list) == 10
