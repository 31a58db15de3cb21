"""Who may take which step of a referral: a table written by hand from docs/rules.md (Referral) and
docs/roles.md. Whoever is not in it tries every door, and nothing moves; the database refuses every
step that is none (test_referral_states.py) whoever tells it who reads."""

import json
import uuid
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from partners.referrals import actions
from partners.referrals.models import Referral
from partners.referrals.models import ReferralState as S
from rptc import days, policies
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.database_roles import EVERYBODY, NOBODY, read_as
from tests.partners.referrals.test_referral_states import ALLOWED, OPEN, columns
from tests.partners.referrals.way import WAY, referral_at
from tests.sizes import IS_FULL

pytestmark = pytest.mark.django_db

STATES = ["draft", *WAY, "declined", "returned", "revoked", "expired"]
# The one who wrote it and has the case; another social worker; the head; who stands in for the
# head; a user of the partner to which it goes, and one of another partner.
EVERY = {"worker", "other", "head", "delegate", "member", "stranger"}
EVERY |= {"office", "trc", "caretaker", "agency", "privacy", "admin"}

# What the partner says is said by its own, or written down by any social worker who reads it; the
# head sends it, and so does who stands in; only the head and those of the case take it back.
SAYS = {"member", "worker", "other"}
RIGHTS = {
    ("draft", "proposed"): {"worker"},
    ("draft", "revoked"): {"worker", "head"},
    ("proposed", "sent"): {"head", "delegate"},
    ("proposed", "draft"): {"head", "delegate"},
    ("proposed", "revoked"): {"worker", "head"},
    ("sent", "accepted"): SAYS,
    ("sent", "declined"): SAYS,
    ("sent", "revoked"): {"worker", "head"},
    # Called, sent a text, and silent still: the head waits no longer.
    ("sent", "expired"): {"head"},
    ("accepted", "arrived"): SAYS,
    ("accepted", "revoked"): {"worker", "head"},
    ("arrived", "in_service"): SAYS,
    ("arrived", "returned"): SAYS,
    ("arrived", "revoked"): {"worker", "head"},
    ("in_service", "finished"): SAYS,
    ("in_service", "returned"): SAYS,
    ("in_service", "revoked"): {"worker", "head"},
}
# Taken by nobody on a page: the night alone ends these (test_nightly.py).
OF_THE_NIGHT = {(state, "expired") for state in OPEN - {"sent"}}
# The destination is closed: it is not there for another social worker.
MASKED = {step: who - {"other"} for step, who in RIGHTS.items()}
# The head entered it: another head decides, or the Dinas, and not the head who did.
BY_A_HEAD = {
    ("proposed", "sent"): {"head", "delegate", "agency"},
    ("proposed", "draft"): {"head", "delegate", "agency"},
    ("proposed", "revoked"): {"worker", "head"},
}


def user(*roles):
    return f.UserFactory(roles=list(roles))


@pytest.fixture
def people():
    delegate = user(Role.CARETAKER)
    f.DelegationFactory(delegate=delegate, approvals=["referral"])
    return {
        "worker": user(Role.SOCIAL_WORKER),
        "other": user(Role.SOCIAL_WORKER),
        "head": user(Role.HEAD),
        "delegate": delegate,
        "member": f.MemberFactory().user,
        "stranger": f.MemberFactory().user,
        "office": user(Role.OFFICE),
        "trc": user(Role.FIELD),
        "caretaker": user(Role.CARETAKER),
        "agency": user(Role.AGENCY),
        "privacy": user(Role.PRIVACY),
        "admin": user(Role.ADMIN),
    }


def at(state, people, **more):
    """A referral that came to this state on its way, and can be given up where it was sent."""
    worker, partner = people["worker"], people["member"].membership.partner
    stay = f.StayFactory(social_worker=worker)
    more |= {"partner": partner, "by": worker, "stay": stay}
    if partner.reveals_health:
        consent = {"stay": stay, "purpose": "health", "recipient": partner.name}
        more["consent"] = f.ConsentFactory(**consent)
    if state == "draft":
        referral = referral_at("proposed", **more)
        back = {"approve": False, "note": "Lengkapi.", "seen": "1"}
        return actions.decide_referral(referral, by=user(Role.HEAD), **back)
    if state in WAY:
        referral = referral_at(state, **more)
        if state == "sent":
            f.ReminderFactory(referral=referral, then="head", says="texted")
        return referral
    before = {"declined": "sent", "returned": "arrived", "revoked": "sent", "expired": "sent"}
    referral = referral_at(before[state], **more)
    if state == "revoked":
        return actions.revoke_referral(referral, reason="Batal.", by=worker, seen_steps=2)
    if state == "expired":
        return actions.end_unanswered(referral, reason="Tidak menjawab.", by=worker)
    return actions.answer_referral(referral, S(state), by=worker, reason="Penuh.")


# Every door, whatever stands on its page


def doors(referral):
    """(name, what is typed) of every page and button that takes a step, for every state that it
    could be told."""
    seen = referral.steps.count()
    now = days.now().astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")
    said = {"said_by": "Ibu Contoh", "said_at": now, "channel": "telephone", "seen_steps": seen}
    came = {"came_at": now, "received_by": "Ibu Contoh", "received_as": "Pengasuh"}
    came |= {"brought_by": "Fadli", "channel": "meeting"}
    edited = {"need": "Asrama", "without_basis": "Belum ada."}
    yield "referral_edit", edited | {"consent": referral.consent_id or ""}
    yield "referral_decide", {"decision": "approve", "seen": seen}
    yield "referral_decide", {"decision": "refuse", "note": "Lengkapi.", "seen": seen}
    yield "referral_revoke", {"reason": "Batal.", "seen_steps": seen}
    yield "referral_give_up", {}
    for name, more in (("referral_answer", said), ("portal_answer", {})):
        for state in STATES:
            yield name, {"state": state, "reason": "Baik."} | more
    for name in ("referral_arrival", "portal_arrival"):
        yield name, came | {"send_key": str(uuid.uuid4())}


def steps_taken(referral, who):
    """(the state it came to, the statuses of every answer) of what this user could do, each door
    tried from where the referral stands now."""
    client, steps = Client(), referral.steps.count()
    client.force_login(who)
    before, came_to, statuses, shut = referral.state, set(), set(), set()
    for name, typed in doors(referral):
        if name in shut:
            continue
        with transaction.atomic():
            answer = client.post(reverse(f"partners:{name}", args=[referral.pk]), typed)
            after = Referral.objects.get(pk=referral.pk)
            if after.state != before:
                came_to.add(after.state)
            assert (after.steps.count() > steps) == (after.state != before), (name, typed)
            transaction.set_rollback(True)
        statuses.add(answer.status_code)
        # Without the right, before anything that is typed is read (rptc/admission.py).
        shut |= {name} if answer.status_code == 403 else set()
    return came_to, statuses


def rights_at(state, people, **more):
    """{(state, next): who} as the pages allow it."""
    referral, found = at(state, people, **more), {}
    assert referral.state == state
    for name, who in people.items():
        came_to, statuses = steps_taken(referral, who)
        for each in came_to:
            found.setdefault((state, each), set()).add(name)
        # Who may take none finds no page either.
        assert came_to or name in READS or statuses <= {403, 404}, (name, statuses)
    return found


# They read it, and are told on the page that this is no step now.
READS = {"worker", "other", "head", "delegate", "member"}


def of(state, table):
    return {step: who for step, who in table.items() if step[0] == state}


def test_the_table_is_of_every_step_and_of_nobody_else():
    assert {*RIGHTS, *OF_THE_NIGHT} == ALLOWED
    assert set().union(*RIGHTS.values()) < EVERY
    assert set(STATES) == set(S.values)


@pytest.mark.parametrize("state", STATES)
def test_each_step_is_taken_by_whom_the_table_names_and_by_nobody_else(people, state):
    assert people.keys() == EVERY
    assert rights_at(state, people) == of(state, RIGHTS)


@pytest.mark.gate
@pytest.mark.parametrize("state", STATES if IS_FULL else ["proposed", "sent", "arrived"])
def test_of_a_closed_destination_too(people, state):
    partner = people["member"].membership.partner
    partner.reveals_health = partner.closes_destination = True
    partner.save()
    assert rights_at(state, people) == of(state, MASKED)


def test_what_a_head_entered_is_decided_by_another(people):
    """Who entered it decides nothing, though they hold the approval."""
    people["worker"] = user(Role.SOCIAL_WORKER, Role.HEAD)
    assert rights_at("proposed", people) == BY_A_HEAD


# By SQL, as the run-time role, whoever reads


# Of which rows the database lets a state be written at all: a partner has what was sent to it.
WRITES = dict.fromkeys(EVERY, set()) | dict.fromkeys(
    ["worker", "other", "head", "delegate", "agency"], set(STATES)
)
WRITES["member"] = set(STATES) - {"draft", "proposed"}


@contextmanager
def reading(who):
    read_as(NOBODY)
    policies.tell_reader(who)
    try:
        yield
    finally:
        read_as(EVERYBODY)


def by_sql(referral, new):
    """What became of it: the state, or why not."""
    row = columns(new)
    sent_at = referral.sent_at if row["sent_at"] else None
    packet = json.dumps(referral.packet or {}) if row["packet"] else None
    ended_at = row["ended_at"] and days.now()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE partners_referral SET state = %s, sent_at = %s, packet = %s::jsonb,"
                " ended_at = %s WHERE id = %s",
                [new, sent_at, packet, ended_at, referral.pk],
            )
            number = cursor.rowcount
            transaction.set_rollback(True)
    except DatabaseError as error:
        return str(error).split("\n")[0]
    return number


# By whom it is nobody's step, and by whom it is another's.
REFUSED = "Invalid transition", "not theirs to say"


@pytest.mark.parametrize("name", sorted(EVERY))
def test_no_step_that_is_none_is_written_by_sql_whoever_reads(people, name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (settings.RUNTIME_ROLE,)
    referrals = [at(state, people) for state in STATES]
    with reading(people[name]):
        for referral in referrals:
            for new in set(STATES) - {referral.state}:
                said = by_sql(referral, new)
                if referral.state not in WRITES[name]:
                    assert said == 0, (referral.state, new)
                elif (referral.state, new) not in ALLOWED:
                    refused = any(words in str(said) for words in REFUSED)
                    assert refused, (referral.state, new, said)
