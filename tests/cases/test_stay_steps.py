"""Every act on a stay in every state of it: what the code answers, and what the database refuses
when somebody goes round the code.

Written by hand from docs/rules.md. A stay is on the way (an intake that was brought), in the
house, longer (its last day moved by an approved extension), over (past its last day), or left.
"""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from cases.arrivals.actions import begin_anew, confirm_arrival, continue_stay
from cases.exits.actions import end_stay
from cases.exits.models import Exit
from cases.house.beds.actions import place
from cases.house.beds.models import BedUse
from cases.intakes.models import Intake
from cases.stays.extensions.actions import decide_extension, propose_extension
from cases.stays.extensions.models import Extension
from cases.stays.models import Stay, StayReturn, StayRule
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import (
    BedFactory,
    ExtensionFactory,
    IntakeFactory,
    StayFactory,
    UserFactory,
    exit_kind,
)
from tests.undoing import undone

pytestmark = pytest.mark.django_db

STATES = ["on the way", "in the house", "longer", "over", "left"]
OK, NO_STAY = "ok", "no stay yet"

# What each act answers in each state; OK is a legal step.
RECEIVED = "Kedatangan ini sudah diterima orang lain."
STILL_HERE = "Masih tercatat dalam masa pembinaan"
NOT_HERE = "Masa pembinaan sebelumnya sudah berakhir. Terima seperti biasa."
ENDED = "Masa pembinaan ini sudah berakhir."
BY_CODE = {
    # the same intake
    "arrive": [OK, RECEIVED, RECEIVED, RECEIVED, RECEIVED],
    # another intake of the same person: caught again
    "arrive again": [OK, STILL_HERE, STILL_HERE, STILL_HERE, OK],
    "continue": [NOT_HERE, OK, OK, OK, NOT_HERE],
    "begin anew": [NOT_HERE, OK, OK, OK, NOT_HERE],
    "extend": [NO_STAY, OK, OK, OK, ENDED],
    "take a bed": [NO_STAY, OK, OK, OK, ENDED],
    "leave": [NO_STAY, OK, OK, OK, ENDED],
}

# What the database says when somebody goes round the code.
ONE_INTAKE = "cases_stay_intake_id"
TWO_AT_ONCE = "person_has_one_open_stay|stays_of_a_person_do_not_overlap"
OVERLAP = "stays_of_a_person_do_not_overlap"
BY_EXTENSION = "The last day moves by an approved extension only"
ENTRY = "Cannot update rows from cases_stay"
ENDS_LATER = "stay_ends_after_it_begins"
BY_SQL = {
    # another stay of the same intake, long ago
    "arrive": [OK, ONE_INTAKE, ONE_INTAKE, ONE_INTAKE, ONE_INTAKE],
    "arrive again": [OK, TWO_AT_ONCE, TWO_AT_ONCE, TWO_AT_ONCE, OK],
    # a stay that has ended, in the midst of the one that is there
    "arrive in between": [OK, OVERLAP, OVERLAP, OVERLAP, OVERLAP],
    # a longer, and a shorter stay than the rule and the approved extensions give
    "extend": [NO_STAY, BY_EXTENSION, BY_EXTENSION, BY_EXTENSION, BY_EXTENSION],
    "shorten": [NO_STAY, BY_EXTENSION, BY_EXTENSION, BY_EXTENSION, BY_EXTENSION],
    "come earlier": [NO_STAY, ENTRY, ENTRY, ENTRY, ENTRY],
    "change the rule": [NO_STAY, ENTRY, ENTRY, ENTRY, ENTRY],
    "leave before it began": [NO_STAY, ENDS_LATER, ENDS_LATER, ENDS_LATER, ENDS_LATER],
    # An end by hand, or taking one back, is a correction: possible, and written in the history.
    "leave": [NO_STAY, OK, OK, OK, OK],
    "take the end back": [NO_STAY, OK, OK, OK, OK],
}


def expected_in(state, table):
    """{act: what it answers in this state}"""
    return {act: dict(zip(STATES, row, strict=True))[state] for act, row in table.items()}


@pytest.fixture
def by(db):
    return UserFactory(roles=[Role.SOCIAL_WORKER, Role.CARETAKER])


def intake_in(state):
    """Somebody in this state: the intake, which has a stay but for who is on the way."""
    if state == "on the way":
        return IntakeFactory(met_on=days.today() - 3 * days.ONE_DAY)
    stay = StayFactory(days_ago=9 if state == "over" else 3)
    if state == "longer":
        approve(ExtensionFactory(stay=stay))
    if state == "left":
        leave(stay, UserFactory(roles=[Role.CARETAKER]))
    return Intake.objects.get(pk=stay.intake_id)


def approve(extension):
    return decide_extension(extension, approve=True, note="", by=UserFactory())


def leave(stay, by):
    left = Exit(stay=stay, kind=exit_kind("melarikan-diri"), reason="Tidak ada.")
    return end_stay(left, left_at=days.now(), by=by)


def take(act, intake, by):
    """The step as the pages take it."""
    now, an_hour_ago = days.now(), days.now() - days.ONE_HOUR
    sent = {"by": by, "send_key": uuid.uuid4()}
    if act == "arrive":
        return confirm_arrival(intake, at=now, **sent)
    if act in {"arrive again", "continue", "begin anew"}:
        again = IntakeFactory(person=intake.person)
        if act == "arrive again":
            return confirm_arrival(again, at=now, **sent)
        how = continue_stay if act == "continue" else begin_anew
        return how(again, at=now, not_seen_since=an_hour_ago, **sent)
    stay = intake.stay
    if act == "take a bed":
        use = BedUse(bed=BedFactory(), stay=stay, override="Belum sempat triase.")
        return place(use, by=by)
    if act == "leave":
        return leave(stay, by)
    day = max(stay.last_on, days.today()) + days.ONE_DAY
    longer = Extension(stay=stay, new_last_on=day, reason="Menunggu keluarga.")
    return approve(propose_extension(longer, by=by))


def force(act, intake):
    """The step by SQL."""
    if act == "arrive":
        return StayFactory(intake=intake, **span(days_ago=400))
    if act == "arrive again":
        return StayFactory(intake=IntakeFactory(person=intake.person), began_at=days.now())
    if act == "arrive in between":
        return StayFactory(intake=IntakeFactory(person=intake.person), **span(days_ago=2))
    rows, stay = Stay.objects.filter(intake=intake), Stay.objects.get(intake=intake)
    changes = {
        "extend": {"last_on": stay.last_on + days.ONE_DAY},
        "shorten": {"last_on": stay.last_on - days.ONE_DAY},
        "come earlier": {"began_at": stay.began_at - days.ONE_DAY},
        "change the rule": {"rule": another_rule()},
        "leave before it began": {"ended_at": stay.began_at - days.ONE_HOUR},
        "leave": {"ended_at": days.now()},
        "take the end back": {"ended_at": None},
    }
    return rows.update(**changes[act])


def span(*, days_ago):
    began_at = days.now() - days_ago * days.ONE_DAY
    return {"began_at": began_at, "ended_at": began_at + days.ONE_HOUR}


def another_rule():
    return StayRule.objects.create(min_length=1, max_length=2, valid_from=days.today())


def snapshot():
    """All that a step may change."""
    return [
        list(rows.order_by("pk").values_list())
        for rows in (
            Stay.objects,
            StayReturn.objects,
            BedUse.objects,
            Extension.objects,
            Exit.objects,
        )
    ]


@pytest.mark.parametrize("state", STATES)
def test_what_the_code_answers(state, by, subtests):
    there = intake_in(state)
    before = snapshot()
    for act, expected in expected_in(state, BY_CODE).items():
        with subtests.test(act=act), undone():
            intake = Intake.objects.get(pk=there.pk)
            if expected == OK:
                take(act, intake, by)
                assert snapshot() != before
            else:
                error = Intake.stay.RelatedObjectDoesNotExist
                error = error if expected == NO_STAY else ValidationError
                with pytest.raises(error, match=None if expected == NO_STAY else expected):
                    take(act, intake, by)
                assert snapshot() == before


@pytest.mark.parametrize("state", STATES)
def test_what_the_database_refuses(state, subtests):
    there = intake_in(state)
    for act, expected in expected_in(state, BY_SQL).items():
        with subtests.test(act=act), undone():
            intake = Intake.objects.get(pk=there.pk)
            if expected == OK:
                force(act, intake)
            else:
                error = Stay.DoesNotExist if expected == NO_STAY else DatabaseError
                with pytest.raises(error, match=None if expected == NO_STAY else expected):
                    with transaction.atomic():
                        force(act, intake)


# -- What a legal step leaves behind ------------------------------------------------------------


def test_arrived_under_the_rule_of_that_day(by):
    intake = intake_in("on the way")
    stay = take("arrive", intake, by)
    assert stay.last_on == stay.rule.last_day(days.today())
    assert whereabouts(intake) == "in_house"


def test_continued_the_same_stay_and_the_same_last_day(by):
    intake = intake_in("longer")
    last_on = intake.stay.last_on
    take("continue", intake, by)
    stay = Stay.objects.get()
    assert (stay.is_open, stay.last_on) == (True, last_on)
    assert StayReturn.objects.get().stay == stay


def test_begun_anew_the_earlier_one_has_ended_and_the_clock_is_new(by):
    intake = intake_in("over")
    earlier = intake.stay
    stay = take("begin anew", intake, by)
    earlier.refresh_from_db()
    assert not earlier.is_open
    assert earlier.exits.get().kind.code == "melarikan-diri"
    assert stay.last_on == stay.rule.last_day(days.today())


def test_left_for_good_and_out_of_bed(by):
    intake = intake_in("in the house")
    take("take a bed", intake, by)
    take("leave", intake, by)
    assert whereabouts(intake) == "left"
    assert not BedUse.objects.open().exists()


def whereabouts(intake):
    return Intake.objects.get(pk=intake.pk).whereabouts
