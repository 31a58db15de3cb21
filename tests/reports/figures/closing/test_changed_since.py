"""A closed period whose rows have changed is told, until it is closed once more."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.intakes.models import Intake
from reports.figures.closing.models import RecapEdition
from reports.figures.closing.waiting import changed_since
from reports.figures.periods import Period
from rptc import days
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.reports.figures.closing.closed import AFTER, MONTH, close, stays
from tests.reports.figures.closing.test_ten_changes import TOLD, Changes

pytestmark = pytest.mark.django_db

LIST = reverse("reports:closing_list")
TODAY = reverse("reports:today")
SAID = "Rekap yang ditutup, dan isinya berubah sejak itu"


@pytest.fixture(autouse=True)
def november(time_machine_at):
    time_machine_at(AFTER)


def test_each_kind_of_change_is_told_by_itself_and_goes_with_the_next_edition():
    """What stands only below the table is found on the page of the period."""
    story, by = Changes(), f.UserFactory(roles=[Role.SOCIAL_WORKER])
    close()
    for kind in TOLD:
        assert changed_since() == set(), kind
        getattr(story, kind)(by)
        newest = RecapEdition.objects.of_period(MONTH).first()
        assert changed_since() == (set() if kind == "origin_written" else {newest.pk}), kind
        close()
    assert changed_since() == set()


def test_what_is_written_and_leaves_the_figures_as_they_are_is_not_told():
    [stay] = stays(1, ended=False)
    close()
    Intake.objects.filter(pk=stay.intake_id).update(place="Jl. Pettarani")
    stay.ended_at = AFTER - days.ONE_DAY
    stay.save()
    stays(1, at=AFTER - days.ONE_DAY)
    assert changed_since() == set()


def test_who_was_there_before_the_month_counts_in_it():
    stays(1, ended=False)
    september = Period.month(2026, 9)
    at = days.at(september.first, days.now().time())
    [before] = stays(1, at=at, ended=False)
    edition = close()
    intake = Intake.objects.get(pk=before.intake_id)
    intake.provisional = intake.classification = f.classification("lansia")
    intake.save()
    assert changed_since() == {edition.pk}


@pytest.mark.parametrize("role", [Role.HEAD, Role.OFFICE])
def test_hari_ini_tells_it_and_leads_to_the_list(client, login, role):
    stays(1)
    close()
    login(role)
    assertNotContains(client.get(TODAY), SAID)
    stays(1)
    assertContains(client.get(TODAY), SAID)
    page = client.get(LIST, {"show": "changed"})
    assertContains(page, reverse("reports:closing_period", args=[MONTH]))
    assertContains(client.get(LIST), "Berubah sejak ditutup 1")
    close()
    assertNotContains(client.get(TODAY), SAID)
    assertContains(client.get(LIST, {"show": "changed"}), "Tidak ada yang berubah")


def test_the_numbers_of_hari_ini_cost_no_query_more(login, count_queries):
    login(Role.HEAD)
    stays(1)
    close()
    few = count_queries(TODAY)
    stays(1)
    close(Period.month(2026, 9))
    assert count_queries(TODAY) == few


def test_the_head_prints_at_once_what_was_closed(client, login):
    stays(1)
    row = f.ClosingFactory()
    login(Role.HEAD)
    said = {"decision": "approve", "seen": row.seen}
    after = client.post(reverse("reports:closing_decide", args=[row.pk]), said, follow=True)
    edition = RecapEdition.objects.get()
    address = reverse("reports:recap_edition_file", args=[edition.pk])
    assertContains(after, address)
    assertNotContains(client.get(reverse("reports:approvals")), address)
