"""A warning or a ban that is typed while the head says yes: whichever is over first, it is before
the head once more."""

import pytest

from cases.gate.visits.actions import ban
from cases.people.flags.actions import raise_flag
from partners.incidents import actions
from partners.incidents.models import IncidentReply, PartnerIncident
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.at_once import before_commit
from tests.partners.incidents.scene import at_partner

pytestmark = [pytest.mark.gate, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pickup():
    return f.PartnerIncidentFactory(referral=at_partner(), kind="came")


@pytest.fixture
def worker():
    return f.UserFactory(roles=[Role.SOCIAL_WORKER])


@pytest.fixture
def allow(pickup):
    head = f.UserFactory(roles=[Role.HEAD])

    def act():
        yes = IncidentReply(incident=pickup, says="allowed", to_name="Baso Rewa")
        seen = actions.seen_of(pickup)
        actions.decide_pickup(yes, reason="Paman kandung", seen=seen, by=head)

    return act


def is_asked_again(pickup):
    return PartnerIncident.objects.open().filter(pk=pickup.pk).exists()


def test_a_warning_that_waits_until_the_head_has_said_yes(pickup, worker, allow):
    flag = f.FlagFactory.build(person=pickup.referral.person, whom="Baso Rewa (paman)")
    with before_commit(lambda: raise_flag(flag, by=worker)):
        allow()
    assert is_asked_again(pickup)


@pytest.mark.parametrize("is_of_all", [False, True])
def test_a_ban_that_is_entered_while_the_head_says_yes(pickup, worker, allow, is_of_all):
    person = None if is_of_all else pickup.referral.person
    row = f.UnwelcomeFactory.build(person=person, name="Baso Rewa")
    with before_commit(allow):
        ban(row, by=worker)
    assert is_asked_again(pickup)
