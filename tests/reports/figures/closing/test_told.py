"""Who writes into a closed month is told so, and nothing is locked."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc.accounts.permissions import Role
from tests import factories as f
from tests.reports.figures.closing.closed import AFTER, MONTH, close, settle, stays

pytestmark = pytest.mark.django_db

TOLD = "Rekap Oktober 2026 sudah ditutup (edisi 1)."


@pytest.fixture(autouse=True)
def november(time_machine_at):
    time_machine_at(AFTER)


def page(intake_id):
    return reverse("cases:intake_detail", args=[intake_id])


def test_what_was_there_when_it_was_closed_says_nothing(client, login):
    [stay] = stays(1)
    close()
    login(Role.SOCIAL_WORKER)
    assertNotContains(client.get(page(stay.intake_id)), "sudah ditutup")


def test_what_was_changed_since_says_so_until_the_next_edition(client, login):
    [stay] = stays(1)
    close()
    settle(stay)
    login(Role.SOCIAL_WORKER)
    assertContains(client.get(page(stay.intake_id)), TOLD)
    close()
    assertNotContains(client.get(page(stay.intake_id)), "sudah ditutup")


def test_what_came_late_says_so_and_what_is_of_this_month_does_not(client, login):
    close()
    late, new = f.IntakeFactory(met_on=MONTH.first), f.IntakeFactory()
    login(Role.SOCIAL_WORKER)
    assertContains(client.get(page(late.pk)), TOLD)
    assertNotContains(client.get(page(new.pk)), "sudah ditutup")


def test_the_form_that_would_change_it_says_so_before(client, login):
    [stay] = stays(1)
    login(Role.SOCIAL_WORKER)
    form = reverse("cases:intake_settle", args=[stay.intake_id])
    assertNotContains(client.get(form), "sudah ditutup")
    close()
    assertContains(client.get(form), TOLD)
