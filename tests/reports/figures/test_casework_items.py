"""The lines of plans behind a number."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc.accounts.permissions import Role
from tests import factories as f
from tests.reports.figures.cases import approve, closed_item

pytestmark = pytest.mark.django_db

URL = reverse("reports:casework_items")


def test_a_line_of_a_closed_file_is_counted_and_not_listed(client, login):
    closed_item()
    approve(f.PlanItemFactory(goal="Mengikuti bimbingan."))
    login(Role.SOCIAL_WORKER)
    page = client.get(URL, {"end": "berjalan"})
    assert (page.context["number"], page.context["closed"]) == (2, 1)
    assertContains(page, "Mengikuti bimbingan.")
    for word in ("Kenari", "layar"):
        assertNotContains(page, word)


def test_the_head_reads_every_line(client, login):
    closed_item()
    login(Role.HEAD)
    page = client.get(URL)
    assertContains(page, "Menjahit layar.")
    assert page.context["closed"] == 0


@pytest.mark.parametrize("query", ["end=x", "classification=x"])
def test_what_no_number_leads_to_is_nowhere(client, login, query):
    login(Role.HEAD)
    assert client.get(f"{URL}?{query}").status_code == 404


def test_one_line_more_is_one_query_as_before(login, count_queries):
    login(Role.SOCIAL_WORKER)
    approve(f.PlanItemFactory())
    few = count_queries(URL)
    for _ in range(4):
        approve(f.PlanItemFactory())
    assert count_queries(URL) == few <= 25
