"""What a partner says of its own free places."""

import re

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from partners.directory.models import FreePlaces
from rptc.accounts.permissions import Role
from tests.factories import (
    FreePlacesFactory,
    MemberFactory,
)

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"partners:{name}", args=[getattr(arg, "pk", arg) for arg in args])


def test_a_partner_says_it_in_the_portal_and_of_itself_alone(client, login):
    other = FreePlacesFactory(male=777).partner
    # No name of these holds the number that is looked for.
    names = {"user__full_name": "Nur Azizah", "partner__name": "Panti Contoh"}
    member = MemberFactory(**names)
    client.force_login(member.user)
    assertContains(client.get(url("portal")), "Belum pernah dikatakan.")
    page = client.get(url("portal_places"))
    key = page.context["form"]["send_key"].value()
    typed = {"male": "3", "female": "1", "send_key": key, "partner": other.pk, "said_by": "x"}
    page = client.post(url("portal_places"), typed, follow=True)
    assertContains(page, "3 laki-laki, 1 perempuan. Dikatakan hari ini.")
    # As a word: a token of the page may hold it among its letters.
    assert not re.search(r"\b777\b", page.text)
    last = FreePlaces.objects.latest("pk")
    assert (last.partner, last.said_by) == (member.partner, "")
    assert client.get(url("partner_places", other)).status_code == 403


def test_a_user_of_no_partner_says_nothing(client, login):
    login(Role.PARTNER)
    assert client.get(url("portal_places")).status_code == 404
