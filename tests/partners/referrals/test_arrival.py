"""What became of an arrival: it was a mistake, or what was missing has come."""

import pytest
from django.urls import reverse

from rptc.accounts.permissions import Role
from rptc.policies import whoever_acts
from tests.factories import PersonFactory
from tests.partners.referrals.arrived import arrived

pytestmark = pytest.mark.django_db


def test_each_act_is_done_by_who_works_with_the_file(client, login):
    worker = login(Role.SOCIAL_WORKER)
    arrival = arrived(by=worker, missing=["bag"])
    thing = arrival.things.missing().get()
    close = reverse("partners:arrival_thing_close", args=[thing.pk])
    client.post(close, {"reason": "Sudah diantar."})
    thing.refresh_from_db()
    assert thing.closed_why == "Sudah diantar."
    undo = reverse("partners:arrival_undo", args=[arrival.pk])
    client.post(undo, {"reason": "Orang lain."})
    arrival.refresh_from_db()
    assert arrival.undone_why == "Orang lain."


def test_of_a_closed_file_there_is_nothing(client, login):
    arrival = arrived(missing=["bag"])
    thing = arrival.things.missing().get()
    referral = arrival.referral
    with whoever_acts():
        type(referral).objects.filter(pk=referral.pk).update(person=PersonFactory(is_sealed=True))
    login(Role.SOCIAL_WORKER)
    for name, row in (("arrival_undo", arrival), ("arrival_thing_close", thing)):
        address = reverse(f"partners:{name}", args=[row.pk])
        assert client.get(address).status_code == client.post(address).status_code == 404
