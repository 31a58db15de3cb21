"""What nobody answered ends in the night, and the packet with it."""

import datetime

import pytest

from cases.people.reach import Reach, Why
from partners.referrals.actions import expire_referral, expire_referrals
from partners.referrals.models import UNANSWERED_DAYS, Referral, ReferralState
from rptc import days
from rptc.accounts.models import User
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.letters.models import Unit
from rptc.waiting import count_for
from tests import factories as f

pytestmark = pytest.mark.django_db
LONG = datetime.timedelta(days=UNANSWERED_DAYS)


def sent(ago, **columns):
    return f.ReferralFactory(sent=True, sent_at=days.now() - ago, **columns)


def expire():
    return expire_referrals(by=User.objects.of_commands())


def test_what_is_not_answered_for_14_days_ends_and_takes_the_packet():
    late, in_time = sent(LONG + days.ONE_HOUR), sent(LONG - days.ONE_HOUR)
    assert [referral.pk for referral in expire()] == [late.pk]
    late.refresh_from_db()
    in_time.refresh_from_db()
    assert (late.state, in_time.state) == (ReferralState.EXPIRED, ReferralState.SENT)
    step = late.steps.get()
    assert (step.to_state, step.reason) == ("expired", "Tidak dijawab 14 hari.")
    assert Entry.objects.filter(verb="expired", object_id=late.pk).exists()
    [left] = Reach.objects.filter(why=Why.PACKET, ended_at=None)
    assert left.person_id == in_time.person_id
    assert expire() == []


def test_a_demonstration_goes_on_showing_what_waits():
    Unit.objects.update_or_create(pk=1, defaults={"is_demo": True})
    late, gone = sent(LONG * 3), sent(LONG * 3, partner__is_active=False)
    assert [referral.pk for referral in expire()] == [gone.pk]
    late.refresh_from_db()
    assert late.state == ReferralState.SENT


def test_what_was_answered_stays():
    accepted = sent(LONG * 3, state=ReferralState.ACCEPTED)
    assert expire() == []
    accepted.refresh_from_db()
    assert accepted.is_open


def test_what_was_answered_while_others_were_looked_through_stays():
    late = sent(LONG * 2)
    [seen] = Referral.objects.unanswered()
    Referral.objects.filter(pk=late.pk).update(state=ReferralState.ACCEPTED)
    assert expire_referral(seen, by=User.objects.of_commands()) is None
    late.refresh_from_db()
    assert late.state == ReferralState.ACCEPTED


@pytest.mark.parametrize("state", [ReferralState.SENT, ReferralState.IN_SERVICE])
def test_who_is_a_partner_no_longer_has_no_packet(state):
    referral = sent(days.ONE_HOUR, state=state, partner__is_active=False)
    assert [each.pk for each in expire()] == [referral.pk]
    assert referral.steps.get().reason == "Tidak lagi bermitra."


def test_the_social_worker_is_told_until_another_place_was_asked(client, login):
    worker = login(Role.SOCIAL_WORKER)

    def told():
        return dict((kind.key, number) for kind, number in count_for(worker))["referrals-expired"]

    late = sent(LONG * 2, stay__social_worker=worker)
    sent(LONG * 2, stay=f.StayFactory(ended=True, days_ago=20, social_worker=worker))
    assert told() == 0
    expire()
    assert told() == 1
    page = client.get("/referrals/?need=anew")
    assert [row.pk for row in page.context["page_obj"]] == [late.pk]
    f.ReferralFactory(stay=late.stay, recorded_by=worker)
    assert told() == 0
