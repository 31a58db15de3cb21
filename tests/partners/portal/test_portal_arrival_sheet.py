"""The sheet beside the berita acara of an arrival, once both sides have signed."""

import pytest
from django.urls import reverse

from tests.factories import MemberFactory
from tests.partners.referrals.arrived import arrived, wholly_signed

pytestmark = pytest.mark.django_db


def test_it_is_there_when_both_have_signed_and_for_nobody_else(client, login):
    member = MemberFactory()
    arrival = arrived(partner=member.partner)
    sheet = reverse("partners:portal_arrival_sheet", args=[arrival.referral_id])
    login(member.user)
    assert client.get(sheet).status_code == 404
    wholly_signed(arrival)
    assert client.get(sheet)["Content-Type"] == "application/pdf"
    login(MemberFactory().user)
    assert client.get(sheet).status_code == 404
