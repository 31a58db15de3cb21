"""The arrival and its berita acara, for the partner: its own, while the referral runs."""

import uuid

import pytest
from django.urls import reverse

from partners.referrals.arriving.models import Arrival
from partners.referrals.arriving.things import due_things
from rptc import days
from tests.factories import MemberFactory
from tests.partners.referrals.arrived import arrival_at, with_things

pytestmark = pytest.mark.django_db


def test_page_and_letter_are_of_its_own_partner_until_the_end(client):
    member, other = MemberFactory(), MemberFactory()
    referral = with_things(partner=member.partner)
    page = reverse("partners:portal_arrival", args=[referral.pk])
    letter = reverse("partners:portal_arrival_letter", args=[referral.pk])
    client.force_login(member.user)
    assert client.get(page).status_code == 200
    assert client.get(letter).status_code == 404
    arrival_at(referral)
    assert client.get(letter)["Content-Type"] == "application/pdf"
    client.force_login(other.user)
    assert {client.get(page).status_code, client.get(letter).status_code} == {404}
    client.force_login(member.user)
    type(referral).objects.filter(pk=referral.pk).update(state="revoked", ended_at=days.now())
    assert {client.get(page).status_code, client.get(letter).status_code} == {404}


def test_one_button_says_that_the_rest_is_there(client):
    member = MemberFactory()
    referral = with_things(partner=member.partner)
    page = reverse("partners:portal_arrival", args=[referral.pk])
    client.force_login(member.user)
    first, *rest = due_things(referral)
    data = {
        "send_key": str(uuid.uuid4()),
        "came_at": days.now().astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M"),
        "received_by": "Nur Azizah",
        "received_as": "Pengasuh",
        "brought_by": "Fadli M.",
        f"here-{first.key}": "no",
        f"word-{first.key}": "Masih di kantor.",
    }
    assert client.post(page, data).status_code == 200
    assert client.post(page, data | {"rest_here": "1"}).status_code == 302
    here = dict(Arrival.objects.get().things.values_list("what", "is_here"))
    assert here == {first.what: False} | {each.what: True for each in rest}
