"""Whoever states another age or settles another class does not let the klien go on it."""

import datetime
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.exits import actions
from cases.exits.doubts import doubts_about
from cases.exits.models import Exit
from cases.intakes.actions import settle_intake
from cases.people.actions import add_statement, register_person
from cases.people.ages import Age, AgeKind
from cases.people.models import Person, Source, Statement
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories import StayFactory, UserFactory, classification, exit_kind

pytestmark = pytest.mark.django_db


def state(person, age, *, by, shown=True):
    statement = Statement(person=person, kind="age", source=Source.SELF, send_key=uuid.uuid4())
    statement.age = age
    return add_statement(statement, shown=shown, by=by)


def years(number):
    return Age(AgeKind.EXACT, number, None, days.today())


def said_by(user, number):
    """Somebody in the house whose age this user stated on the day of the catch."""
    person = Person(name="Dg. Ngai", sex="L", send_key=uuid.uuid4())
    person.age = years(number)
    register_person(person, source=Source.GUESS, stated_on=days.today(), by=user)
    return StayFactory(intake__person=person, days_ago=2)


def end(stay, by):
    exit = Exit(
        stay=stay,
        kind=exit_kind("mandiri"),
        reason="Pulang sendiri.",
        address="Jl. Dangko 4",
        send_key=uuid.uuid4(),
    )
    return actions.end_stay(exit, left_at=days.now(), by=by)


@pytest.fixture
def worker():
    return UserFactory(roles=[Role.SOCIAL_WORKER])


def test_an_age_that_somebody_else_stated_lets_an_adult_go(worker):
    assert end(said_by(UserFactory(), 30), worker).state == "done"


def test_who_states_a_child_of_age_asks_the_head(worker):
    stay = said_by(UserFactory(full_name="Anwar"), 15)
    state(stay.person, years(20), by=worker)
    exit = end(stay, worker)
    assert exit.state == "proposed"
    [doubt] = doubts_about(exit.stay, days.today())
    assert doubt.startswith("Pernah disebut 15 th pada")
    assert "menurut perkiraan petugas (dicatat Anwar). Sekarang 20 th." in doubt


def test_whoever_asks_after_a_child_was_stated_of_age(worker):
    stay = said_by(UserFactory(), 15)
    state(stay.person, years(20), by=UserFactory())
    assert end(stay, worker).state == "proposed"


def test_a_child_of_then_who_is_of_age_now_goes(worker):
    stay = said_by(UserFactory(), 30)
    before = Age(AgeKind.EXACT, 15, None, days.today() - datetime.timedelta(days=4 * 366))
    state(stay.person, before, by=UserFactory(), shown=False)
    assert end(stay, worker).state == "done"


def test_an_age_of_nobody_but_the_one_who_ends_the_stay_is_a_doubt(worker):
    stay = said_by(worker, 30)
    assert end(stay, worker).state == "proposed"
    assert doubts_about(stay, days.today()) == []


def test_another_who_states_the_same_takes_the_doubt_away(worker):
    stay = said_by(worker, 30)
    state(stay.person, years(31), by=UserFactory(), shown=False)
    assert end(stay, worker).state == "done"


@pytest.mark.parametrize("field", ["odgj", "lansia"])
def test_who_settles_another_class_over_a_dependent_one_asks_the_head(worker, field):
    stay = StayFactory(intake__provisional=classification(field), days_ago=2)
    settle_intake(stay.intake, classification("gepeng"), "probable", by=worker)
    stay.refresh_from_db()
    assert end(stay, worker).state == "proposed"
    [doubt] = doubts_about(stay, days.today())
    assert doubt.startswith(f"Pernah dicatat sebagai {classification(field)}")


def test_a_class_that_was_settled_in_between_is_not_forgotten(worker):
    stay = StayFactory(intake__provisional=classification("gepeng"), days_ago=2)
    for code in ("odgj", "gepeng"):
        settle_intake(stay.intake, classification(code), "probable", by=worker)
    stay.refresh_from_db()
    assert end(stay, worker).state == "proposed"


@pytest.mark.parametrize("doubt", ["age", "class"])
def test_the_database_lets_none_of_them_go_without_a_decision(worker, doubt):
    if doubt == "age":
        stay = said_by(UserFactory(), 15)
        state(stay.person, years(20), by=worker)
    else:
        stay = StayFactory(intake__provisional=classification("odgj"), days_ago=2)
        settle_intake(stay.intake, classification("gepeng"), "probable", by=worker)
    exit = Exit(stay=stay, kind=exit_kind("mandiri"), state="done", must_be_known=True)
    exit.recorded_by, exit.done_by, exit.left_at = worker, worker, days.now()
    with pytest.raises(IntegrityError, match="by a decision of the head"), transaction.atomic():
        exit.save()


def test_the_page_says_why_it_goes_through_the_head(client, login):
    worker = login(Role.SOCIAL_WORKER)
    stay = said_by(UserFactory(), 15)
    address = reverse("cases:stay_end", args=[stay.pk])
    state(stay.person, years(20), by=worker)
    page = client.get(address)
    assertContains(page, "Pernah disebut 15 th")
    assertContains(page, "Ajukan terminasi")
    exit = end(stay, worker)
    login(Role.HEAD)
    for name in ("exit_detail", "exit_decide"):
        assertContains(client.get(reverse(f"cases:{name}", args=[exit.pk])), "Pernah disebut 15")


def test_nothing_is_said_where_there_is_no_doubt(client, login):
    login(Role.SOCIAL_WORKER)
    stay = said_by(UserFactory(), 30)
    page = client.get(reverse("cases:stay_end", args=[stay.pk]))
    assertNotContains(page, "Melalui Kepala UPT")
    assertContains(page, "Akhiri masa pembinaan")
