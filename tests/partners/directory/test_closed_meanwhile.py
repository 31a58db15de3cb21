"""A destination is closed while somebody writes of it: neither act sees the other, and what was
written is closed all the same."""

import pytest

from cases.exits.actions import add_piece, change_exit_kind, hand_over, write_letter
from cases.exits.letters import PROMISE
from cases.file.consents import actions as consents
from cases.file.consents.models import Consent
from cases.papers.homecoming.actions import write_letter as write_homecoming_letter
from cases.papers.homecoming.letters import DIRECT
from partners.directory.actions import change_partner
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.models import Letter
from tests import factories as f
from tests.at_once import before_commit

pytestmark = [pytest.mark.gate, pytest.mark.django_db(transaction=True)]
NAME = "Yayasan Mawar Putih"


@pytest.fixture
def head():
    return f.UserFactory(roles=[Role.HEAD])


@pytest.fixture
def worker():
    return f.UserFactory(roles=[Role.SOCIAL_WORKER])


@pytest.fixture
def close(head):
    """An act that closes the partner, which is open until then."""
    partner = f.PartnerFactory(name=NAME, closes_destination=False)

    def act():
        partner.closes_destination = True
        change_partner(partner, by=head)

    return act


def approved(head, **more):
    decided = {"state": "approved", "decided_by": head, "decided_at": days.now()}
    return f.ExitFactory(whole=True, stay__days_ago=1, **decided, **more)


def leave(exit, worker):
    number = exit.stay.person.file_number
    hand_over(exit, left_at=days.now(), receiver=exit.receiver, file_number=number, by=worker)


def is_out_of_reach(person):
    """Does the office read no letter about this person in the register?"""
    office = f.UserFactory(roles=[Role.OFFICE])
    [letter] = Letter.objects.filter(person_id=person.pk)
    return letter.is_sealed and not Letter.objects.visible_to(office).exists()


def test_the_record_of_a_handover_while_its_partner_is_closed(head, worker, close):
    exit = approved(head, address=f"{NAME}, Jl. Dangko 4")
    with before_commit(close):
        leave(exit, worker)
    assert is_out_of_reach(exit.stay.person)


def test_the_record_of_a_handover_while_its_way_is_closed(head, worker):
    exit = approved(head, kind=f.exit_kind("daerah-asal"))
    kind = f.exit_kind("daerah-asal")
    kind.closes_destination = True
    with before_commit(lambda: change_exit_kind(kind, by=head)):
        leave(exit, worker)
    assert is_out_of_reach(exit.stay.person)


def test_a_promise_of_before_while_its_address_becomes_that_of_the_partner(head, worker, close):
    exit = f.ExitFactory(whole=True, stay__days_ago=1, state="proposed")
    write_letter(exit, PROMISE, by=worker)
    with before_commit(close):
        add_piece(exit, {"address": f"{NAME}, Jl. Dangko 4"}, by=worker)
    assert is_out_of_reach(exit.stay.person)


def test_a_letter_of_the_way_home_while_the_partner_there_is_closed(worker, close):
    homecoming = f.HomecomingFactory(place=f"{NAME}, Bone")
    with before_commit(close):
        write_homecoming_letter(homecoming, DIRECT, by=worker)
    assert is_out_of_reach(homecoming.stay.person)


def asked(worker):
    stay = f.StayFactory(days_ago=1, social_worker=worker)
    return f.ConsentFactory.build(stay=stay, purpose="referral", recorded_by=worker)


def test_a_consent_while_the_partner_it_names_is_closed(worker, close):
    consent = asked(worker)
    with before_commit(close):
        consents.ask(consent, recipient=NAME, said="Mau", by=worker)
    assert Consent.objects.may_name_closed().filter(pk=consent.pk).exists()


def test_the_letter_of_a_consent_while_the_partner_it_names_is_closed(worker, close):
    consent = consents.ask(asked(worker), recipient=NAME, said="Mau", by=worker)
    with before_commit(close):
        consents.write_letter(consent, by=worker)
    assert is_out_of_reach(consent.stay.person)
