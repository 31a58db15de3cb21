"""The seven indicators of a year before the application, from the register of letters."""

from datetime import date, time

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from reports.figures.partnership.measures import MEASURES, Side
from rptc import days
from rptc.accounts.permissions import Role
from tests import factories as f

pytestmark = pytest.mark.django_db
PAGE = reverse("reports:partnership")
ROWS = reverse("reports:partnership_rows")
YEAR = 2024
BOOK = [measure for measure in MEASURES if measure.side == Side.BOOK]


@pytest.fixture(autouse=True)
def now(time_machine_at):
    time_machine_at(days.at(date(2026, 11, 20), time(9)))


@pytest.fixture
def first_here():
    """The application knows referrals since 2025."""
    f.ReferralFactory(sent=True, sent_at=days.at(date(2025, 1, 1), time(0, 10)))


def line(**said):
    if "word_on" in said:
        said["word"] = "yes"
    return f.EarlierReferralFactory(**said)


def numbers(page):
    return {
        figure.measure.key: (figure.n, figure.m)
        for told in page.context["told"]
        for figure in told.book
    }


def some_lines(partner):
    day = {"dated_on": date(2024, 12, 31)}
    line(partner=partner, basis="yes", answer="accepted", arrived="yes", stayed="yes", **day)
    line(partner=partner, basis="no", answer="accepted", arrived="no")
    line(answer="accepted", arrived="yes", stayed="no", word_on=date(2024, 6, 5))
    line(answer="accepted", arrived="yes", word_on=date(2024, 6, 6))
    line(basis="yes", answer="declined", word="yes")
    line(word="no")
    line(basis="yes", is_struck=True, strike_reason="Dua kali ditulis.")
    line(basis="yes", dated_on=date(2023, 12, 31))


EXPECTED = {
    "agenda-dasar": (2, 3),
    "agenda-dasar-kosong": (0, 3),
    "agenda-bertahan": (1, 3),
    # One that was accepted and of which no more is said, and one that nobody answered.
    "agenda-bertahan-kosong": (0, 2),
    # 30 days after 6 May, 31 days after it, and none at all.
    "agenda-kabar": (1, 3),
    "agenda-kabar-kosong": (0, 3),
    "agenda-ditolak": (0, 1),
}


def test_each_number_counts_the_lines_of_its_year_and_opens_exactly_them(
    client, login, first_here
):
    partner = f.PartnerFactory()
    some_lines(partner)
    login(Role.HEAD)
    page = client.get(PAGE, {"year": YEAR})
    assert numbers(page) == EXPECTED
    assertContains(page, "Dari buku agenda surat")
    assertContains(page, "2 dari 3")
    for measure in BOOK:
        n, m = EXPECTED[measure.key]
        asked = {"year": YEAR, "measure": measure.key}
        behind = client.get(ROWS, asked)
        assert (behind.context["number"], behind.context["closed"]) == (m, 0), measure.key
        assert len(behind.context["page_obj"].object_list) == m
        if measure.is_share:
            assert client.get(ROWS, asked | {"which": "yes"}).context["number"] == n
    one = client.get(PAGE, {"year": YEAR, "partner": partner.pk})
    assert numbers(one)["agenda-dasar"] == (1, 2)
    assert client.get(reverse("reports:partnership_print"), {"year": YEAR}).status_code == 200
    assert numbers(client.get(PAGE, {"year": 2023}))["agenda-dasar"] == (1, 1)


def test_what_nobody_wrote_down_is_not_zero(client, login, first_here):
    line(basis="yes")
    login(Role.OFFICE)
    page = client.get(PAGE, {"year": YEAR})
    told = {each.definition.number: each for each in page.context["told"]}
    assert str(told[4].at_a_glance) == "1 dari 1"
    assert str(told[4].headline) == "tidak dicatat"
    assert told[6].at_a_glance is None
    assert told[7].from_book == []
    assertContains(page, "Tahun sebelum aplikasi ini")
    assert {str(each.headline) for each in told.values()} == {"tidak dicatat"}
    assertNotContains(page, "Belum ada.")


def test_a_year_that_the_application_knows_has_no_line_of_the_book(client, login, first_here):
    login(Role.HEAD)
    line(basis="yes")
    page = client.get(PAGE, {"year": 2025})
    assert numbers(page) == {}
    assertNotContains(page, "Dari buku agenda surat")
    assert list(page.context["years"]) == [2024, 2025, 2026]
    assert client.get(PAGE).context["is_earlier"] is False


def test_of_a_closed_partner_the_office_reads_no_number_and_no_row(client, login, first_here):
    closed = f.PartnerFactory(name="Yayasan Tertutup", closes_destination=True)
    f.EarlierReferralFactory.create_batch(5, partner=closed, basis="yes")
    f.EarlierReferralFactory(partner=closed, basis="yes", dated_on=date(2022, 3, 4))
    line(basis="no")
    for role in (Role.OFFICE, Role.AGENCY):
        login(role)
        page = client.get(PAGE, {"year": YEAR})
        assert numbers(page)["agenda-dasar"] == (0, 1)
        assertNotContains(page, "Yayasan Tertutup")
        # That the book names it in 2022 is not told by a year to choose.
        assert list(page.context["years"])[0] == YEAR
    login(Role.OFFICE)
    behind = client.get(ROWS, {"year": YEAR, "measure": "agenda-dasar"})
    assert (behind.context["number"], behind.context["closed"]) == (1, 0)
    login(Role.HEAD)
    page = client.get(PAGE, {"year": YEAR})
    assert numbers(page)["agenda-dasar"] == (5, 6)
    assert list(page.context["years"])[0] == 2022


def test_several_closed_partners_are_counted_together_and_their_rows_stay_closed(
    client, login, first_here
):
    for partner in f.PartnerFactory.create_batch(2, closes_destination=True):
        f.EarlierReferralFactory.create_batch(3, partner=partner, basis="yes")
    login(Role.OFFICE)
    assert numbers(client.get(PAGE, {"year": YEAR}))["agenda-dasar"] == (6, 6)
    behind = client.get(ROWS, {"year": YEAR, "measure": "agenda-dasar"})
    assert (behind.context["number"], behind.context["closed"]) == (6, 6)
    assertContains(behind, "6 lagi tidak terbuka bagi Anda.")


def test_a_letter_of_last_month_without_word_is_not_yet_unanswered(client, login):
    line(word="no", dated_on=date(2025, 12, 31))
    login(Role.HEAD)
    assert numbers(client.get(PAGE, {"year": 2025}))["agenda-kabar"] == (0, 1)


def test_in_january_it_is_left_out(client, login, time_machine_at):
    time_machine_at(days.at(date(2026, 1, 20), time(9)))
    line(word="no", dated_on=date(2025, 12, 31))
    login(Role.HEAD)
    assert numbers(client.get(PAGE, {"year": 2025}))["agenda-kabar"] == (0, 0)


def test_as_many_questions_for_many_lines(client, login, first_here, count_queries):
    login(Role.HEAD)
    partner = f.PartnerFactory()
    line(partner=partner, basis="yes")
    address = f"{PAGE}?year={YEAR}"
    few = count_queries(address)
    f.EarlierReferralFactory.create_batch(10, partner=partner, basis="yes", word="no")
    assert count_queries(address) == few


def test_what_waits_today_is_told_of_this_year_alone_and_says_so(client, login, first_here):
    line(basis="yes")
    f.AgreementFactory(draft=True)
    login(Role.HEAD)
    page = client.get(PAGE)
    assertContains(page, "Perjanjian menunggu di meja kami hari ini", count=1)
    assertContains(page, f"{ROWS}?year=2026&amp;measure=meja")
    for year in (YEAR, 2025):
        assertNotContains(client.get(PAGE, {"year": year}), "di meja kami")
        assert client.get(ROWS, {"year": year, "measure": "meja"}).status_code == 404
    assert client.get(ROWS, {"measure": "meja"}).context["number"] == 1


def test_the_register_of_letters_opens_at_the_year_that_is_shown(client, login, first_here):
    line(basis="yes")
    login(Role.HEAD)
    register = reverse("partners:earlier_referral_list")
    page = client.get(PAGE, {"year": YEAR})
    assertContains(page, f'href="{register}?year={YEAR}"')
    assert client.get(register, {"year": YEAR}).status_code == 200
    # Of a year of which the book says nothing there is no page.
    assertContains(client.get(PAGE, {"year": 2025}), f'href="{register}"')
