"""Services by what the city counts. Random rows are counted again in tests/reports/oracle."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from cases.stays.models import Stay
from cases.stays.spm import Spm
from reports.figures.services.spm import services_of
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import (
    ServiceFactory,
    StayFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

URL = reverse("reports:service_figures")
FIRST, UNTIL = date(2026, 3, 1), date(2026, 4, 1)


@pytest.fixture(autouse=True)
def _in_april(time_machine_at):
    time_machine_at(days.starts_at(date(2026, 4, 20)))


def test_the_page_shows_them(client, login):
    for day in (3, 9):
        stay = StayFactory(began_at=days.starts_at(date(2026, 2, 20)))
        ServiceFactory(stay=stay, done_at=days.starts_at(date(2026, 3, day)))
    login(Role.HEAD)
    page = client.get(URL, {"month": "2026-03"})
    assert page.context["services"] == services_of(FIRST, UNTIL)
    assertContains(page, "2 orang")
    assertContains(page, "Di luar SPM")


def test_one_stay_more_is_one_query_as_before(client, login, count_queries):
    login(Role.SOCIAL_WORKER)
    few = count_queries(f"{URL}?month=2026-04")
    for _ in range(5):
        ServiceFactory(recorded_by=UserFactory())
    assert count_queries(f"{URL}?month=2026-04") == few
    assert Stay.objects.count() == 5


def test_what_is_absent_planned_or_called_off_counts_nothing(client, login):
    ServiceFactory(missed=True)
    ServiceFactory(planned=True)
    assert services_of(date(2026, 4, 1), date(2026, 5, 1)).total.times == 0


def test_the_first_and_the_last_minute_belong_to_the_month(client):
    stay = StayFactory(began_at=days.starts_at(date(2026, 2, 20)))
    for at in (days.starts_at(FIRST), days.starts_at(UNTIL) - timedelta(minutes=1)):
        ServiceFactory(stay=stay, done_at=at)
    ServiceFactory(stay=stay, done_at=days.starts_at(UNTIL))
    assert services_of(FIRST, UNTIL).cell(Spm.CLOTHES, None).times == 2


@pytest.mark.parametrize("months", ["", "&months=3", "&months=12"])
def test_the_office_reads_what_is_over_and_nothing_that_runs(client, login, months):
    """Of a running one two readings would say who came between them (docs/access.md)."""
    today = days.today()
    login(Role.OFFICE)
    running = client.get(f"{URL}?month={today:%Y-%m}{months}")
    assertContains(running, "dapat dibaca sesudah masanya berakhir")
    assert "services" not in running.context
    first = client.get(URL).context["period"]
    assert first.until == today.replace(day=1)
    login(Role.SOCIAL_WORKER)
    assert "services" in client.get(f"{URL}?month={today:%Y-%m}{months}").context
