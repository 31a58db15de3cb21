"""A patrol's phone that was left alone: six digits open it, five wrong ones ask for a login."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.test import Client
from pytest_django.asserts import assertContains, assertRedirects

from cases.patrols.devices.models import DeviceUser
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests.cases.intakes.test_patrol_intakes import SCRIPT, page, row, url
from tests.cases.patrols.devices.conftest import CODE, put_cookie
from tests.factories import DeviceFactory, PatrolFactory

SET, LOCK, UNLOCK = "/devices/screen/code/", "/devices/screen/lock/", "/devices/screen/unlock/"


def test_an_officer_chooses_a_code_before_anything_else(client, officer):
    put_cookie(client, DeviceFactory())
    assertRedirects(client.get("/menu/"), f"{SET}?next=%2Fmenu%2F")
    response = client.post(f"{SET}?next=/menu/", {"code": CODE, "again": CODE})
    assertRedirects(response, "/menu/")
    assert CODE not in DeviceUser.objects.get().code_hash


@pytest.mark.parametrize(
    ("code", "again", "sentence"),
    [
        ("12345", "12345", "terdiri dari 6 angka"),
        ("48a913", "48a913", "terdiri dari 6 angka"),
        ("777777", "777777", "terlalu mudah"),
        ("345678", "345678", "terlalu mudah"),
        ("482913", "482914", "tidak sama"),
    ],
)
def test_a_poor_code_is_refused(client, officer, code, again, sentence):
    put_cookie(client, DeviceFactory())
    assertContains(client.post(SET, {"code": code, "again": again}), sentence)
    assert not DeviceUser.objects.exclude(code_hash="").exists()


def test_a_page_of_another_site_is_no_way_back(client, phone):
    response = client.post(f"{SET}?next=https://example.org/", {"code": CODE, "again": CODE})
    assert response.url == "/"


def test_behind_a_locked_screen_no_page_opens(client, lock_screen):
    lock_screen()
    assertRedirects(client.get("/menu/"), f"{UNLOCK}?next=%2Fmenu%2F")
    assert client.get("/menu/", headers={"HX-Request": "true"}).status_code == 423
    assert client.get("/account/alive/", headers=SCRIPT).status_code == 200
    assert client.post(SET, {"code": "999111", "again": "999111"}).url.startswith(UNLOCK)
    response = client.post(f"{UNLOCK}?next=/menu/", {"code": CODE})
    assertRedirects(response, "/menu/")


def test_who_logs_out_before_the_lock_arrives_leaves_nothing_to_lock(client, phone):
    client.get("/menu/")
    login = Session.objects.filter(pk=client.session.session_key)

    def log_out_first(execute, sql, params, many, context):
        # Before Django begins to save the session.
        if sql.startswith("SAVEPOINT"):
            login.delete()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(log_out_first):
        assert client.post(LOCK).status_code == 204


def test_a_slow_page_does_not_open_the_screen_that_is_locked_meanwhile(
    client, phone, time_machine_at
):
    client.get("/menu/")
    # When a page writes down that somebody was seen.
    time_machine_at(days.now() + timedelta(minutes=3))
    other, answers = Client(), []
    other.cookies = client.cookies

    def lock_meanwhile(execute, sql, params, many, context):
        if sql.startswith('UPDATE "usersessions_usersession"') and not answers:
            answers.append(None)
            answers[0] = other.post(LOCK).status_code
        return execute(sql, params, many, context)

    with connection.execute_wrapper(lock_meanwhile):
        assert client.get("/menu/").status_code == 200
    assert answers == [204]
    assert client.get("/menu/").url.startswith(UNLOCK)


def test_a_lock_that_is_not_written_is_no_lock(client, phone):
    """Whatever else the database refuses is said: the overlay stays, and asks the server."""

    def refuse(execute, sql, params, many, context):
        if sql.startswith('UPDATE "django_session"'):
            raise OperationalError
        return execute(sql, params, many, context)

    client.get("/menu/")
    with connection.execute_wrapper(refuse), pytest.raises(UpdateError):
        client.post(LOCK)


def test_the_overlay_is_answered_in_json(client, lock_screen):
    lock_screen()
    answer = client.post(UNLOCK, {"code": "000111"}, headers=SCRIPT).json()
    assert answer["unlocked"] is False
    assert "Sisa 4 kali" in answer["error"]
    answer = client.post(UNLOCK, {"code": CODE}, headers=SCRIPT).json()
    assert answer == {"unlocked": True, "error": ""}
    assert client.get("/menu/").status_code == 200


def test_a_wrong_code_opens_nothing_that_was_locked_without_signal(client, phone):
    client.get("/menu/")
    answer = client.post(UNLOCK, {"code": "000111"}, headers=SCRIPT).json()
    assert answer["unlocked"] is False


def test_five_wrong_codes_ask_for_a_login(client, phone, lock_screen):
    lock_screen()
    for _ in range(4):
        assert client.post(UNLOCK, {"code": "000111"}, headers=SCRIPT).status_code == 200
    assert client.post(UNLOCK, {"code": "000111"}, headers=SCRIPT).status_code == 401
    assert get_user(client).is_anonymous
    assert Entry.objects.filter(verb="failed_code", object_id=phone.pk).exists()


def test_the_right_code_forgets_the_wrong_ones(client, lock_screen):
    lock_screen()
    for _ in range(3):
        for code in ("000111", "000222", "000333", CODE):
            response = client.post(UNLOCK, {"code": code}, headers=SCRIPT)
        assert response.json()["unlocked"]


def test_rows_are_still_sent_while_the_screen_is_locked(client, officer, lock_screen):
    patrol = PatrolFactory(recorded_by=officer)
    lock_screen()
    data = page(row(), key=uuid.uuid4()) | {"author": officer.pk}
    assert client.post(url(patrol), data, headers=SCRIPT).json()["saved"]
    assert client.get(url(patrol), headers=SCRIPT).status_code == 423


def test_logging_out_is_always_possible(client, lock_screen):
    lock_screen()
    assert client.post("/logout/").status_code == 302
    assert get_user(client).is_anonymous


def test_who_keeps_nothing_on_a_phone_has_no_lock(client, login):
    login(Role.OFFICE)
    put_cookie(client, DeviceFactory())
    assert client.get("/menu/").status_code == 200


def test_the_page_behind_the_lock_says_who_is_there(client, officer, lock_screen):
    lock_screen()
    assertContains(client.get(UNLOCK), officer.full_name)


def test_the_cover_is_on_every_page_of_a_registered_phone(client, phone):
    assertContains(client.get("/menu/"), 'data-minutes="3"')


def test_no_other_browser_has_a_cover(client, officer):
    assert "data-screen-lock" not in client.get("/menu/").content.decode()
