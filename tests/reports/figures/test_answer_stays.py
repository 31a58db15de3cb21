"""Whose answer a number counts; the numbers themselves are held in test_answer_figures."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc.accounts.permissions import Role
from tests import factories as f
from tests.reports.figures.test_answer_figures import said

pytestmark = pytest.mark.django_db

STAYS = reverse("reports:answer_stays")


def test_it_lists_who_said_so(client, login):
    for name, chosen in [("Kenari", ["Musik"]), ("Merpati", ["Salon"])]:
        said("bakat", chosen, f.StayFactory(intake__person__name=name))
    login(Role.SOCIAL_WORKER)
    page = client.get(STAYS, {"topic": "bakat", "choice": "Musik"})
    assertContains(page, "Kenari")
    assertNotContains(page, "Merpati")


def test_an_own_file_is_in_no_number(client, login):
    stay = said("bakat", ["Musik"])
    user = login(Role.HEAD)
    f.ConflictFactory(user=user, person=stay.person)
    assert client.get(STAYS, {"topic": "bakat"}).context["number"] == 0


@pytest.mark.parametrize("query", ["", "topic=takut", "topic=x"])
def test_what_no_number_leads_to_is_nowhere(client, login, query):
    login(Role.HEAD)
    assert client.get(f"{STAYS}?{query}").status_code == 404
