import json
from itertools import product

import pytest
from django.db import DatabaseError, connection, transaction

from partners.referrals.models import Referral, ReferralState
from rptc import days
from tests.factories import PartnerFactory, ReferralFactory, StayFactory, UserFactory
from tests.undoing import undone

# Written by hand from docs/rules.md: draft -> proposed -> sent -> accepted | declined -> arrived
# -> in service -> finished | returned; revoked or expired from any open state.
ALLOWED = {
    ("draft", "proposed"),
    ("draft", "revoked"),
    ("draft", "expired"),
    ("proposed", "draft"),
    ("proposed", "sent"),
    ("proposed", "revoked"),
    ("proposed", "expired"),
    ("sent", "accepted"),
    ("sent", "declined"),
    ("sent", "revoked"),
    ("sent", "expired"),
    ("accepted", "arrived"),
    ("accepted", "revoked"),
    ("accepted", "expired"),
    ("arrived", "in_service"),
    ("arrived", "returned"),
    ("arrived", "revoked"),
    ("arrived", "expired"),
    ("in_service", "finished"),
    ("in_service", "returned"),
    ("in_service", "revoked"),
    ("in_service", "expired"),
}
OPEN = {"draft", "proposed", "sent", "accepted", "arrived", "in_service"}


def columns(state):
    """What the row's own constraints ask of each state, so that only the move decides."""
    before = state in {"draft", "proposed"}
    return {
        "packet": None if before else {"name": "B. N."},
        "sent_at": None if before else days.now(),
        "ended_at": None if state in OPEN else days.now(),
    }


@pytest.mark.parametrize(("old", "new"), product(ReferralState.values, repeat=2))
def test_the_action_asks_the_table(old, new):
    assert Referral(state=old).can_become(new) == ((old, new) in ALLOWED)


@pytest.mark.django_db
@pytest.mark.parametrize("old", ReferralState.values)
def test_the_database_refuses_every_other_move(old, subtests):
    referral = ReferralFactory(state=old, decided_by=UserFactory(), **columns(old))
    for new in ReferralState.values:
        if new == old:
            continue
        with subtests.test(new=new), undone():
            if (old, new) in ALLOWED:
                move(referral, new)
                referral.refresh_from_db()
                assert referral.state == new
            else:
                with pytest.raises(DatabaseError, match="Invalid transition"):
                    move(referral, new)


def move(referral, new):
    row = columns(new)
    sent_at = row["sent_at"] and (referral.sent_at or row["sent_at"])
    packet = row["packet"] and json.dumps(referral.packet or row["packet"])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE partners_referral SET state = %s, sent_at = %s, answer_due_at = %s,"
            " ended_at = %s, packet = %s::jsonb WHERE id = %s",
            [new, sent_at, sent_at, row["ended_at"], packet, referral.pk],
        )


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["sent", "accepted", "in_service"])
def test_what_was_sent_stays_with_its_partner_its_stay_and_who_decided(state):
    """Another partner would read what was frozen for this one."""
    referral = ReferralFactory(state=state, decided_by=UserFactory(), **columns(state))
    for other in (
        {"partner": PartnerFactory()},
        {"stay": StayFactory()},
        {"decided_by": UserFactory()},
        {"decided_at": days.now() - days.ONE_DAY},
    ):
        with pytest.raises(DatabaseError, match="goes where it was sent"), transaction.atomic():
            Referral.objects.filter(pk=referral.pk).update(**other)
