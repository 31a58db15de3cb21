"""Why the receiver of an exit is not the one of a warning (the rule: tests/cases/gate)."""

import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from cases.gate.somebody_else.models import SomebodyElse
from rptc.accounts.permissions import Role
from tests.factories import ExitFactory, FlagFactory, StayFactory

pytestmark = pytest.mark.django_db


def url(exit, page="exit_somebody_else"):
    return reverse(f"cases:{page}", args=[exit.pk])


def to_basso(**stay):
    """Baso Rewa must not have the child; Basso Hamid may be Baso Rewa."""
    stay = StayFactory(child=True, days_ago=1, **stay)
    FlagFactory(person=stay.person, whom="Baso Rewa (paman)")
    return ExitFactory(stay=stay, whole=True, receiver="Basso Hamid")


def test_the_exit_says_then_that_it_is_somebody_else(client, login):
    exit = to_basso()
    login(Role.SOCIAL_WORKER)
    assertContains(client.get(url(exit)), "Basso Hamid")
    said = {"send_key": str(uuid.uuid4()), "why": ""}
    assert client.post(url(exit), said).status_code == 200
    assert not SomebodyElse.objects.exists()
    page = client.post(url(exit), said | {"why": "KTP dan wajahnya lain."}, follow=True)
    assertRedirects(page, url(exit, "exit_detail"))
    assert SomebodyElse.objects.get().person == exit.stay.person


def test_of_whoever_resembles_nobody_there_is_nothing_to_say(client, login):
    exit = ExitFactory(stay=StayFactory(child=True, days_ago=1), whole=True)
    login(Role.SOCIAL_WORKER)
    page = client.get(url(exit), follow=True)
    assertRedirects(page, url(exit, "exit_detail"))
    assertContains(page, "Tidak ada yang perlu dijelaskan lagi.")


def test_of_a_closed_file_it_is_said_by_nobody_else(client, login):
    exit = to_basso(intake__person__is_sealed=True)
    login(Role.SOCIAL_WORKER)
    assert client.get(url(exit)).status_code == 404
