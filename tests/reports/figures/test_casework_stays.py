"""The rows behind a number: what is closed to the reader is counted, and not listed."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc.accounts.permissions import Role
from tests import factories as f
from tests.reports.figures.cases import approve, closed_item

pytestmark = pytest.mark.django_db

STAYS = reverse("reports:casework_stays")


@pytest.fixture
def closed():
    return closed_item()


@pytest.mark.parametrize("address", [STAYS, f"{STAYS}?step=rencana&which=sudah"])
def test_a_closed_file_is_counted_and_not_listed(client, login, closed, address):
    open_one = f.PlanItemFactory(plan__stay__intake__person__name="Merpati")
    approve(open_one)
    login(Role.SOCIAL_WORKER)
    page = client.get(address)
    assert (page.context["number"], page.context["closed"]) == (2, 1)
    assertContains(page, "Merpati")
    assertContains(page, "Angkanya 2: 1 dari berkas yang tertutup bagi Anda")
    for word in ("Kenari", closed.plan.stay.person.file_number):
        assertNotContains(page, word)


def test_the_head_reads_every_row(client, login, closed):
    login(Role.HEAD)
    page = client.get(STAYS)
    assertContains(page, "Kenari")
    assert page.context["closed"] == 0


def test_the_own_file_is_counted_and_not_listed(client, login):
    stay = f.StayFactory(intake__person__name="Kenari")
    user = login(Role.HEAD)
    f.ConflictFactory(user=user, person=stay.person)
    page = client.get(STAYS)
    assert (page.context["number"], page.context["closed"]) == (1, 1)
    assertNotContains(page, "Kenari")


def test_a_name_with_an_apostrophe(client, login):
    f.StayFactory(intake__person__name="Ma'ruf <b>")
    login(Role.HEAD)
    assertContains(client.get(STAYS), "Ma&#x27;ruf &lt;b&gt;")


@pytest.mark.parametrize(
    "query",
    [
        "step=x",
        "which=x",
        "step=asesmen",
        "which=sudah",
        "step=asesmen&which=keluar",
        "step=layanan&which=tepat",
        "classification=x",
        "from=2026-01-01",
    ],
)
def test_what_no_number_leads_to_is_nowhere(client, login, query):
    login(Role.HEAD)
    assert client.get(f"{STAYS}?{query}").status_code == 404


def test_pages_of_25_with_as_many_queries(client, login, count_queries):
    login(Role.SOCIAL_WORKER)
    f.StayFactory()
    few = count_queries(STAYS)
    for _ in range(26):
        f.StayFactory()
    assert count_queries(STAYS) == few <= 25
    assert len(client.get(STAYS, {"page": 2}).context["page_obj"]) == 2
