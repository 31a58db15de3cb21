"""The picture of a paper that travelled: while its referral runs, to its own partner."""

import pytest
from django.urls import reverse

from rptc import days
from tests.factories import MemberFactory
from tests.partners.referrals.packed import with_pictures

pytestmark = pytest.mark.django_db


def test_it_is_shown_to_its_partner_alone_and_under_its_own_referral(client):
    member, other = MemberFactory(), MemberFactory()
    referral, theirs = (with_pictures(partner=each.partner) for each in (member, other))
    scan, their_scan = (each.items.get(kind="scan").pk for each in (referral, theirs))
    client.force_login(member.user)
    address = reverse("partners:portal_scan", args=[referral.pk, scan])
    assert client.get(address).status_code == 200
    for wrong in ([referral.pk, their_scan], [theirs.pk, their_scan], [theirs.pk, scan]):
        assert client.get(reverse("partners:portal_scan", args=wrong)).status_code == 404
    type(referral).objects.filter(pk=referral.pk).update(state="revoked", ended_at=days.now())
    assert client.get(address).status_code == 404
