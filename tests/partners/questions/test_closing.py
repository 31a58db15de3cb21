"""Once somebody has arrived at a partner, nobody else is asked for a place."""

import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from partners.questions.models import PlaceQuestion
from rptc import days
from rptc.accounts.models import User
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.waiting import count_for
from tests import factories as f
from tests.factories.partners import (
    AskedPartnerFactory,
    MemberFactory,
    PartnerFactory,
    PlaceQuestionFactory,
)
from tests.partners.referrals.arrived import arrival_at, with_things

pytestmark = pytest.mark.django_db


def asked_of(stay, **question):
    """(the question, a partner that was asked, with a login) besides one that said yes."""
    question = PlaceQuestionFactory(stay=stay, **question)
    AskedPartnerFactory(question=question, state="yes")
    member = MemberFactory()
    AskedPartnerFactory(question=question, partner=member.partner, sent=True)
    return question, member


def says_arrived(client, member, referral):
    """In the portal, all of it here."""
    client.force_login(member.user)
    page = reverse("partners:portal_arrival", args=[referral.pk])
    data = {
        "send_key": str(uuid.uuid4()),
        "came_at": days.now().astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M"),
        "received_by": "Nur Azizah",
        "received_as": "Pengasuh",
        "brought_by": "Fadli M.",
        "rest_here": "1",
    }
    assert client.post(page, data).status_code == 302


def waiting_of(user):
    return sum(n for kind, n in count_for(user) if kind.key.startswith("places-"))


@pytest.mark.parametrize("is_by_partner", [True, False])
def test_an_arrival_closes_what_is_open_of_the_stay(client, login, is_by_partner):
    worker = login(Role.SOCIAL_WORKER)
    stay = f.StayFactory(social_worker=worker, days_ago=3)
    other = f.StayFactory(social_worker=worker)
    question, member = asked_of(stay)
    untouched, _ = asked_of(other)
    placed_at = MemberFactory()
    referral = with_things(stay=stay, partner=placed_at.partner, by=worker)
    client.force_login(member.user)
    portal = reverse("partners:portal")
    assertContains(client.get(portal), question.sentence)
    assert waiting_of(worker) == 2
    if is_by_partner:
        says_arrived(client, placed_at, referral)
    else:
        arrival_at(referral, by=worker, channel="telephone")
    question.refresh_from_db()
    assert question.closed_why == "Klien sudah mendapat tempat."
    assert question.closed_by == User.objects.of_commands()
    states = set(question.asked.values_list("state", flat=True))
    assert states == {"yes", "withdrawn"}
    assert Entry.objects.filter(verb="closed", person_id=stay.person_id).count() == 1
    client.force_login(member.user)
    assertNotContains(client.get(portal), question.sentence)
    assert waiting_of(worker) == 1
    assert PlaceQuestion.objects.open().get() == untouched


def test_what_was_closed_before_keeps_its_reason():
    stay = f.StayFactory(days_ago=3)
    by_hand = {"closed_at": stay.began_at, "closed_by": f.UserFactory(), "closed_why": "Dapat"}
    question = PlaceQuestionFactory(stay=stay, **by_hand)
    arrival_at(with_things(stay=stay))
    question.refresh_from_db()
    assert question.closed_why == "Dapat"


def test_who_may_not_know_of_a_closed_destination_learns_nothing_by_their_question():
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    stay = f.StayFactory(social_worker=worker, days_ago=3)
    own, _ = asked_of(stay, recorded_by=worker)
    others, _ = asked_of(stay, recorded_by=f.UserFactory(roles=[Role.SOCIAL_WORKER]))
    closed = PartnerFactory(closes_destination=True)
    arrival_at(with_things(stay=stay, partner=closed, by=worker))
    assert PlaceQuestion.objects.open().get() == others
    own.refresh_from_db()
    assert own.closed_at
