"""The rows behind a number of the recap."""

from datetime import date

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc.accounts.permissions import Role
from tests.factories import ConflictFactory, PersonFactory
from tests.reports.figures.test_figures import intake

pytestmark = pytest.mark.django_db

URL = reverse("reports:recap_cell")
YEAR = {"from": "2024-01-01", "to": "2024-12-31"}


def test_shows_who_it_was_to_those_who_may_open_the_file(client, login):
    login(Role.SOCIAL_WORKER)
    intake(date(2024, 5, 6), person=PersonFactory(name="Sitti Ramlah", sex="P"))
    response = client.get(URL, YEAR | {"classification": "gepeng", "sex": "P"})
    assertContains(response, "Gelandangan dan Pengemis, perempuan, Tahun 2024")
    assertContains(response, "Sitti Ramlah")
    assertContains(response, "06/05/2024")


def test_a_sealed_file_counts_and_keeps_its_name(client, login):
    sealed = PersonFactory(name="Sitti Ramlah", sex="P", is_sealed=True)
    intake(date(2024, 5, 6), person=sealed)

    login(Role.SOCIAL_WORKER)
    response = client.get(URL, YEAR)
    assertNotContains(response, "Ramlah")
    assertContains(response, f"Berkas tertutup {sealed.file_number}")
    assert response.context["page_obj"].paginator.count == 1

    login(Role.HEAD)
    assertContains(client.get(URL, YEAR), "Sitti Ramlah")


@pytest.mark.parametrize("role", [Role.HEAD, Role.SOCIAL_WORKER])
def test_a_row_of_ones_own_family_is_a_number_below_the_list(client, login, role):
    """Neither number nor day nor class of it."""
    own = PersonFactory(name="Sitti Ramlah", sex="P")
    intake(date(2024, 5, 6), person=own)
    ConflictFactory(person=own, user=login(role))
    for asked in (YEAR, YEAR | {"classification": "gepeng"}):
        response = client.get(URL, asked)
        assertContains(response, "Angkanya 1: 1 dari berkas yang tertutup bagi Anda")
        for told in ("Ramlah", own.file_number, "06/05/2024", "Tidak ada catatan"):
            assertNotContains(response, told)


def test_whoever_is_of_the_house_as_well_reads_no_class_of_a_sealed_file(client, login):
    sealed = PersonFactory(name="Sitti Ramlah", sex="P", is_sealed=True)
    intake(date(2024, 5, 6), person=sealed)
    login(Role.SOCIAL_WORKER, Role.CARETAKER)
    response = client.get(URL, YEAR)
    assertNotContains(response, sealed.file_number)
    assertContains(response, "1 dari berkas yang tertutup bagi Anda")


@pytest.mark.parametrize("role", [Role.AGENCY, Role.OFFICE, Role.FIELD, Role.CARETAKER])
def test_nobody_else_sees_rows(client, login, role):
    login(role)
    assert client.get(URL, YEAR).status_code == 403


def test_fifteen_a_page_and_as_many_queries_for_ten(login, count_queries, client):
    login(Role.HEAD)
    address = f"{URL}?from=2024-01-01&to=2024-12-31"
    for _ in range(10):
        intake(date(2024, 5, 6))
    few = count_queries(address)
    for _ in range(10):
        intake(date(2024, 5, 6))
    assert count_queries(address) == few
    response = client.get(address)
    assertContains(response, "Menampilkan 1 sampai 15 dari 20.")
    assert len(client.get(f"{address}&page=2").context["rows"]) == 5


@pytest.mark.parametrize("measure", ["terjaring", "orang", "pembinaan"])
@pytest.mark.parametrize("reason", ["pintu", "hasil", "berulang", "di-luar-tabel", "belum-ada"])
def test_a_reason_that_a_measure_does_not_know_has_no_rows(client, login, measure, reason):
    login(Role.HEAD)
    intake(date(2024, 5, 6))
    response = client.get(URL, YEAR | {"measure": measure, "reason": reason})
    assertContains(response, "Tidak ada catatan")
