"""Guessing passwords: it is slowed down, from wherever, and the owner of the name gets in."""

import datetime

import pytest
from django.core.cache import cache
from pytest_django.asserts import assertContains

from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "perahu-layar-biru"
START = datetime.datetime(2026, 3, 10, 8, 0, tzinfo=days.WITA)
WAIT = "Terlalu banyak percobaan yang gagal. Tunggu lima menit"


@pytest.fixture
def officer():
    user = UserFactory(username="peksos", roles=[Role.SOCIAL_WORKER])
    user.set_password(PASSWORD)
    user.save()
    return user


def enter(client, username="peksos", password=PASSWORD, **extra):
    return client.post("/login/", {"login": username, "password": password}, **extra)


def test_guessing_is_throttled_and_a_throttled_guess_does_not_get_in(client, officer):
    for _ in range(5):
        enter(client, password="salah")
    refused = enter(client, password=PASSWORD)
    assertContains(refused, WAIT)
    unknown = [enter(client, "tidak.ada", "salah") for _ in range(6)][-1]
    assertContains(unknown, WAIT)


def test_guessing_from_elsewhere_does_not_lock_the_victim_out(client, officer):
    for _ in range(8):
        enter(client, password="salah", REMOTE_ADDR="203.0.113.9")
    assert enter(client).url == "/"


def test_a_throttled_owner_gets_in_after_five_minutes(client, officer, time_machine):
    time_machine.move_to(START)
    for _ in range(6):
        enter(client, password="salah")
    time_machine.shift(datetime.timedelta(minutes=5, seconds=1))
    assert enter(client).url == "/"


def test_behind_the_proxy_the_address_is_the_persons(client, officer, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for _ in range(8):
        enter(client, password="salah", headers={"X-Forwarded-For": "203.0.113.9"})
    assert enter(client, headers={"X-Forwarded-For": "203.0.113.10"}).url == "/"


def test_many_addresses_together_are_slowed_down_and_the_owner_enters(client, officer):
    """After twenty failures at the name each address has one try, and the owner needs one."""
    for number in range(20):
        enter(client, password="salah", REMOTE_ADDR=f"203.0.113.{number // 4}")
    assertContains(enter(client, password="salah", REMOTE_ADDR="198.51.100.1"), "salah")
    again = [enter(client, password="salah", REMOTE_ADDR="198.51.100.1") for _ in range(2)]
    for refused in again:
        assertContains(refused, WAIT)
    assert enter(client, REMOTE_ADDR="198.51.100.2").url == "/"
    client.logout()
    # What was right is taken back: nobody is slowed down by their own logins.
    assert enter(client, REMOTE_ADDR="198.51.100.2").url == "/"


def test_one_address_at_many_names_is_slowed_down(client, officer):
    for number in range(20):
        enter(client, f"nama{number}", "salah")
    assertContains(enter(client), WAIT)
    assert enter(client, REMOTE_ADDR="203.0.113.9").url == "/"


def test_guesses_at_invented_names_make_nobody_forget_those_at_a_name(client, officer):
    """Beyond 300 entries Django forgets a third of what it holds, the first by their keys."""
    for _ in range(5):
        enter(client, password="salah")
    for number in range(310):
        cache.set(f"zzz{number}", 1)
    assertContains(enter(client), WAIT)


def test_a_net_of_many_addresses_is_one(client, officer):
    for number in range(5):
        enter(client, password="salah", REMOTE_ADDR=f"2001:db8::{number}")
    assertContains(enter(client, REMOTE_ADDR="2001:db8::9"), WAIT)


def test_what_a_visitor_types_as_their_address_is_not_believed(client, officer):
    """No proxy is trusted unless the settings say so."""
    for number in range(6):
        enter(client, password="salah", headers={"X-Forwarded-For": f"203.0.113.{number}"})
    assertContains(enter(client, headers={"X-Forwarded-For": "203.0.113.99"}), WAIT)


def test_before_the_address_that_the_proxy_wrote_nothing_is_believed(client, officer, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(6):
        typed = f"203.0.113.{number}, 198.51.100.7"
        enter(client, password="salah", headers={"X-Forwarded-For": typed})
    assertContains(enter(client, headers={"X-Forwarded-For": "8.8.8.8, 198.51.100.7"}), WAIT)
    assert enter(client, headers={"X-Forwarded-For": "198.51.100.8"}).url == "/"


def test_who_comes_in_past_a_proxy_has_the_address_that_spoke_to_us(client, officer, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    for number in range(5):
        enter(client, password="salah", headers={"X-Forwarded-For": f"203.0.113.{number}"})
    assertContains(enter(client, headers={"X-Forwarded-For": "203.0.113.99"}), WAIT)
    assert enter(client, REMOTE_ADDR="198.51.100.2").url == "/"
