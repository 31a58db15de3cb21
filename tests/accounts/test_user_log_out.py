"""A lost telephone: somebody else logs its owner out of all devices at once."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from rptc.accounts.permissions import Role
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def logged_in(user):
    client = Client()
    client.force_login(user)
    assert client.get("/account/").status_code == 200
    return client


@pytest.mark.parametrize("role", [Role.ADMIN, Role.HEAD])
def test_every_device_is_out_at_its_next_request(client, login, role):
    login(role)
    owner, other = UserFactory(roles=[Role.FIELD]), UserFactory(roles=[Role.FIELD])
    phones = [logged_in(owner), logged_in(owner)]
    untouched = logged_in(other)
    page = reverse("accounts:user_log_out", args=[owner.pk])
    assertContains(client.get(reverse("accounts:user_detail", args=[owner.pk])), page)
    assertContains(client.get(page), "Untuk telepon yang hilang.")
    assertContains(client.post(page, follow=True), "dikeluarkan dari semua perangkat.")
    assert [phone.get("/account/").status_code for phone in phones] == [302, 302]
    assert untouched.get("/account/").status_code == 200
    # Its owner comes in again.
    logged_in(owner)
    event = owner.history.order_by("pgh_id").last()
    assert event.logged_out_at
    assert event.pgh_context["user"] == int(client.session["_auth_user_id"])


def test_ones_own_devices_are_not_ended_here(client, login):
    head = login(Role.HEAD)
    page = reverse("accounts:user_log_out", args=[head.pk])
    assert client.post(page).status_code == 404
    own = client.get(reverse("accounts:user_detail", args=[head.pk]))
    assertNotContains(own, page)
