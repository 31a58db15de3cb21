"""The head registers, locks and renews the patrol's phones; an officer opens the code on one."""

import datetime
import re

import pytest
from django.conf import settings
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from cases.patrols.devices.actions import register_device, renew_device
from cases.patrols.devices.middleware import COOKIE
from cases.patrols.devices.models import Device
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.letters.printing import qr_svg
from tests.cases.patrols.devices.conftest import CODE, put_cookie
from tests.factories import DeviceFactory, UserFactory

LIST, CHOOSE = "/settings/devices/", "/devices/screen/code/"


def address_on(response):
    return re.search(r"/devices/register/[a-z0-9-]+/", response.content.decode())[0]


def new_code(**changes):
    head = UserFactory(roles=[Role.HEAD])
    code = register_device(Device(name="Ponsel Regu 2"), by=head)
    Device.objects.update(**changes)
    return reverse("cases:device_register", args=[code])


def test_the_code_is_shown_once_and_stored_nowhere(client, login):
    login(Role.HEAD)
    response = client.post(LIST, {"name": "Ponsel Regu 2"})
    code = address_on(response).split("/")[-2]
    device = Device.objects.get()
    assert response["Cache-Control"].startswith("max-age=0")
    # Scanned by the phone, or copied.
    assertContains(response, 'class="rp-qr"')
    assertContains(response, 'data-copy="alamat"')
    assert code not in client.get(LIST).content.decode()
    assert code not in str(vars(device))
    assert Entry.objects.filter(verb="registered", object_id=device.pk).exists()


def test_a_camera_reads_the_address(client, login):
    login(Role.HEAD)
    response = client.post(LIST, {"name": "Ponsel Regu 2"})
    assertContains(response, "<svg", html=False)
    assert response.context["qr"] == qr_svg(response.context["address"])
    assert str(response.context["qr"]) in response.content.decode()


def test_a_name_is_given_once(client, login):
    login(Role.HEAD)
    DeviceFactory(name="Ponsel Regu 2")
    assertContains(client.post(LIST, {"name": "Ponsel Regu 2"}), "sudah dipakai")
    assert Device.objects.count() == 1


def test_the_phone_is_registered_by_opening_the_code_on_it(client, officer):
    url = new_code()
    assertContains(client.get(url), "Pakai ponsel ini sebagai Ponsel Regu 2?")
    response = client.post(url)
    assert response.url == reverse("cases:screen_code")
    cookie = response.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert int(cookie["max-age"]) > 300 * 24 * 3600
    assertContains(client.get(reverse("cases:screen_code")), "Ponsel Regu 2")


def test_a_code_is_used_once(client, officer):
    url = new_code()
    client.post(url)
    assert client.post(url).status_code == 404


@pytest.mark.parametrize(
    "changes",
    [{"registered_at": days.now() - datetime.timedelta(hours=25)}, {"seen_at": days.now()}],
    ids=["a day later", "used"],
)
def test_an_old_code_opens_nothing(client, officer, changes):
    assert client.get(new_code(**changes)).status_code == 404


def test_a_lost_phone_is_logged_out_at_its_next_request(client, phone, officer):
    assert client.get("/menu/").status_code == 200
    head = client.__class__()
    head.force_login(UserFactory(roles=[Role.HEAD]))
    assertRedirects(head.post(reverse("cases:device_lock", args=[phone.pk])), LIST)

    response = client.get("/menu/")
    assert response.url.startswith("/login/")
    assert response.cookies[COOKIE].value == ""
    client.force_login(officer)
    assert client.get("/devices/key/").status_code == 409


def test_a_session_goes_on_at_no_other_place(client, phone):
    """Begun on a registered phone, and copied without its cookie: it is over, there as well."""
    client.get("/menu/")
    elsewhere = client.__class__()
    elsewhere.cookies[settings.SESSION_COOKIE_NAME] = client.session.session_key
    assert elsewhere.get("/menu/").url.startswith("/login/")
    assert client.get("/menu/").url.startswith("/login/")


def test_a_session_goes_on_at_no_other_phone(client, phone):
    client.get("/menu/")
    put_cookie(client, DeviceFactory())
    assert client.get("/menu/").url.startswith("/login/")


def test_the_old_phone_without_its_cookie_is_no_phone_either(client, phone):
    """Another took its place; who holds it takes the void cookie away before they go on."""
    client.get("/menu/")
    renew_device(phone, by=phone.registered_by)
    del client.cookies[COOKIE]
    assert client.get("/devices/key/").status_code == 302
    assert client.get("/menu/").url.startswith("/login/")


def test_a_phone_becomes_another_one_in_the_midst_of_a_session(client, phone):
    """The session is this one's from now on, and its officer chooses a code there first."""
    client.get("/menu/")
    code = register_device(Device(name="Ponsel Regu 9"), by=phone.registered_by)
    assert client.post(reverse("cases:device_register", args=[code])).status_code == 302
    assert client.get("/menu/").url.startswith(CHOOSE)
    # No code is there yet: none is asked for, and none is wrong.
    for page in ("lock", "unlock"):
        assert client.post(f"/devices/screen/{page}/", {"code": CODE}).status_code < 400
    assert client.get("/menu/").url.startswith(CHOOSE)
    client.post(CHOOSE, {"code": CODE, "again": CODE})
    assert client.get("/menu/").status_code == 200


def test_a_locked_screen_is_not_opened_by_another_registration(client, phone, lock_screen):
    lock_screen()
    code = register_device(Device(name="Ponsel Regu 9"), by=phone.registered_by)
    url = reverse("cases:device_register", args=[code])
    assert client.post(url).url.startswith("/devices/screen/unlock/")
    assert Device.objects.get(name="Ponsel Regu 9").is_waiting
    assert client.get("/menu/").url.startswith("/devices/screen/unlock/")


def test_a_renewed_device_is_no_longer_the_old_phone(client, login, phone, officer):
    key = client.get("/devices/key/").json()["key"]
    login(Role.HEAD)
    renewed = address_on(client.post(reverse("cases:device_renew", args=[phone.pk])))

    client.force_login(officer)
    put_cookie(client, phone)
    assert client.get("/devices/key/").status_code == 409
    client.post(renewed)
    client.get("/menu/")
    assert client.get("/devices/key/").json()["key"] == key


def test_the_old_phone_shows_nothing_behind_its_locked_screen(client, phone, lock_screen):
    lock_screen()
    renew_device(phone, by=phone.registered_by)
    assert client.get("/menu/").url.startswith("/login/")
    assert client.get("/menu/").url.startswith("/login/")


def test_a_forged_cookie_is_no_phone(client, officer):
    client.cookies[COOKIE] = "token-of-Ponsel:forged:forged"
    response = client.get("/devices/key/")
    assert response.status_code == 409
    assert response.cookies[COOKIE].value == ""


def test_query_count_does_not_grow(login, count_queries):
    login(Role.HEAD)
    DeviceFactory()
    few = count_queries(LIST)
    DeviceFactory.create_batch(5)
    assert count_queries(LIST) == few
