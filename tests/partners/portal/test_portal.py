import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from partners.referrals.models import ReferralState as S
from rptc.accounts.permissions import Role
from tests.factories import MemberFactory, ReferralFactory
from tests.partners.portal.test_portal_ends import addresses, running
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
    assert [each["rows"] for each in page.context["lists"]] == [[waiting], [running]]
    assertNotContains(page, waiting.person.name)
    assert page["Cache-Control"] == "no-store"


def test_nothing_of_drafts_nor_of_other_partners(client, member):
    referral_at("proposed", partner=member.partner)
    other = referral_at("sent", need="Kebutuhan mitra lain")
    page = client.get(URL)
    assertNotContains(page, other.need)
    assert [each["rows"] for each in page.context["lists"]] == [[], []]


def test_of_many_a_few_are_shown_and_the_ended_are_a_number(client, member):
    for _ in range(7):
        referral_at("in_service", partner=member.partner)
    ended = referral_at("finished", partner=member.partner)
    page = client.get(URL)
    assertContains(page, "Semua 7")
    assertContains(page, "?show=ended")
    assertNotContains(page, f"Nomor {ended.pk}")
    assert [len(each["rows"]) for each in page.context["lists"]] == [0, 5]


def test_the_menu_holds_the_portal_alone(client, member):
    page = client.get(URL).content.decode()
    menu = page.split('aria-label="Menu utama"')[1].split("</nav>")[0]
    assert menu.count("<a ") == 1


def test_without_a_partner_nothing_is_shown(client, login):
    login(Role.PARTNER)
    ReferralFactory(sent=True)
    assertContains(client.get(URL), "belum terhubung dengan mitra")


def test_queries_do_not_grow_with_the_rows(member, count_queries):
    for state in ("sent", "in_service", "finished"):
        referral_at(state, partner=member.partner)
    few = count_queries(URL)
    for _ in range(4):
        referral_at("in_service", partner=member.partner)
        referral_at("finished", partner=member.partner)
    assert count_queries(URL) <= few


@pytest.mark.gate
def test_every_page_is_small_enough_for_a_phone(client, member):
    referral = running(S.IN_SERVICE, member)
    for state in ("sent", "in_service", "finished"):
        for _ in range(12):
            referral_at(state, partner=member.partner)
    pages = [own for _, (own, _) in addresses(referral)]
    pages += [reverse(f"partners:{name}") for name in ("portal", "portal_month", "portal_places")]
    pages += [f"{reverse('partners:portal_list')}?show={show}" for show in ("running", "ended")]
    shown = {page: client.get(page) for page in pages}
    sizes = {
        page: len(answer.content)
        for page, answer in shown.items()
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    }
    assert len(sizes) >= 12
    assert {page: size for page, size in sizes.items() if size >= 60_000} == {}
