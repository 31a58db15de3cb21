"""The office registers a partner's telephone; one of the partner's people opens the code on it."""

import re

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.patrols.devices.actions import set_code
from cases.patrols.devices.middleware import COOKIE
from cases.patrols.devices.models import Device, DeviceUser
from partners.phones.models import PartnerPhone
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f
from tests.cases.patrols.devices.conftest import CODE, put_cookie

pytestmark = pytest.mark.django_db


def page(name, row):
    return reverse(f"partners:{name}", args=[row.pk])


def address_on(response):
    return re.search(r"/devices/register/[a-z0-9-]+/", response.content.decode())[0]


@pytest.fixture
def partner():
    return f.PartnerFactory()


def test_the_code_is_shown_once_and_one_of_theirs_opens_it(client, login, partner):
    login(Role.OFFICE)
    assertContains(client.get(page("partner_detail", partner)), "Belum ada ponsel terdaftar.")
    answer = client.post(page("partner_phones", partner), {"name": "Ponsel Asrama"})
    assertContains(answer, 'class="rp-qr"')
    url = address_on(answer)
    code = url.split("/")[-2]
    phone = PartnerPhone.objects.get()
    assert (phone.partner, phone.device.kind) == (partner, "partner")
    assert code not in client.get(page("partner_phones", partner)).content.decode()
    assert code not in str(vars(phone.device))
    assertContains(client.get(page("partner_detail", partner)), "1 ponsel terdaftar.")

    theirs = client.__class__()
    theirs.force_login(f.MemberFactory(partner=partner).user)
    assertContains(theirs.get(url), "Pakai ponsel ini sebagai Ponsel Asrama?")
    assert theirs.post(url).url == reverse("cases:screen_code")
    assert theirs.cookies[COOKIE]["httponly"]
    assert theirs.post(url).status_code == 404
    assert Entry.objects.filter(verb="claimed_device", object_id=phone.device_id).exists()


def test_nobody_else_opens_the_code(client, login, partner):
    login(Role.OFFICE)
    url = address_on(client.post(page("partner_phones", partner), {"name": "Ponsel Asrama"}))
    for user in (f.MemberFactory().user, f.UserFactory(roles=[Role.FIELD])):
        stranger = client.__class__()
        stranger.force_login(user)
        assert stranger.get(url).status_code == stranger.post(url).status_code == 404


def test_a_partner_opens_no_code_of_a_patrol(client, login):
    login(Role.HEAD)
    url = address_on(client.post("/settings/devices/", {"name": "Ponsel Regu 9"}))
    client.force_login(f.MemberFactory().user)
    assert client.post(url).status_code == 404


def test_each_list_has_its_own_phones(client, login, partner):
    login(Role.HEAD)
    own = f.PartnerPhoneFactory(partner=partner, device__name="Ponsel Asrama")
    f.PartnerPhoneFactory(device__name="Ponsel Mitra Lain")
    patrol = f.DeviceFactory(name="Ponsel Regu 1")
    shown = client.get(page("partner_phones", partner))
    assertContains(shown, "Ponsel Asrama")
    assertNotContains(shown, "Ponsel Mitra Lain")
    assertNotContains(shown, "Ponsel Regu 1")
    assertNotContains(client.get("/settings/devices/"), "Ponsel Asrama")
    for name in ("device_lock", "device_renew"):
        assert client.get(reverse(f"cases:{name}", args=[own.device_id])).status_code == 404
        assert client.get(reverse(f"cases:{name}", args=[patrol.pk])).status_code == 200


def test_a_name_is_given_once(client, login, partner):
    login(Role.OFFICE)
    f.DeviceFactory(name="Ponsel Asrama")
    answer = client.post(page("partner_phones", partner), {"name": "Ponsel Asrama"})
    assertContains(answer, "sudah dipakai")
    assert not PartnerPhone.objects.exists()


def test_a_lost_phone_is_out_at_once(client, login):
    phone = f.PartnerPhoneFactory()
    member = f.MemberFactory(partner=phone.partner)
    set_code(phone.device, CODE, by=member.user)
    theirs = client.__class__()
    put_cookie(theirs, phone.device)
    theirs.force_login(member.user)
    assert theirs.get("/portal/").status_code == 200
    login(Role.OFFICE)
    lock = page("partner_phone_lock", phone)
    assertContains(client.get(lock), "langsung dikeluarkan")
    assertRedirects(client.post(lock), page("partner_phones", phone.partner))
    answer = theirs.get("/portal/")
    assert answer.url.startswith("/login/")
    assert answer.cookies[COOKIE].value == ""
    assert Entry.objects.filter(verb="locked_device", object_id=phone.device_id).exists()


def test_another_code_voids_phone_and_codes(client, login):
    phone = f.PartnerPhoneFactory()
    member = f.MemberFactory(partner=phone.partner)
    set_code(phone.device, CODE, by=member.user)
    login(Role.HEAD)
    answer = client.post(page("partner_phone_renew", phone))
    assert address_on(answer)
    assert Device.objects.get(pk=phone.device_id).is_waiting
    assert not DeviceUser.objects.with_a_code().exists()


def test_query_count_does_not_grow(login, count_queries, partner):
    login(Role.OFFICE)
    f.PartnerPhoneFactory(partner=partner)
    few = count_queries(page("partner_phones", partner))
    f.PartnerPhoneFactory.create_batch(5, partner=partner)
    assert count_queries(page("partner_phones", partner)) == few
