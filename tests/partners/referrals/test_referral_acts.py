"""Who may do what else about a referral, in which state: a table written by hand from
docs/rules.md beside that of its steps (test_referral_rights.py). Whoever is not in it tries every
door, and nothing is written."""

import uuid

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from partners.incidents.models import PartnerIncident
from partners.months.models import MonthReport, month_asked
from partners.referrals.models import SafetyRead
from partners.referrals.safety import digest_of_words, words_of
from partners.silence.actions import last_asked
from partners.silence.models import Reminder
from rptc import days
from rptc.letters.models import Letter
from tests import factories as f
from tests.partners.referrals.test_referral_rights import EVERY, STATES, at, people

__all__ = ["people"]
pytestmark = [pytest.mark.django_db, pytest.mark.gate]

HAS_PACKET = {"sent", "accepted", "arrived", "in_service"}
AT_PARTNER = {"arrived", "in_service"}
# Who has any of these rights; the others are tried at one state alone (each address refuses their
# role at all: tests/test_permissions.py).
NEAR = {"worker", "other", "head", "delegate", "member", "stranger"}
READS = {"worker", "other", "head"}
# {door: (the states, who)}
ACTS = {
    # What must be known was read there, or told by telephone.
    "portal_safety": (HAS_PACKET, {"member"}),
    "referral_safety": (HAS_PACKET, READS),
    # The partner asks first; ours call, and write down what came of it.
    "portal_ask": (HAS_PACKET, {"member"}),
    "referral_remind": ({"sent"}, READS),
    # The letter says what the packet says.
    "referral_letter_write": (HAS_PACKET, {"worker", "other"}),
    # What happened there, and the month.
    "portal_incident_report": (AT_PARTNER, {"member"}),
    "partner_incident_record": (AT_PARTNER, {"worker", "other"}),
    "month_report_record": (AT_PARTNER, {"worker", "other"}),
}
WRITTEN = [SafetyRead, Reminder, PartnerIncident, MonthReport, Letter]


def typed(name, referral):
    now = days.now().astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")
    said = {"said_by": "Ibu Contoh", "channel": "telephone", "send_key": str(uuid.uuid4())}
    digest = digest_of_words(words_of(referral))
    asked = last_asked(referral)
    return said | {
        "portal_safety": {"seen": digest},
        "referral_safety": {"seen": digest, "said_to": "Ibu Contoh"},
        "portal_ask": {"words": "Apakah ia sekolah?"},
        "referral_remind": {"says": "not_reached", "seen": str(asked.pk) if asked else ""},
        "referral_letter_write": {},
        "portal_incident_report": {"kind": "ill"},
        "partner_incident_record": {"kind": "ill", "at": now},
        "month_report_record": {"answer": "same", "month": month_asked().isoformat()},
    }.get(name, {})


def rows():
    return [model.objects.count() for model in WRITTEN]


def who_may(name, referral, people):
    found = set()
    for each, who in people.items():
        client = Client()
        client.force_login(who)
        with transaction.atomic():
            before = rows()
            client.post(reverse(f"partners:{name}", args=[referral.pk]), typed(name, referral))
            found |= {each} if rows() != before else set()
            transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("state", STATES)
def test_each_act_is_done_by_whom_the_table_names_and_by_nobody_else(
    people, state, time_machine_at
):
    assert people.keys() == EVERY
    referral = at(state, people)
    # Something that the partner has not read.
    f.FlagFactory(person=referral.person)
    tried = {name: who for name, who in people.items() if name in NEAR or state == "in_service"}
    # A month is over.
    time_machine_at(days.now() + 35 * days.ONE_DAY)
    found = {name: who_may(name, referral, tried) for name in ACTS}
    assert found == {
        name: who if state in states else set() for name, (states, who) in ACTS.items()
    }
