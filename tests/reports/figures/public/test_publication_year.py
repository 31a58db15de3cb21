"""/published/<year>/: the head reads what would be public, and opens it."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from reports.figures.public import actions
from reports.figures.public.counted import figures_of
from reports.figures.public.models import PublishedYear
from reports.figures.public.shown import changes
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f
from tests.at_once import at_once
from tests.reports.figures.public.opened import (
    YEAR,
    closed_year,
    more,
    noon,
    open_year,
    withdraw,
)

pytestmark = pytest.mark.django_db

PAGE = f"/published/{YEAR}/"


@pytest.fixture(autouse=True)
def later(time_machine_at):
    time_machine_at(noon(2025, 3, 9))


def typed(page):
    form = page.context["form"]
    return {"send_key": form["send_key"].value(), "seen": form["seen"].value()}


def test_the_head_reads_it_and_then_opens_it(client, login):
    closed_year()
    head = login(Role.HEAD)
    assertContains(client.get(f"/closings/{YEAR}/"), PAGE)
    page = client.get(PAGE)
    assertContains(page, "Belum terbuka.")
    assertContains(page, "Digabung karena angkanya kecil")
    assertContains(page, "Buka untuk kota")
    assert not PublishedYear.objects.exists()
    sent = typed(page)
    assertRedirects(client.post(PAGE, sent), PAGE)
    row = PublishedYear.objects.get()
    assert (row.recorded_by, row.number, row.edition.number) == (head, 1, 1)
    assert Entry.objects.filter(verb="opened_year", actor=head).exists()
    # The same form twice makes no second row.
    client.post(PAGE, sent)
    assert PublishedYear.objects.count() == 1
    page = client.get(PAGE)
    assertContains(page, "Terbuka. Kota membaca angka di bawah ini.")
    assertNotContains(page, ">Buka untuk kota</button>")


def test_others_than_were_read_are_not_opened(client, login):
    closed_year()
    login(Role.HEAD)
    sent = typed(client.get(PAGE))
    closed_year(more("odgj", 0, 6))
    answer = client.post(PAGE, sent, follow=True)
    assertContains(answer, "Angkanya berubah sejak halaman ini dibuka.")
    assert not PublishedYear.objects.exists()
    client.post(PAGE, typed(answer))
    assert PublishedYear.objects.get().edition.number == 2


def test_what_is_open_is_not_opened_again():
    f.ClosedYearFactory()
    open_year()
    with pytest.raises(ValidationError, match=actions.NOTHING_NEW):
        open_year()


@pytest.mark.parametrize("year", [2023, 1900, 2099, 99999])
def test_a_year_that_is_not_closed_has_no_page(client, login, year):
    login(Role.HEAD)
    assert client.get(f"/published/{year}/").status_code == 404
    row = PublishedYear(year=2023)
    with pytest.raises(ValidationError, match="belum ditutup"):
        actions.publish_year(row, seen="", by=f.UserFactory(roles=[Role.HEAD]))


def test_a_month_that_was_closed_is_no_year(client, login):
    f.RecapEditionFactory()
    login(Role.HEAD)
    assert client.get("/published/2025/").status_code == 404


@pytest.mark.parametrize("role", [Role.OFFICE, Role.AGENCY, Role.SOCIAL_WORKER, Role.ADMIN])
def test_nobody_else_opens_it(client, login, role):
    f.ClosedYearFactory()
    login(role)
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE).status_code == 403
    if role == Role.OFFICE:
        assertNotContains(client.get(f"/closings/{YEAR}/"), PAGE)


def test_a_row_stays_as_it_was_served():
    row = f.PublishedYearFactory()
    for act in (
        lambda: PublishedYear.objects.filter(pk=row.pk).update(sha256="0" * 64),
        lambda: PublishedYear.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    row.refresh_from_db()
    assert row.sha256 != "0" * 64


def test_it_has_figures_or_says_why():
    head = f.UserFactory(roles=[Role.HEAD])
    with pytest.raises(DatabaseError), transaction.atomic():
        PublishedYear.objects.create(year=YEAR, number=1, recorded_by=head)


def test_months_are_told_out_of_the_edition():
    edition = closed_year({"lansia": (90, 90)})
    figures = actions.what_would_be_read(edition)
    told = {each["period"]: each["number"] for each in figures["periods"]["terjaring"]}
    assert sum(told[f"{YEAR}-T{quarter}"] for quarter in (1, 2, 3, 4)) == 180
    months = [told[f"{YEAR}-{month:02}"] for month in range(1, 13)]
    assert sum(months) == 180


def test_months_that_are_counted_otherwise_today_are_not_told():
    edition = closed_year({"lansia": (90, 90)})
    edition.content["intakes"].pop()
    assert actions.what_would_be_read(edition)["periods"]["terjaring"] == []


def test_the_indicators_of_an_edition_are_counted_once():
    """They grow still, with each day on which a partner is heard of."""
    said = {"number": 1, "name": "Kepemimpinan", "measure": "Rapat terlaksana", "how": "Rapat."}
    edition = closed_year()
    first = figures_of(edition, [])
    first["indicators"] = [said | {"n": 12, "m": 20}]
    assert figures_of(edition, [first])["indicators"] == first["indicators"]
    edition.number = 2
    second = figures_of(edition, [first])
    assert second["indicators"] != first["indicators"]
    second["indicators"] = [said | {"n": 15, "m": 20}]
    [change] = changes(first, second)
    assert (change.text, change.before, change.now) == (
        "Kepemimpinan, Rapat terlaksana",
        "12 dari 20",
        "15 dari 20",
    )


def test_what_was_taken_back_counts_when_it_is_opened_again():
    table = {"gepeng": (4, 20), "odgj": (30, 30), "lansia": (20, 9)}
    closed_year(table)
    open_year()
    withdraw()
    closed_year(more("gepeng", 3, 0, table))
    row = open_year()
    assert row.number == 3
    assert row.figures["tables"]["terjaring"]["classes"]["gepeng"] == [None, None, 27]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_open_it_once():
    edition = f.ClosedYearFactory()
    seen = actions.fingerprint_of(actions.what_would_be_read(edition))
    heads = [f.UserFactory(roles=[Role.HEAD]) for _ in range(2)]
    said = [{"send_key": str(uuid.uuid4()), "seen": seen} for _ in heads]
    answers = at_once(*((head, PAGE, data) for head, data in zip(heads, said, strict=True)))
    assert {answer.status_code for answer in answers} == {302}
    assert PublishedYear.objects.count() == 1


def test_its_address_is_named():
    assert PAGE == reverse("reports:publication_year", args=[YEAR])


def test_it_asks_for_little(login, count_queries):
    login(Role.HEAD)
    closed_year()
    few = count_queries(PAGE)
    open_year()
    closed_year(more("odgj", 9, 0))
    assert count_queries(PAGE) <= few + 2 <= 25
