"""Perangkat saya: where an account is logged in, and how the others are logged out."""

import datetime

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc import days
from rptc.accounts.permissions import Role
from rptc.words import pukul, tanggal
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "perahu-layar-biru"
START = datetime.datetime(2026, 3, 10, 8, 0, tzinfo=days.WITA)
LIST = "/account/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.fixture
def officer():
    user = UserFactory(username="peksos", roles=[Role.SOCIAL_WORKER])
    user.set_password(PASSWORD)
    user.save()
    return user


def device(**headers):
    """A browser of its own, logged in."""
    client = Client(headers={"User-Agent": FIREFOX} | headers)
    client.post("/login/", {"login": "peksos", "password": PASSWORD})
    return client


def is_in(client):
    return client.get("/account/").status_code == 200


def test_it_says_when_each_was_seen_last(officer, time_machine):
    time_machine.move_to(START)
    here = device()
    here.get("/account/")
    time_machine.shift(datetime.timedelta(minutes=10))
    here.get("/account/")
    page = here.get(LIST)
    seen = START + datetime.timedelta(minutes=10)
    assertContains(page, f"{tanggal(seen)} {pukul(seen)}")
    assertContains(page, "Perangkat ini")
    assertNotContains(page, "Akhiri semua yang lain")


def test_one_is_ended_with_one_tap(officer):
    here, lost, kept = device(), device(), device()
    session = UserSession.objects.get(session_key=lost.session.session_key)
    end = reverse("accounts:session_end", args=[session.pk])
    assertContains(here.get(LIST), end)
    assertContains(here.post(end, follow=True), "Perangkat itu dikeluarkan.")
    assert [is_in(client) for client in (here, lost, kept)] == [True, False, True]


def test_all_the_others_are_ended(officer):
    here, *others = [device() for _ in range(3)]
    here.post(reverse("accounts:session_end_others"))
    assert is_in(here)
    assert not any(is_in(client) for client in others)


def test_nobody_ends_a_session_of_somebody_else_nor_this_one(client, login, officer):
    device()
    here = device()
    login(Role.HEAD)
    for session in UserSession.objects.filter(user=officer):
        url = reverse("accounts:session_end", args=[session.pk])
        assert client.post(url).status_code == 404
    own = UserSession.objects.get(session_key=here.session.session_key)
    assert here.post(reverse("accounts:session_end", args=[own.pk])).status_code == 404


def test_a_page_is_told_how_long_the_login_has(officer, time_machine):
    time_machine.move_to(START, tick=False)
    here = device()
    assertContains(here.get("/account/"), 'data-session-ends="900"')
    time_machine.shift(datetime.timedelta(minutes=10))
    alive = reverse("login_alive")
    asked = {"headers": {"X-Requested-With": "fetch"}}
    # To ask keeps nothing alive; to stay does.
    assert here.head(alive, **asked)["Seconds-Left"] == "300"
    assert here.head(alive, **asked)["Seconds-Left"] == "300"
    here.get(alive, **asked)
    assert here.head(alive, **asked)["Seconds-Left"] == "900"
    time_machine.shift(datetime.timedelta(minutes=15, seconds=1))
    assert here.head(alive, **asked).status_code == 401
