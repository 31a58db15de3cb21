"""Two taps at once on the page of a link, and one while the referral ends."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from partners.months import actions
from partners.months.models import MonthLink, MonthReport
from partners.referrals.actions import answer_referral
from partners.referrals.models import ReferralState as S
from rptc import days
from rptc.accounts.permissions import Role
from rptc.policies import whoever_acts
from tests import factories as f
from tests.at_once import at_once, before_commit
from tests.factories import PartnerFactory, ReferralFactory

pytestmark = [pytest.mark.gate, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def worker():
    return f.UserFactory(roles=[Role.SOCIAL_WORKER])


@pytest.fixture
def asked(worker):
    """(the address of the link, whom it asks about)."""
    partner, arrived = PartnerFactory(), days.now() - 60 * days.ONE_DAY
    stays = [f.StayFactory(social_worker=worker) for _ in range(3)]
    referrals = [
        ReferralFactory(there=True, partner=partner, stay=stay, arrived_at=arrived)
        for stay in stays
    ]
    token, _ = actions.send_month_link(partner, by=worker)
    return reverse("partners:month_reply", args=[token]), referrals


def said():
    return {"say": "all", "said_by": "Ibu Marwah", "who": "", "send_key": uuid.uuid4()}


def test_one_page_sent_four_times_at_once_is_one_answer(asked, worker):
    address, _ = asked
    data = said()
    answers = at_once(*[(worker, address, data)] * 4)
    assert {answer.status_code for answer in answers} == {200}
    for answer in answers:
        assert "Tercatat: 3 klien" in answer.content.decode()
    assert MonthReport.objects.count() == 3


def test_two_who_have_the_link_answer_at_once(asked, worker):
    address, _ = asked
    answers = at_once(*[(worker, address, said()) for _ in range(4)])
    assert MonthReport.objects.count() == 3
    assert sorted(answer.status_code for answer in answers) == [200, 404, 404, 404] or {
        answer.status_code for answer in answers
    } == {200}
    told = sum("Tercatat: 3 klien" in answer.content.decode() for answer in answers)
    assert told == 1


def test_a_tap_that_waits_while_the_referral_ends_tells_nothing_of_it(asked, worker):
    address, referrals = asked

    def tap():
        assert "Tercatat: 2 klien" in Client().post(address, said()).content.decode()

    with before_commit(tap):
        answer_referral(referrals[0], S.FINISHED, by=worker, reason="Bekerja.")
    assert not referrals[0].month_reports.exists()


def test_a_tap_that_waits_while_we_send_another_link_tells_nothing(asked, worker):
    address, referrals = asked

    def tap():
        answer = Client().post(address, said())
        assert "Tercatat" not in answer.content.decode()

    with before_commit(tap):
        actions.send_month_link(referrals[0].partner, by=worker)
    assert not MonthReport.objects.exists()


def test_two_links_made_at_once_leave_one_that_lives(asked, worker):
    _, referrals = asked
    partner = referrals[0].partner
    MonthLink.objects.update(ended_at=days.now())
    address = reverse("partners:month_link", args=[partner.pk])
    answers = at_once(*[(worker, address, {}) for _ in range(3)])
    assert {answer.status_code for answer in answers} <= {200, 302}
    assert MonthLink.objects.live().count() == 1


def test_an_answer_that_waits_while_another_is_undone(asked, worker):
    address, referrals = asked
    with whoever_acts():
        [report] = actions.tell_of_no_change(
            MonthLink.objects.get(),
            {referrals[0].pk},
            said_by="Ibu Marwah",
            send_key=uuid.uuid4(),
        )

    def tap():
        assert "Tercatat" not in Client().post(address, said()).content.decode()

    with before_commit(tap):
        actions.undo_month(report, reason="Salah orang", by=worker)
    assert MonthReport.objects.newest().count() == 0
