"""/closings/: the months of a year that are over, and the year."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc.accounts.permissions import Role
from tests import factories as f
from tests.reports.figures.closing.closed import AFTER, MONTH, close, stays

pytestmark = pytest.mark.django_db

PAGE = reverse("reports:closing_list")


@pytest.fixture(autouse=True)
def november(time_machine_at):
    time_machine_at(AFTER)


def test_each_month_says_how_it_stands(client, login):
    stays(1)
    close()
    f.ClosingFactory(first="2026-09-01", until="2026-10-01")
    login(Role.OFFICE)
    page = client.get(PAGE)
    assertContains(page, reverse("reports:closing_period", args=[MONTH]))
    assertContains(page, "edisi 1, ")
    assertContains(page, "Menunggu Kepala UPT", count=1)
    # Ten months are over; November runs.
    assertContains(page, "Sementara", count=8)
    assertNotContains(page, "November 2026")


def test_an_earlier_year(client, login):
    f.IntakeFactory(met_on="2024-03-02")
    login(Role.AGENCY)
    page = client.get(PAGE, {"year": "2024"})
    assertContains(page, "Tahun 2024")
    assertContains(page, "Desember 2024")
    for year in ("2031", "-1", "x٣", "20240000000000000000"):
        assert client.get(PAGE, {"year": year}).status_code in (200, 404)


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.FIELD, Role.PARTNER, Role.ADMIN])
def test_who_may_not(client, login, role):
    login(role)
    assert client.get(PAGE).status_code == 403


def test_queries_do_not_grow(login, count_queries):
    login(Role.HEAD)
    few = count_queries(PAGE)
    for month in range(1, 9):
        f.ClosingFactory(first=f"2026-0{month}-01", until=f"2026-0{month + 1}-01")
    assert count_queries(PAGE) == few
