"""/terbuka/<year>/: what the city reads of a year, without a login and without a name."""

import csv
import io
import json

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from reports.figures.closing.freezing import fingerprint_of
from reports.figures.periods import Period
from reports.figures.public.views import RATES
from rptc.accounts.permissions import Role
from rptc.letters.models import Unit
from tests import factories as f
from tests.reports.figures.closing.closed import close, stays
from tests.reports.figures.public.opened import (
    YEAR,
    closed_year,
    more,
    noon,
    open_year,
    withdraw,
)
from tests.reports.figures.public.solver import known_of, possible_values
from tests.reports.figures.test_figures import intake

pytestmark = pytest.mark.django_db

NAME = "Kenarisatu Duapuluh"
PAGE = f"/terbuka/{YEAR}/"
FILES = [f"/terbuka/{YEAR}.{extension}" for extension in ("csv", "json", "txt")]
ALL = [PAGE, *FILES, "/terbuka/", "/terbuka/tahun.json"]


@pytest.fixture(autouse=True)
def later(time_machine_at):
    time_machine_at(noon(2025, 3, 9))


@pytest.fixture
def opened():
    closed_year()
    return open_year()


def lines(client):
    return list(csv.DictReader(io.StringIO(client.get(FILES[0]).text)))


def number(rows, measure, name, sex):
    [row] = [
        row
        for row in rows
        if (row["periode"], row["ukuran"], row["klasifikasi"], row["jenis_kelamin"])
        == (str(YEAR), measure, name, sex)
    ]
    return row["jumlah"] or row["keterangan"]


def test_its_address():
    assert PAGE == reverse("reports:open_year", args=[YEAR])


def test_nothing_is_public_before_the_head_has_pressed(client):
    never = client.get("/terbuka/1907/")
    closed_year()
    for address in [PAGE, *FILES]:
        answer = client.get(address)
        assert answer.status_code == 404
        assert answer.content == never.content
        assert answer.headers == never.headers
    assertContains(client.get("/terbuka/"), "Belum ada tahun yang dibuka.")


def test_the_figures_with_their_definitions(client, opened):
    page = client.get(PAGE)
    for said in ("Setiap orang dihitung sekali", "masa pembinaan", "tidak ditampilkan", "edisi 1"):
        assertContains(page, said)
    rows = lines(client)
    lansia = f.classification("lansia").name
    assert number(rows, "terjaring", lansia, "L") == "12"
    gepeng = f.classification("gepeng").name
    assert number(rows, "terjaring", gepeng, "L") == "disembunyikan"
    assert number(rows, "terjaring", gepeng, "L+P") == "17"
    assert number(rows, "terjaring", "JUMLAH", "L+P") == "64"
    assert {row["periode"] for row in rows} > {"2024-T1"} | {str(YEAR)}


def test_no_hidden_number_follows_from_what_is_served(client, opened):
    figures = client.get(FILES[1]).json()["angka"]
    values = possible_values(known_of([figures]))
    assert len(values) > 20
    assert min(map(len, values.values())) >= 3


def test_no_name_no_key_and_nobody_who_pressed(client):
    """Of people who were met, came to the house, and of a real closing of their year."""
    met = noon(YEAR, 5, 5)
    for stay in stays(6, at=met, person__name=NAME):
        intake(met.date(), "lansia", "P", outcome="advised", person=stay.person, place=NAME)
    close(Period.year(YEAR))
    opened = open_year()
    for address in ALL:
        answer = client.get(address)
        assert answer.status_code == 200
        for word in (NAME, NAME.split()[0], str(opened.recorded_by), opened.recorded_by.username):
            assertNotContains(answer, word)
    text = json.dumps(opened.figures)
    for key in ("intakes", "stays", '"id"', "person", "pk"):
        assert key not in text
    # By what it says, and not by how it was built.
    assert opened.figures.keys() == {
        "year", "edition", "closed_on", "classes", "sexes", "tables", "periods", "indicators",
    }  # fmt: skip


def test_it_is_what_was_frozen_whatever_comes_later(client, opened):
    before = {address: client.get(address).content for address in [PAGE, *FILES]}
    closed_year(more("lansia", 9, 9))
    f.classification("lansia").__class__.objects.filter(code="lansia").update(name="=1+1")
    assert {address: client.get(address).content for address in [PAGE, *FILES]} == before
    told = client.get(FILES[1]).json()
    assert told["sha256"] == fingerprint_of(told["angka"])


def test_a_name_of_a_class_is_no_formula(client):
    classes = f.classification("lansia").__class__.objects
    classes.filter(code="lansia").update(name="=HYPERLINK(1)")
    closed_year()
    open_year()
    cells = [cell for row in csv.reader(io.StringIO(client.get(FILES[0]).text)) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_its_description_says_what_satu_data_asks(client, opened):
    Unit.objects.update_or_create(pk=1, defaults={"phone": "0411 000111", "is_demo": True})
    text = client.get(FILES[2]).text
    for said in ("Definisi", "Satuan", "Sumber", "Periode", "Lisensi", "Kontak", "0411 000111"):
        assert said in text
    assert "CONTOH" in text
    assert client.get(FILES[1]).json()["keterangan"]["contoh"] is True


# How it is answered


def test_no_cookie_no_session_no_query_and_a_copy_may_be_kept(client, opened):
    for address in ALL:
        answer = client.get(address)
        assert not answer.cookies
        assert not Session.objects.exists()
        assert answer["Cache-Control"] == "public, max-age=300"
        again = client.get(
            f"{address}?year=2023&q=Daeng", headers={"If-None-Match": answer["ETag"]}
        )
        assert again.status_code == 304
        assert not again.content
        assert client.get(f"{address}?x='--").content == answer.content
        assert client.head(address)["ETag"] == answer["ETag"]
        for method in ("post", "put", "patch", "delete"):
            assert getattr(client, method)(address).status_code == 405


def test_who_is_logged_in_reads_the_same_and_it_is_their_own(client, login, opened):
    before = client.get(PAGE)
    login(Role.HEAD)
    answer = client.get(PAGE)
    assert answer.content == before.content
    assert answer["Cache-Control"] == "private, max-age=300"


def test_who_asks_too_often_waits(client, opened, monkeypatch):
    monkeypatch.setitem(RATES, "open_years", "3/5m/ip")
    cache.clear()
    assert [client.get(PAGE).status_code for _ in range(5)] == [200] * 3 + [429] * 2


# Editions and what was taken back


def test_a_later_edition_says_when_and_what_is_another_number(client, opened, time_machine_at):
    time_machine_at(noon(2025, 4, 2))
    closed_year(more("gepeng", 2, 1))
    assertNotContains(client.get(PAGE), "Diperbarui")
    open_year()
    page = client.get(PAGE)
    assertContains(page, "Diperbarui 02/04/2025, yang berubah")
    assertContains(page, "<del>64</del> <ins>67</ins>", html=False)
    assertContains(page, "edisi 2")
    rows = lines(client)
    # Hidden once, though it is 5 now.
    assert number(rows, "terjaring", f.classification("gepeng").name, "L") == "disembunyikan"


def test_what_was_taken_back_says_so_and_not_why(client, opened):
    withdraw(reason="Kenarisatu terhitung dua kali.")
    for address in [PAGE, *FILES]:
        answer = client.get(address)
        assertContains(answer, "ditarik", status_code=410)
        assertNotContains(answer, "Kenarisatu", status_code=410)
    assertContains(client.get("/terbuka/"), "Belum ada tahun yang dibuka.")
    assert client.get("/terbuka/tahun.json").json()["tahun"] == []
    open_year()
    assert client.get(PAGE).status_code == 200


def test_queries_do_not_grow(opened, django_assert_max_num_queries, client):
    with django_assert_max_num_queries(25):
        client.get(PAGE)
