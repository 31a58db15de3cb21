"""Tanya dulu, in the portal: what a partner wants to know, and our answer (R48)."""

import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from partners.referrals.models import Referral
from partners.referrals.models import ReferralState as S
from partners.silence.actions import next_step_of, seen_of, write_reminder
from partners.silence.models import Reminder, Says, Step
from partners.silence.silent import silent
from rptc import days
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.partners.referrals.way import referral_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(login):
    return login(Role.SOCIAL_WORKER)


def test_a_partner_asks_in_its_portal_and_reads_our_answer_there(client, worker, login):
    member, other = f.MemberFactory(), f.MemberFactory()
    referral = referral_at("sent", by=worker, partner=member.partner)
    ask = reverse("partners:portal_ask", args=[referral.pk])
    client.force_login(member.user)
    assertContains(client.post(ask, {"send_key": uuid.uuid4()}), "Tulis pertanyaannya.")
    sent = {"words": "Apakah ia 'bisa' membaca?", "send_key": uuid.uuid4()}
    portal = reverse("partners:portal_referral", args=[referral.pk])
    for _ in range(2):
        assertRedirects(client.post(ask, sent), portal)
    assert referral.reminders.count() == 1
    client.force_login(other.user)
    assert client.get(ask).status_code == client.post(ask, sent).status_code == 404
    client.force_login(worker)
    assert [next_step_of(referral).next_step, set(silent(worker, Step.REPLY))] == [
        Step.REPLY,
        {referral},
    ]
    remind = reverse("partners:referral_remind", args=[referral.pk])
    assertContains(client.get(remind), "Apakah ia &#x27;bisa&#x27; membaca?")
    answer = {"says": "replied", "send_key": uuid.uuid4(), "seen": seen_of(referral)}
    assertContains(client.post(remind, answer), "Tulis jawabannya")
    client.post(remind, answer | {"words": "Ya, lancar.", "send_key": uuid.uuid4()})
    client.force_login(member.user)
    assertContains(client.get(portal), "Ya, lancar.")


def test_a_partner_asks_while_it_serves_and_not_after_the_end(client, worker):
    member = f.MemberFactory()
    referral = referral_at("in_service", by=worker, partner=member.partner)
    client.force_login(member.user)
    ask = reverse("partners:portal_ask", args=[referral.pk])
    client.post(ask, {"words": "Kapan rapornya datang?", "send_key": uuid.uuid4()})
    assert set(silent(worker, Step.REPLY)) == {referral}
    reply = Reminder(referral=referral, says=Says.REPLIED, words="Besok.")
    write_reminder(reply, seen=seen_of(referral), by=worker)
    assert next_step_of(referral) is None
    Referral.objects.filter(pk=referral.pk).update(state=S.FINISHED, ended_at=days.now())
    sent = {"words": "Lagi?", "send_key": uuid.uuid4()}
    assert client.post(ask, sent).status_code == 404
