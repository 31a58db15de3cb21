"""Satu Data: the open data of a year with what describes them, for whoever sends them in."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc import days
from rptc.accounts.permissions import Role
from tests import factories as f

pytestmark = pytest.mark.django_db
PAGE = reverse("reports:data_set", args=[2024])
CSV = reverse("reports:open_year_file", args=[2024, "csv"])


@pytest.mark.parametrize("role", [Role.OFFICE, Role.HEAD, Role.AGENCY])
def test_an_opened_year_has_its_csv_and_its_description(client, login, role):
    f.PublishedYearFactory(year=2024)
    login(role)
    found = client.get(PAGE)
    assertContains(found, CSV)
    assert client.get(CSV).status_code == 200
    text = client.get(reverse("reports:open_year_file", args=[2024, "txt"])).content.decode()
    assert found.context["text"] == text
    assert "Lisensi" in text


def test_a_year_that_is_not_open_says_who_opens_it(client, login):
    f.PublishedYearFactory(year=2023)
    login(Role.OFFICE)
    found = client.get(PAGE)
    assertContains(found, "Belum dibuka untuk kota")
    assertContains(found, reverse("reports:closing_list"))
    assertNotContains(found, CSV)
    login(Role.HEAD)
    assertContains(client.get(PAGE), reverse("reports:publication_list"))


def test_a_year_that_was_taken_back_is_not_offered(client, login):
    f.PublishedYearFactory(year=2024)
    f.PublishedYearFactory(
        year=2024, number=2, edition=None, figures=None, sha256="", reason="Salah hitung."
    )
    login(Role.OFFICE)
    assertNotContains(client.get(PAGE), CSV)


def test_a_year_that_is_not_is_not_found(client, login):
    login(Role.OFFICE)
    for year in (1999, days.today().year + 1):
        assert client.get(reverse("reports:data_set", args=[year])).status_code == 404
