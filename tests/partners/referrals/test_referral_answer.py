import datetime

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import ConsentFactory, PartnerFactory, StayFactory, UserFactory
from tests.partners.referrals.way import referral_at


def url(referral):
    return reverse("partners:referral_answer", args=[referral.pk])


def said(state, seen_steps=2, **more):
    now = days.now().astimezone(days.WITA)
    data = {
        "state": state,
        "said_by": "Ibu Hasnah",
        "said_at": f"{now:%Y-%m-%dT%H:%M}",
        "channel": "telephone",
        "seen_steps": seen_steps,
    }
    return data | more


@pytest.fixture
def referral(db):
    return referral_at("sent")


def test_staff_write_down_what_the_partner_said(client, login, referral):
    user = login(Role.SOCIAL_WORKER)
    client.post(url(referral), said("accepted"))
    referral.refresh_from_db()
    step = referral.steps.last()
    assert referral.state == "accepted"
    assert (step.said_by, step.channel, step.by) == ("Ibu Hasnah", "telephone", user)
    detail = client.get(reverse("partners:referral_detail", args=[referral.pk]))
    assertContains(detail, "Dicatat oleh kami")


def test_who_said_it_and_how_are_required(client, login, referral):
    login(Role.SOCIAL_WORKER)
    response = client.post(url(referral), {"state": "accepted", "seen_steps": 2})
    for name in ["said_by", "said_at", "channel"]:
        assert name in response.context["form"].errors


@pytest.mark.parametrize("state", ["sent", "revoked", "draft", "expired"])
def test_only_what_a_partner_says(client, login, referral, state):
    login(Role.SOCIAL_WORKER)
    response = client.post(url(referral), said(state))
    assert "state" in response.context["form"].errors


def test_not_before_the_step_it_answers_nor_in_the_future(client, login, referral, today):
    login(Role.SOCIAL_WORKER)
    early = said("accepted", said_at=f"{today - datetime.timedelta(days=3)}T10:00")
    assertContains(client.post(url(referral), early), "Langkah sebelumnya baru")
    late = said("accepted", said_at=f"{today + datetime.timedelta(days=1)}T10:00")
    assertContains(client.post(url(referral), late), "Waktu ini belum terjadi.")


def test_the_whole_way_of_a_partner_without_login(client, login, referral):
    login(Role.SOCIAL_WORKER)
    way = ["accepted", "arrived", "in_service", "finished"]
    for number, state in enumerate(way):
        client.post(url(referral), said(state, seen_steps=2 + number, reason="Baik."))
    referral.refresh_from_db()
    assert referral.state == "finished"
    assert referral.ended_at
    assert [step.to_state for step in referral.steps.all()] == ["proposed", "sent", *way]


def test_a_closed_destination_is_out_of_reach(client, login, today):
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    health = PartnerFactory(reveals_health=True)
    stay = StayFactory(social_worker=worker)
    consent = ConsentFactory(stay=stay, purpose="health")
    closed = referral_at("sent", by=worker, partner=health, stay=stay, consent=consent)
    login(Role.SOCIAL_WORKER)
    assert client.get(url(closed)).status_code == 404
