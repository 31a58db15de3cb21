import datetime
import re
from datetime import date

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from reports.figures.returns.ledger import Cut
from rptc import days
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.reports.figures.test_ledger import left, met_again

pytestmark = pytest.mark.django_db

URL = reverse("reports:returns")
PEOPLE = reverse("reports:returns_people")
FILE = reverse("reports:returns_file")


def figures_of(response):
    """(address, number) of every figure of the page that opens."""
    return re.findall(r'href="([^"]+returns/people[^"]+)">([\d.]+)</a>', response.text)


# The gate opens all; every fifth is of another line and another column.
@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.gate)])
@pytest.mark.parametrize("cut", Cut)
def test_each_figure_opens_exactly_its_people(client, login, cut, every):
    login(Role.HEAD)
    spot = f.HotSpotFactory()
    exit = left(stay__intake__hot_spot=spot)
    met_again(exit, 3)
    met_again(left(code="mandiri"), 20)
    left(code="mitra")
    response = client.get(URL, {"year": 2024, "cut": cut})
    figures = figures_of(response)
    assert len(figures) > 10
    for address, number in figures[::every]:
        behind = client.get(address.replace("&amp;", "&"))
        assert behind.status_code == 200
        assert behind.context["page_obj"].paginator.count == int(number), address


def test_the_list_names_whom_the_reader_may_know(client, login):
    sealed = left(person=f.PersonFactory(name="Sitti Ramlah", is_sealed=True))
    known = left(person=f.PersonFactory(name="Daeng Ngalle"))
    met_again(known, 3)
    login(Role.SOCIAL_WORKER)
    response = client.get(PEOPLE, {"year": 2024})
    assertContains(response, "Daeng Ngalle")
    assertContains(response, "04/03/2024, sesudah 3 hari")
    assertContains(response, f"Berkas tertutup {sealed.stay.person.file_number}")
    assertNotContains(response, "Ramlah")


def test_an_exit_of_ones_own_family_is_a_number_below_the_list(client, login):
    own = left(person=f.PersonFactory(name="Sitti Ramlah"))
    f.ConflictFactory(person=own.stay.person, user=login(Role.HEAD))
    response = client.get(PEOPLE, {"year": 2024})
    assertContains(response, "Angkanya 1: 1 dari berkas yang tertutup bagi Anda")
    for told in ("Ramlah", own.stay.person.file_number, "rp-folk", "Tidak ada orang"):
        assertNotContains(response, told)


@pytest.mark.parametrize("role", [Role.AGENCY, Role.OFFICE])
def test_outside_the_house_figures_have_no_links_and_no_small_numbers(client, login, role):
    login(role)
    met_again(left(), 3)
    left(code="meninggal")
    response = client.get(URL, {"year": 2024})
    assert figures_of(response) == []
    assertContains(response, "Angka kecil disembunyikan")
    assertContains(response, "Meninggal dunia (*)")
    assert ",1," not in client.get(FILE, {"year": 2024}).text
    assert client.get(PEOPLE).status_code == 403


@pytest.mark.parametrize("role", [Role.AGENCY, Role.OFFICE])
def test_outside_the_house_there_are_years_and_cuts_that_give_no_other_away(client, login, role):
    login(role)
    left()
    page = client.get(URL, {"year": 2024})
    assertNotContains(page, 'name="from"')
    assertNotContains(page, "cut=titik-rawan")
    for address in (URL, FILE):
        for cut in ("titik-rawan", "mitra"):
            answer = client.get(address, {"year": 2024, "cut": cut})
            assertContains(answer, "hanya dibaca di UPT", status_code=400)
        quarter = {"from": "2024-01-01", "to": "2024-03-31"}
        assertContains(client.get(address, quarter), "dibaca per tahun", status_code=400)


def test_outside_the_house_the_running_year_is_a_sum_up_to_the_last_month(
    client, login, time_machine_at
):
    """And counted as of that day: from one day to the next it does not change."""
    for day in range(1, 8):
        left(on=date(2024, 4, day))
    left(on=date(2024, 5, 2))
    for today in (3, 12, 20):
        time_machine_at(datetime.datetime(2024, 5, today, 10, tzinfo=days.WITA))
        login(Role.AGENCY)
        found = client.get(URL, {"year": 2024}).context["ledger"]
        assert found.lines == ()
        assert (found.sums.exits, found.sums.cells[0].judged) == (7, 7)
        assert found.period.last == date(2024, 4, 30)


def test_a_table_as_csv(client, login):
    login(Role.HEAD)
    met_again(left(), 8)
    lines = client.get(FILE, {"year": 2024}).text.splitlines()
    assert lines[0].startswith("Klasifikasi,Keluar,Kembali 7 hari,Dinilai 7 hari")
    assert lines[1] == "Gelandangan dan Pengemis,1,0,1,1,1,1,1,1,1,1,1"
    assert lines[2].startswith("Jumlah,1,0,1")


def test_says_how_it_is_counted(client, login):
    login(Role.SOCIAL_WORKER)
    left()
    response = client.get(URL, {"from": "2024-01-01", "to": "2024-06-30"})
    assertContains(response, "Meninggal dunia (0)")
    assertContains(response, "penyebut tiap kolom berbeda")
    assert response.context["period"].last == date(2024, 6, 30)


def test_a_year_without_exits(client, login):
    login(Role.HEAD)
    assertContains(client.get(URL, {"year": 2023}), "Belum ada yang keluar")


@pytest.mark.parametrize(
    "query",
    [
        "year=20x4", "year=1990", "cut=lain", "within=8", "returned=1", "key=abc", "key=999999",
    ],
)  # fmt: skip
def test_an_address_that_means_nothing_is_no_page(client, login, query):
    login(Role.HEAD)
    assert client.get(f"{PEOPLE}?{query}").status_code == 404


def test_a_wrong_period_keeps_what_was_typed(client, login):
    login(Role.HEAD)
    wrong = {"from": "2024-06-30", "to": "2024-01-01"}
    response = client.get(URL, wrong)
    assertContains(response, "Tanggal akhir tidak boleh sebelum tanggal awal.")
    assert client.get(FILE, wrong).status_code == client.get(PEOPLE, wrong).status_code == 400


def test_query_count_does_not_grow(login, count_queries):
    login(Role.HEAD)
    met_again(left(), 3)
    addresses = [f"{URL}?year=2024", f"{PEOPLE}?year=2024"]
    few = [count_queries(address) for address in addresses]
    for _ in range(5):
        met_again(left(), 3)
    assert [count_queries(address) for address in addresses] == few


def test_who_went_to_which_partner_is_listed_for_the_head_alone(client, login):
    exit = left(code="mitra")
    cut = {"year": 2024, "cut": "mitra"}
    for role, seen in ((Role.SOCIAL_WORKER, False), (Role.HEAD, True)):
        login(role)
        assert ("key=" in client.get(URL, cut).text) is seen
        answer = client.get(PEOPLE, cut | {"key": ""})
        assert (answer.status_code == 200) is seen
        assertContains(client.get(PEOPLE, cut), str(exit.stay.person))
