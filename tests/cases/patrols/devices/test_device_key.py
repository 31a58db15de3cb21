"""The key that opens what waits on a phone: for this officer on this registered phone alone."""

import base64

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from cases.patrols.devices.models import DeviceUser
from rptc.accounts.permissions import Role
from tests.cases.patrols.devices.conftest import CODE, put_cookie
from tests.factories import DeviceFactory, UserFactory

URL = "/devices/key/"


def test_is_the_same_each_time_and_goes_into_no_cache(client, phone, officer):
    response = client.get(URL)
    answer = response.json()
    assert response["Cache-Control"] == "no-store"
    assert len(base64.b64decode(answer["key"])) == 32
    assert (answer["user"], answer["device"]) == (officer.pk, phone.pk)
    assert PBKDF2PasswordHasher().verify(CODE, answer["code"])
    assert client.get(URL).json() == answer


def test_each_officer_on_each_phone_has_a_key_of_their_own(client, phone, officer):
    keys = {client.get(URL).json()["key"]}
    other = client.__class__()
    put_cookie(other, DeviceFactory())
    other.force_login(officer)
    keys.add(_key_after_code(other))
    other.force_login(UserFactory(roles=[Role.FIELD]))
    keys.add(_key_after_code(other))
    assert len(keys) == 3
    assert DeviceUser.objects.count() == 3


def _key_after_code(client):
    client.post("/devices/screen/code/", {"code": CODE, "again": CODE})
    return client.get(URL).json()["key"]


def test_without_a_registered_phone_there_is_none(client, officer):
    assert client.get(URL).status_code == 409
    assert not DeviceUser.objects.exists()


def test_without_login_there_is_none(client, phone):
    client.logout()
    put_cookie(client, phone)
    assert client.get(URL, headers={"X-Requested-With": "fetch"}).status_code == 401


@pytest.mark.parametrize(
    ("role", "patrols", "lists"),
    [
        (Role.FIELD, True, []),
        (Role.CARETAKER, False, ["roll-call"]),
        (Role.SOCIAL_WORKER, False, ["follow-up", "roll-call"]),
    ],
)
def test_says_what_the_phone_keeps_for_whom(client, login, role, patrols, lists):
    login(role)
    put_cookie(client, DeviceFactory())
    answer = client.get(URL).json()
    assert (answer["patrols"], sorted(answer["lists"])) == (patrols, lists)


WITHOUT = sorted(set(Role) - {Role.FIELD, Role.CARETAKER, Role.SOCIAL_WORKER})


@pytest.mark.parametrize("role", WITHOUT)
def test_other_roles_have_none_even_on_the_phone(client, login, role):
    login(role)
    put_cookie(client, DeviceFactory())
    assert client.get(URL).status_code == 403


def test_a_locked_screen_gives_none(client, lock_screen):
    lock_screen()
    response = client.get(URL, headers={"X-Requested-With": "fetch"})
    assert response.status_code == 423
