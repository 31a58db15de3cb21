"""What left the house as a file, month by month."""

import datetime

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

URL = "/history/exports/"


def exported(on, **details):
    at = days.at(on, datetime.time(0, 30))
    user = UserFactory(full_name="Siti Aminah")
    details = {"page": "register 2024 dengan nama", "rows": 583, **details}
    return Entry.objects.create(actor=user, verb="exported", at=at, details=details)


@pytest.mark.parametrize("role", [Role.HEAD, Role.PRIVACY])
def test_an_export_is_listed_with_who_why_and_its_hash(client, login, today, role):
    exported(today, reason="Permintaan Dinas.", sha256="ab12" * 16)
    login(role)
    page = client.get(URL)
    assertContains(page, "Siti Aminah")
    assertContains(page, "mengunduh register 2024 dengan nama, 583 baris")
    assertContains(page, "Permintaan Dinas.")
    assertContains(page, "ab12ab12ab12ab12")


def test_a_month_holds_its_own_days_in_makassar(client, login):
    """Half past midnight of the first is still the day before in UTC."""
    first = datetime.date(2026, 11, 1)
    inside, before = exported(first), exported(first - datetime.timedelta(days=1))
    login(Role.HEAD)

    def listed(month):
        return list(client.get(f"{URL}?month={month}").context["page_obj"])

    assert listed("2026-11") == [inside]
    assert listed("2026-10") == [before]


@pytest.mark.parametrize("month", ["kemarin", "2026-13", "1024-01", "9999-01", ""])
def test_nonsense_in_the_address_is_this_month(client, login, today, month):
    login(Role.HEAD)
    response = client.get(URL, {"month": month})
    assert response.context["first"] == today.replace(day=1)


def test_other_looks_are_not_listed(client, login):
    Entry.objects.create(actor=UserFactory(), verb="printed", details={"page": "lembar malam"})
    login(Role.HEAD)
    assertNotContains(client.get(URL), "lembar malam")


def test_queries_do_not_grow(login, count_queries, today):
    login(Role.HEAD)
    exported(today)
    few = count_queries(URL)
    for _ in range(6):
        exported(today)
    assert count_queries(URL) == few
