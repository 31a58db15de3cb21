"""An age is said while the file is saved: what stands beside it is right afterwards."""

import pytest

from cases.people.actions import add_statement
from cases.people.models import Person, Statement
from rptc import days
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.at_once import before_commit

pytestmark = [pytest.mark.gate, pytest.mark.django_db(transaction=True)]


def right(pk):
    person = Person.objects.get(pk=pk)
    said = Statement.objects.filter(person=pk, kind="age").order_by("-stated_on", "-pk").first()
    shown = (person.age_years, person.age_stated_on, person.born_on)
    other = (said.age_years, said.age_stated_on, said.born_on) != shown
    assert person.age_said_otherwise == other


def age(person, years, by):
    today = days.today()
    return Statement(person=person, kind="age", source="self", stated_on=today, recorded_by=by,
                     age_kind="exact", age_years=years, age_stated_on=today)  # fmt: skip


def test_a_page_of_before_is_saved_while_an_age_is_said():
    by = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    person = f.PersonFactory(age_kind="exact", age_years=30)
    old = Person.objects.get(pk=person.pk)
    with before_commit(old.save):
        add_statement(age(person, 31, by), shown=False, by=by)
    right(person.pk)
    assert Person.objects.get(pk=person.pk).age_said_otherwise
    old = Person.objects.get(pk=person.pk)
    with before_commit(old.save):
        add_statement(age(person, 33, by), shown=True, by=by)
    right(person.pk)


def test_an_age_is_said_while_another_is_shown():
    by = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    person = f.PersonFactory(age_kind="exact", age_years=30)
    add_statement(age(person, 30, by), shown=False, by=by)
    second = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    with before_commit(lambda: add_statement(age(person, 30, second), shown=False, by=second)):
        add_statement(age(person, 31, by), shown=True, by=by)
    right(person.pk)


def test_two_who_lock_nothing_say_two_ages():
    """No page does so."""
    by = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    person = f.PersonFactory(age_kind="exact", age_years=30, age_stated_on=days.today())
    with before_commit(lambda: Statement.objects.bulk_create([age(person, 30, by)])):
        Statement.objects.bulk_create([age(person, 31, by)])
    right(person.pk)
