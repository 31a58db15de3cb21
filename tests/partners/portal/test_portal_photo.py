"""The face that travelled: while its referral runs, to its own partner."""

import pytest
from django.urls import reverse

from rptc import days
from tests.factories import MemberFactory
from tests.partners.referrals.packed import with_pictures

pytestmark = pytest.mark.django_db


def test_it_is_shown_to_its_partner_alone_and_kept_by_no_browser(client):
    member, other = MemberFactory(), MemberFactory()
    referral = with_pictures(partner=member.partner)
    address = reverse("partners:portal_photo", args=[referral.pk])
    client.force_login(member.user)
    shown = client.get(address)
    assert shown["Content-Type"].startswith("image/")
    assert "no-store" in shown["Cache-Control"]
    type(referral).objects.filter(pk=referral.pk).update(state="revoked", ended_at=days.now())
    assert client.get(address).status_code == 404
    client.force_login(other.user)
    assert client.get(address).status_code == 404
