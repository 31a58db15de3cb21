"""The page of a stay: what is there, what is not, and how often it asks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc.accounts.permissions import Role
from tests.factories import (
    IncidentFactory,
    IncidentPersonFactory,
    LeftFactory,
    StayFactory,
    StayReturnFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db
RETURNED = "Pernah keluar dan kembali"


def url(stay):
    return reverse("cases:stay_detail", args=[stay.pk])


def asked(client, stay):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url(stay)).status_code == 200
    return len(queries)


def test_only_who_came_back_has_gone_and_come_back(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory(days_ago=2)
    assertNotContains(client.get(url(stay)), RETURNED)
    back = StayReturnFactory(stay=stay)
    page = client.get(url(stay))
    assertContains(page, RETURNED)
    # The triage of the latest entry is the one to be asked.
    assertContains(page, reverse("cases:triage_fill", args=[back.intake_id]))


def test_out_of_reach_is_the_same_as_never_there(client, login):
    login(Role.CARETAKER)
    assert client.get(url(LeftFactory().stay)).status_code == 404
    assert client.get(reverse("cases:stay_detail", args=[999_999])).status_code == 404


def test_more_visits_and_incidents_ask_no_more(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory(days_ago=2)

    def happen():
        VisitFactory(stay=stay)
        IncidentPersonFactory(stay=stay, incident=IncidentFactory())

    happen()
    asked(client, stay)  # What a process asks once.
    few = asked(client, stay)
    for _ in range(5):
        happen()
    assert asked(client, stay) == few
    assertContains(client.get(url(stay)), "Semua (6)", 2)
