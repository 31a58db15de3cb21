"""/published/: the closed years, and which of them the city reads."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from rptc.accounts.permissions import Role
from tests import factories as f

pytestmark = pytest.mark.django_db

PAGE = "/published/"


def test_each_closed_year_says_how_it_stands(client, login):
    login(Role.HEAD)
    assertContains(client.get(PAGE), "Belum ada tahun yang ditutup")
    f.ClosedYearFactory(year=2023)
    f.PublishedYearFactory(year=2024)
    f.RecapEditionFactory()
    page = client.get(PAGE)
    assertContains(page, "Belum dibuka")
    assertContains(page, "Terbuka")
    assertContains(page, "/published/2023/")
    f.ClosedYearFactory(year=2024, number=2)
    assertContains(client.get(PAGE), "Ada edisi baru")


def test_the_office_has_it_neither_in_its_menu(client, login):
    login(Role.OFFICE)
    assert client.get(PAGE).status_code == 403
    assertNotContains(client.get("/menu/"), PAGE)


def test_queries_do_not_grow_with_years(login, count_queries):
    login(Role.HEAD)
    f.PublishedYearFactory(year=2024)
    few = count_queries(PAGE)
    f.PublishedYearFactory(year=2023)
    f.PublishedYearFactory(year=2022)
    assert count_queries(PAGE) == few <= 25
