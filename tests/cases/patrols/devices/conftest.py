import pytest
from django.core.signing import get_cookie_signer
from django.urls import reverse

from cases.patrols.devices.actions import set_code
from cases.patrols.devices.middleware import COOKIE, SALT
from rptc.accounts.permissions import Role
from tests.factories import DeviceFactory

CODE = "482913"


def put_cookie(client, device):
    """This client is that phone from now on."""
    token = f"token-of-{device.name}"
    client.cookies[COOKIE] = get_cookie_signer(salt=COOKIE + SALT).sign(token)


@pytest.fixture
def officer(login):
    return login(Role.FIELD)


@pytest.fixture
def phone(client, officer):
    """The officer is logged in on it, and has the code CODE."""
    device = DeviceFactory()
    put_cookie(client, device)
    set_code(device, CODE, by=officer)
    return device


@pytest.fixture
def lock_screen(client, phone):
    def lock():
        client.get(reverse("menu"))  # the session learns that this officer has a code
        assert client.post(reverse("cases:screen_lock")).status_code == 204

    return lock
