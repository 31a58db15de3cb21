"""The night lays the recap of the month that ended before the head."""

import datetime

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from reports.figures.closing.models import Closing
from reports.figures.closing.nightly import due, lay_before_the_head
from reports.figures.periods import Period
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.reports.figures.closing.closed import AFTER, MONTH, close, stays

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november(time_machine_at):
    time_machine_at(AFTER)


def test_it_is_laid_once_and_the_head_closes_it(client, login):
    stays(1)
    assert lay_before_the_head() == "Oktober 2026 menunggu Kepala UPT."
    assert lay_before_the_head() == "tidak ada yang baru."
    row = Closing.objects.get()
    assert row.period == MONTH
    login(Role.HEAD)
    assertContains(client.get(reverse("reports:approvals")), "Oktober 2026")
    client.post(row.decide_url, {"decision": "approve", "seen": row.seen})
    row.refresh_from_db()
    assert row.state == row.APPROVES.state
    assert lay_before_the_head() == "tidak ada yang baru."


def test_what_stops_it_is_said_and_another_night_comes():
    stays(1)
    f.IntakeFactory(outcome="brought", met_on=MONTH.last)
    assert "Oktober 2026 belum: 1 kedatangan belum dipastikan." == lay_before_the_head()
    assert not Closing.objects.exists()


def test_what_was_sent_back_or_closed_by_hand_is_not_laid_again():
    stays(1)
    close()
    stays(1)
    assert lay_before_the_head() == "tidak ada yang baru."


def test_a_house_that_met_nobody_yet_is_asked_nothing():
    assert lay_before_the_head() == "tidak ada yang baru."
    f.IntakeFactory()
    assert lay_before_the_head() == "tidak ada yang baru."


def test_in_january_the_year_as_well():
    year, month = Period.year(2026), Period.month(2026, 12)
    assert due(datetime.date(2027, 1, 31)) == [month, year]
    assert due(datetime.date(2027, 2, 1)) == [Period.month(2027, 1)]
