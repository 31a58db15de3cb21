"""What each rule finds, and what it leaves alone; whose rows it looks at."""

import itertools
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.intakes.models import Classification, Intake
from cases.people.models import Person, Statement
from reports.desk.history.records import events_of
from reports.quality.rules import RULES, counts_of, rules_for, years_on
from reports.quality.shown import shown
from rptc import days
from rptc.accounts.permissions import GRANTS, Role
from tests import factories as f
from tests.reports.quality.found import (
    NOT_SETTLED,
    hits,
    in_house,
    met,
    on_the_way,
    origin,
    said,
)

pytestmark = pytest.mark.django_db
PLACED = {"outcome": "advised"}


@pytest.fixture
def worker():
    return f.UserFactory(roles=[Role.SOCIAL_WORKER])


@pytest.fixture
def house():
    return f.UserFactory(roles=[Role.CARETAKER])


@pytest.fixture
def officer():
    return f.UserFactory(roles=[Role.FIELD])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_a_rule_is_mended_by_who_holds_the_right_to_the_page(rule):
    """And the page of quality is open to all of them."""
    for way in rule.ways:
        assert GRANTS[way.permission] & GRANTS["reports.mend_quality"], way


def test_of_clean_rows_nothing_is_said(worker, house, officer):
    met(30, recorded_by=officer)
    met(recorded_by=officer)
    in_house(9, person__nik_status="none")
    for user in (worker, house, officer):
        assert sum(counts_of(user).values()) == 0


def test_a_class_may_be_provisional_for_three_days(worker):
    met(3, **NOT_SETTLED)
    assert hits(worker, "class") == set()
    late = met(4, **NOT_SETTLED)
    assert hits(worker, "class") == {late}


def test_the_old_register_counts_as_it_was_printed(worker):
    old = {"door": "register", "outcome": "unrecorded", "no_origin": True, "code": "anjal"}
    met(400, **old | NOT_SETTLED)
    assert sum(counts_of(worker).values()) == 0


def test_an_origin_is_asked_for_after_a_week_once_a_person(worker):
    assert hits(worker, "origin") == set()
    met(6, no_origin=True)
    assert hits(worker, "origin") == set()
    first = met(20, no_origin=True)
    second = met(8, person=first.person)
    # What is of this week does not yet count, and does not hide what is older.
    met(2, person=first.person)
    assert hits(worker, "origin") == {second}


def test_the_age_that_was_said_last_is_held_against_the_one_that_is_shown(worker):
    person = met(200, person__age_years=9).person
    said(person, 15, ago=100)
    last = said(person, 13)
    assert hits(worker, "age") == {last}
    said(person, 12)
    assert hits(worker, "age") == set()


def test_the_same_number_is_another_age_years_later_and_on_the_same_day_none(worker):
    then = days.add_months(days.today(), -12 * 5)
    person = met(person__age_years=9, person__age_stated_on=then).person
    said(person, 9, ago=(days.today() - then).days)
    assert hits(worker, "age") == set()
    last = said(person, 9)
    assert hits(worker, "age") == {last}


def test_a_birth_date_is_held_against_an_age_too(worker):
    today = days.today()
    born = days.add_months(today, -12 * 14)
    person = met(person__age_kind="birth", person__born_on=born, person__age_years=None,
                 person__age_stated_on=today).person  # fmt: skip
    said(person, 17)
    assert hits(worker, "age") == set()
    last = said(person, 18)
    assert hits(worker, "age") == {last}


def test_an_age_that_is_struck_moved_or_shown_from_now_on_is_no_hit_any_more(worker):
    person, other = met(200, person__age_years=9).person, met(200, person__age_years=20).person
    last = said(person, 15)
    # A page that was opened before saves every column as it was read.
    shown = Person.objects.get(pk=person.pk)
    Person.objects.filter(pk=person.pk).update(age_years=14)
    assert hits(worker, "age") == set()
    shown.save()
    assert hits(worker, "age") == {last}
    Statement.objects.filter(pk=last.pk).update(person=other)
    assert hits(worker, "age") == {last}
    assert list(Person.objects.filter(age_said_otherwise=True)) == [other]
    Statement.objects.filter(pk=last.pk).update(age_years=20, age_stated_on=other.age_stated_on)
    assert hits(worker, "age") == set()
    assert not Person.objects.filter(age_said_otherwise=True).exists()
    last = said(person, 15)
    Statement.objects.filter(pk=last.pk).delete()
    assert not Person.objects.filter(age_said_otherwise=True).exists()


def test_what_the_database_writes_down_of_an_age_is_no_change_of_the_file(worker):
    person = met(200, person__age_years=9).person
    events = events_of(person).count()
    said(person, 15)
    assert Person.objects.get(pk=person.pk).age_said_otherwise
    assert events_of(person).count() == events


def test_a_group_says_no_years_and_is_held_against_nothing(worker):
    person = met(person__age_kind="adult", person__age_years=None).person
    said(person, 9)
    assert hits(worker, "age") == set()


STATED = [
    ("exact", 30, None, date(2026, 1, 15)),
    ("about", 0, None, date(2026, 11, 20)),
    ("birth", None, date(2012, 2, 29), date(2026, 1, 1)),
    ("birth", None, date(2008, 11, 29), None),
    ("adult", None, None, date(2026, 1, 1)),
    ("unknown", None, None, None),
]


# Around the days on which somebody becomes a year older, and long after.
DAYS = [
    date(2026, 1, 14),
    date(2026, 11, 29),
    date(2027, 1, 14),
    date(2027, 1, 15),
    date(2027, 2, 28),
    date(2027, 3, 1),
    date(2028, 2, 28),
    date(2028, 2, 29),
    date(2112, 2, 28),
    date(2112, 2, 29),
]


@pytest.mark.parametrize("day", DAYS)
def test_the_database_counts_years_as_the_application_does(day):
    for kind, years, born_on, stated_on in STATED:
        intake = f.IntakeFactory(
            met_on=day, person__age_kind=kind, person__age_years=years, person__born_on=born_on,
            person__age_stated_on=stated_on,
        )  # fmt: skip
        counted = Intake.objects.annotate(n=years_on("met_on", "person__")).get(pk=intake.pk).n
        assert counted == intake.person.age.on(day), (kind, day)


def test_what_is_unusual_is_what_the_class_calls_unusual(worker):
    Classification.objects.filter(code="odgj").update(usual_sex="P")
    classes = ["anjal", "gepeng", "lansia", "odgj"]
    for code, years, sex in itertools.product(classes, [4, 5, 17, 18, 59, 60], ["L", "P"]):
        met(code=code, person__age_years=years, person__sex=sex)
    met(code="anjal", person__age_kind="child", person__age_years=None)
    expected = {
        intake
        for intake in Intake.objects.select_related("person", "classification")
        if intake.classification.unusual(intake.person.age.on(intake.met_on), intake.sex)
    }
    assert hits(worker, "unusual") == expected != set()


def test_of_a_child_who_may_be_a_victim_nobody_asks_for_age_and_class(worker):
    met(code="tuna-susila", person__age_years=14)
    noted = met(code="gepeng", person__age_years=14)
    assert hits(worker, "unusual") == {noted}
    f.ChildVictimFactory(intake=noted)
    assert hits(worker, "unusual") == set()


def test_an_arrival_is_confirmed_within_half_a_day(worker, house):
    met(outcome="brought")
    late = on_the_way()
    f.StayFactory(intake=on_the_way(), began_at=days.now())
    for user in (worker, house):
        assert hits(user, "arrival") == {late}


def test_a_nik_is_asked_for_in_the_first_week(worker, house):
    late = in_house(8)
    in_house(6)
    in_house(8, person__nik_status="in_process")
    in_house(8, person__nik="7371094108800001", person__nik_status="claimed")
    f.StayFactory(ended=True, days_ago=9, intake=met(9, outcome="brought"))
    assert hits(worker, "nik") == {late}
    # The house knows no NIK, and is not told that one is missing.
    assert "nik" not in counts_of(house)


def test_doubles_are_those_of_their_own_page(worker):
    double = f.DoubleFactory()
    f.DoubleFactory(state="not_same", decided_by=worker, decided_at=days.now())
    assert hits(worker, "doubles") == {double}


# -- Whose rows ---------------------------------------------------------------------------------


def test_trc_reads_of_their_own_catches_alone(officer):
    own = met(recorded_by=officer, met_at=None, place="")
    met(met_at=None)
    patrol = f.PatrolFactory()
    patrol.members.create(user=officer)
    rode = met(door="patrol", patrol=patrol, place="", hot_spot=None)
    assert hits(officer, "unplaced") == {own, rode}
    late = on_the_way(recorded_by=officer)
    on_the_way()
    assert hits(officer, "arrival") == {late}
    # Nothing else is theirs to mend.
    assert set(counts_of(officer)) <= {"unplaced", "arrival"}


def test_after_a_day_it_is_not_theirs_any_more(officer):
    met(2, recorded_by=officer, met_at=None, recorded_at=days.now() - timedelta(hours=25))
    assert hits(officer, "unplaced") == set()


def wrong_everywhere(**person):
    """A row for each rule, of people whose file is as told."""
    person = {f"person__{name}": value for name, value in person.items()}
    met(9, no_origin=True, **person, **NOT_SETTLED)
    met(code="anjal", person__age_years=40, **person)
    in_house(9, **person)
    on_the_way(**person)
    said(met(9, **person).person, 50)
    one, other = met(**person).person, met(**person).person
    f.DoubleFactory(person=one, other=other)


def test_of_a_closed_file_nothing_is_found_and_nothing_counted(worker):
    wrong_everywhere(is_sealed=True)
    assert sum(counts_of(worker).values()) == 0
    wrong_everywhere()
    assert {key: n for key, n in counts_of(worker).items() if n} == {
        key: 1 for key in ("class", "origin", "unusual", "nik", "arrival", "age", "doubles")
    }


def test_of_a_file_of_the_family_nothing_is_found(worker):
    wrong_everywhere()
    for intake in Intake.objects.all():
        f.ConflictFactory(user=worker, person=intake.person)
    again = type(worker).objects.get(pk=worker.pk)
    assert sum(counts_of(again).values()) == 0


def test_the_house_reads_of_closed_files_what_its_own_page_shows():
    """Who is house staff and a social worker in one as well."""
    late = on_the_way(person__is_sealed=True, no_origin=True)
    both = f.UserFactory(roles=[Role.CARETAKER, Role.SOCIAL_WORKER])
    assert hits(both, "arrival") == {late}
    in_house(9, person__is_sealed=True, no_origin=True, code="anjal")
    assert {key: n for key, n in counts_of(both).items() if n} == {"arrival": 1}


def test_what_trc_sees_for_a_day_of_a_closed_file_is_not_mended_in_it():
    both = f.UserFactory(roles=[Role.FIELD, Role.SOCIAL_WORKER])
    own = on_the_way(recorded_by=both, person__is_sealed=True, no_origin=True)
    Intake.objects.filter(pk=own.pk).update(met_on=days.today() - timedelta(days=9), met_at=None)
    assert hits(both, "arrival") == {own}
    assert {key: n for key, n in counts_of(both).items() if n} == {"arrival": 1, "unplaced": 1}


def test_a_merged_file_is_nobodys(worker):
    person = met(9, no_origin=True).person
    said(person, 80)
    kept = f.PersonFactory(origin=origin())
    type(person).objects.filter(pk=person.pk).update(merged_into=kept)
    assert hits(worker, "age") == set()


@pytest.mark.parametrize(
    "roles",
    [
        [Role.SOCIAL_WORKER],
        [Role.CARETAKER],
        [Role.FIELD],
        [Role.CARETAKER, Role.SOCIAL_WORKER],
        [Role.FIELD, Role.SOCIAL_WORKER],
    ],
)
def test_what_is_counted_for_all_readers_at_once_is_what_each_finds(roles):
    """The statement is written for whoever has these rights (rptc/kept.py)."""
    for _ in range(2):
        user = f.UserFactory(roles=roles)
        wrong_everywhere()
        wrong_everywhere(is_sealed=True)
        wrong_everywhere(recorded_by=user, is_sealed=True)
        met(met_at=None, recorded_by=user)
        found = {rule.key: rule.hits_of(user).count() for rule in rules_for(user)}
        assert counts_of(user) == found
        assert any(found.values())


def test_many_hits_are_asked_for_as_few_are(worker):
    wrong_everywhere()
    number = asked(worker)
    for _ in range(3):
        wrong_everywhere()
    assert asked(worker) == number


def asked(user):
    counts_of(user)
    with CaptureQueriesContext(connection) as queries:
        counts_of(user)
        for rule in RULES:
            if rule.way_of(user):
                shown(rule, rule.hits_of(user).select_related(*rule.related), user)
    return len(queries)
