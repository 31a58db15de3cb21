"""Whose cases there are, and what of them is late; each number opens its rows."""

import re

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from cases.casework.caseload.gathering import caseload
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import (
    AssessmentFactory,
    PlanFactory,
    PlanItemFactory,
    StayFactory,
    SubstitutionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

PAGE = reverse("cases:caseload_list")


@pytest.fixture
def house():
    """Two social workers with cases, one without, and cases of nobody and of a closed account."""
    head = UserFactory(roles=[Role.HEAD])
    first, second, third = (UserFactory(roles=[Role.SOCIAL_WORKER]) for _ in range(3))
    gone = UserFactory(roles=[Role.SOCIAL_WORKER], is_active=False)
    for worker in (first, first, second, gone, None):
        StayFactory(social_worker=worker)
    over = StayFactory(social_worker=first, days_ago=10)
    AssessmentFactory(done=True, stay=over)
    plan = PlanFactory(stay=over, submitted=True)
    PlanItemFactory(plan=plan, owner=second, due_on=days.today() - days.ONE_DAY)
    PlanItemFactory(plan=plan, owner_kind="client", owner=None, due_on=days.today() - days.ONE_DAY)
    plan.state, plan.decided_by, plan.decided_at = "approved", head, days.now()
    plan.save()
    SubstitutionFactory(worker=first, substitute=second)
    return head, first, second, third


def test_numbers_by_social_worker(house):
    head, first, second, third = house
    loads = {load.worker: load for load in caseload(head)}
    assert {worker: load.kliens for worker, load in loads.items()} == {
        None: 2, first: 3, second: 1, third: 0,
    }  # fmt: skip
    assert (loads[first].over, loads[first].comprehensive, loads[first].initial) == (1, 1, 0)
    assert (loads[second].items, loads[None].items) == (1, 1)
    assert [each.substitute for each in loads[first].substitutes] == [second]


def test_each_number_opens_exactly_its_rows(client, login, house):
    login(house[0])
    page = client.get(PAGE)
    assertContains(page, "Tanpa pekerja sosial")
    links = re.findall(r'<a href="([^"]+worker=[^"]+)">(\d+)</a>', page.content.decode())
    assert len(links) == 4 * 5
    for address, number in links:
        shown = client.get(address.replace("&amp;", "&")).context["page_obj"]
        assert shown.paginator.count == int(number), address


def test_queries_do_not_grow(login, count_queries, house):
    login(house[0])
    few = count_queries(PAGE)
    for worker in UserFactory.create_batch(4, roles=[Role.SOCIAL_WORKER]):
        StayFactory(social_worker=worker)
    assert count_queries(PAGE) == few


@pytest.mark.parametrize("worker", ["x", "-1", "9" * 30, "1;DROP"])
def test_an_odd_worker_is_nobody(client, login, worker):
    login(Role.HEAD)
    StayFactory()
    for page in ("cases:stay_list", "cases:assessment_list", "cases:plan_list"):
        query = {"worker": worker, "show": "late", "limit": ""}
        assert client.get(reverse(page), query).status_code == 200


@pytest.mark.parametrize("typed", ["²", "9" * 30, "-1", "x", ""])
def test_what_is_no_number_names_nobody(client, login, typed):
    login(Role.HEAD)
    lists = ["cases:assessment_list", "cases:stay_list", "cases:plan_list"]
    for name in lists:
        for show in ("", "late"):
            asked = {"worker": typed} | ({"show": show} if show else {})
            assert client.get(reverse(name), asked).status_code == 200, name
    form = client.get(reverse("cases:question_set"), {"version": typed})
    assert form.status_code == (404 if typed else 200)


def test_a_substitute_who_was_not_approved_is_said_to_be_proposed(client, login):
    SubstitutionFactory(state="proposed")
    login(Role.HEAD)
    assertContains(client.get(reverse("cases:caseload_list")), "Diusulkan: pengganti")
