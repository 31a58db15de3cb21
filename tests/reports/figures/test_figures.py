"""The figures of a recap on rows made by hand, and the official years to the cell."""

import datetime
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.intakes.models import Classification, Door, Intake, Outcome
from cases.people.models import Person
from reports.figures.models import CountingRule
from reports.figures.periods import Period
from reports.figures.recap import figures
from reports.figures.recap.figures import Measure, Reason
from rptc import days, kept
from tests.factories import (
    IntakeFactory,
    PersonFactory,
    StayFactory,
    UserFactory,
    classification,
)
from tests.reports.figures.official import OFFICIAL, official_rows

pytestmark = pytest.mark.django_db

Y2024 = Period.year(2024)


def intake(met_on, code="gepeng", sex="L", person=None, **fields):
    return IntakeFactory(
        person=person or PersonFactory(sex=sex),
        met_on=met_on,
        provisional=classification(code),
        **fields,
    )


def stay(began_at, code="gepeng", sex="L", **fields):
    met = intake(days.day_of(began_at), code, sex)
    return StayFactory(intake=met, began_at=began_at, **fields)


def numbers(recap):
    """{class: (L, P)} of the rows that are not zero."""
    return {row.classification.code: (row.male, row.female) for row in recap.rows if row.total}


def left_out(recap):
    return {left.reason: left.count for left in recap.left_out}


def test_terjaring_counts_every_time_a_person_was_met():
    person = PersonFactory(sex="P")
    intake(date(2024, 1, 1), person=person)
    intake(date(2024, 6, 30), "odgj", person=person)
    intake(date(2024, 12, 31), "odgj", sex="L")
    intake(date(2023, 12, 31))
    intake(date(2025, 1, 1))

    recap = figures.recap(Y2024, "terjaring")

    assert numbers(recap) == {"gepeng": (0, 1), "odgj": (1, 1)}
    assert (recap.male, recap.female, recap.total) == (1, 2, 3)
    assert recap.left_out == ()


def test_a_person_counts_once_a_period_in_the_class_of_the_first_meeting():
    person = PersonFactory(sex="P")
    morning = datetime.datetime(2024, 2, 1, 8, tzinfo=days.WITA)
    intake(date(2024, 3, 5), "napza", person=person)
    intake(date(2024, 2, 1), "odgj", person=person)
    intake(date(2024, 2, 1), "tuna-susila", person=person, met_at=morning)

    year = figures.recap(Y2024, "orang")

    assert numbers(year) == {"tuna-susila": (0, 1)}
    assert left_out(year) == {Reason.AGAIN: 2}
    assert numbers(figures.recap(Period.month(2024, 3), "orang")) == {"napza": (0, 1)}
    assert figures.total_of(Y2024, "orang") == 1


def test_a_meeting_that_does_not_count_is_not_the_first():
    person = PersonFactory(sex="L")
    intake(date(2024, 1, 2), "odgj", person=person, outcome=Outcome.REFUSED)
    intake(date(2024, 1, 3), "gepeng", person=person)

    recap = figures.recap(Y2024, "orang")

    assert numbers(recap) == {"gepeng": (1, 0)}
    assert left_out(recap) == {Reason.OUTCOME: 1}


def test_pembinaan_counts_stays_by_the_local_day_on_which_they_began():
    new_years_eve = datetime.datetime(2024, 12, 31, 23, 30, tzinfo=days.WITA)
    stay(new_years_eve, "lansia", "P")
    stay(new_years_eve + datetime.timedelta(minutes=30))

    assert numbers(figures.recap(Y2024, "pembinaan")) == {"lansia": (0, 1)}
    assert numbers(figures.recap(Period.year(2025), "pembinaan")) == {"gepeng": (1, 0)}
    assert figures.total_of(Y2024, "pembinaan") == 1


def test_the_old_year_ends_at_midnight_in_makassar():
    late = datetime.datetime(2024, 12, 31, 23, 30, tzinfo=days.WITA)
    intake(days.day_of(late), met_at=late)
    assert figures.recap(Y2024, "terjaring").total == 1
    assert figures.recap(Period.month(2024, 12), "terjaring").total == 1
    assert figures.recap(Period.year(2025), "terjaring").total == 0


def test_each_day_counts_under_the_rule_of_that_day():
    CountingRule.objects.create(
        valid_from=date(2024, 7, 1),
        doors=[Door.PATROL, Door.WALK_IN],
        outcomes=Outcome.values,
    )
    for day in (date(2024, 6, 30), date(2024, 7, 1)):
        intake(day, "odgj", door=Door.POLICE)
        intake(day, "napza", outcome=Outcome.REFUSED)

    recap = figures.recap(Y2024, "terjaring")

    assert numbers(recap) == {"odgj": (1, 0), "napza": (1, 0)}
    assert left_out(recap) == {Reason.OUTCOME: 1, Reason.DOOR: 1}
    for reason in (Reason.OUTCOME, Reason.DOOR):
        behind = figures.rows_behind(Y2024, "terjaring", reason=reason)
        assert behind.count() == 1


def test_a_class_has_a_row_in_the_years_in_which_it_existed():
    def codes(period):
        return [row.classification.code for row in figures.recap(period, "terjaring").rows]

    assert len(codes(Period.year(2022))) == 7
    assert len(codes(Period.year(2023))) == 8
    assert len(codes(Y2024)) == 9
    assert codes(Period.year(2025))[-1] == "anak-terlantar"
    assert "korban" not in codes(Period.year(2025))
    assert codes(Period.of_days(date(2023, 12, 1), date(2024, 1, 31)))[-1] == "abh"


def test_rows_under_a_class_that_did_not_exist_are_left_out_and_said():
    intake(date(2023, 12, 31), "abh")
    intake(date(2024, 1, 1), "abh")
    intake(date(2024, 1, 1), "korban", door=Door.UPTD_PPA)
    span = Period.of_days(date(2023, 12, 1), date(2024, 1, 31))

    for measure in (Measure.INTAKES, Measure.PEOPLE):
        recap = figures.recap(span, measure)
        assert numbers(recap) == {"abh": (1, 0)}
        assert left_out(recap) == {Reason.OUTSIDE: 1, Reason.ABSENT: 1}
    behind = figures.rows_behind(span, "terjaring", reason=Reason.ABSENT)
    assert [row.met_on for row in behind] == [date(2023, 12, 31)]


def test_two_rows_that_were_one_person_count_once_when_merged():
    kept, lost = PersonFactory(sex="L"), PersonFactory(sex="L")
    intake(date(2024, 1, 1), person=kept)
    intake(date(2024, 2, 1), person=lost)
    assert figures.recap(Y2024, "orang").total == 2

    Intake.objects.filter(person=lost).update(person=kept)
    Person.objects.filter(pk=lost.pk).update(merged_into=kept)

    assert figures.recap(Y2024, "orang").total == 1
    assert figures.recap(Y2024, "terjaring").total == 2


@pytest.fixture
def mixed_years():
    """Rows of every kind over two years, under two rules."""
    CountingRule.objects.create(
        valid_from=date(2024, 7, 1), doors=[Door.WALK_IN], outcomes=[Outcome.BROUGHT]
    )
    people = [PersonFactory(sex=sex) for sex in "LPLPL"]
    codes = ["gepeng", "odgj", "abh", "korban", "anak-terlantar", "adk"]
    doors, outcomes = [Door.WALK_IN, Door.POLICE], [Outcome.BROUGHT, Outcome.REFUSED]
    for n in range(60):
        stays = n % 3 == 0
        met = intake(
            date(2023, 6, 1) + datetime.timedelta(days=17 * n),
            codes[n % 6],
            person=people[n % 5],
            door=doors[n // 7 % 2],
            outcome=Outcome.BROUGHT if stays else outcomes[n // 11 % 2],
        )
        if stays:
            began = days.at(met.met_on, datetime.time(23, 30))
            StayFactory(intake=met, began_at=began, ended_at=began + datetime.timedelta(days=2))


PERIODS = [
    Y2024,
    Period.year(2025),
    Period.semester(2024, 2),
    Period.of_days(date(2023, 11, 5), date(2025, 2, 20)),
    Period.month(2024, 9),
]


@pytest.mark.usefixtures("mixed_years")
@pytest.mark.parametrize("measure", Measure)
@pytest.mark.parametrize("period", PERIODS)
def test_every_number_has_as_many_rows_behind_it_and_all_add_up(period, measure):
    recap = figures.recap(period, measure)

    for row in (*recap.rows, recap.sums):
        for sex, number in (("L", row.male), ("P", row.female), (None, row.total)):
            behind = figures.rows_behind(period, measure, row.classification, sex)
            assert behind.count() == number
    for left in recap.left_out:
        behind = figures.rows_behind(period, measure, reason=left.reason)
        assert behind.count() == left.count
    everything = figures.source(period, measure).rows().count()
    assert recap.total + sum(left.count for left in recap.left_out) == everything
    assert figures.total_of(period, measure) == recap.total


@pytest.mark.parametrize("measure", Measure)
def test_one_grouped_query_whatever_the_rows(measure):
    counting = figures.Counting()

    def queries():
        with CaptureQueriesContext(connection) as asked:
            figures.recap(Y2024, measure, counting)
        return [query["sql"] for query in asked]

    intake(date(2024, 1, 1))
    assert len(queries()) == 1
    for n in range(1, 12):
        stay(datetime.datetime(2024, n, 1, 12, tzinfo=days.WITA))
    [asked] = queries()
    sql = _prepared(asked.removeprefix("EXECUTE "))
    assert "JOIN" not in sql or measure == Measure.STAYS
    assert "cases_person" not in sql
    # Values stand in the statement: with parameters it would take the generic plan.
    assert "2024" in sql or measure == Measure.STAYS
    assert "$1" not in sql


def _prepared(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE name = %s", [name])
        return cursor.fetchone()[0]


def test_of_days_of_ones_own_nothing_is_kept():
    intake(date(2024, 3, 5))
    odd = Period(date(2024, 3, 4), date(2024, 3, 9))
    counting = figures.Counting()
    before = kept._kept_rows.cache_info().misses
    assert figures.recap(odd, Measure.INTAKES, counting).total == 1
    assert figures.total_of(odd, Measure.PEOPLE, counting) == 1
    assert figures.unsettled_number(odd, Measure.INTAKES, counting) == 1
    assert kept._kept_rows.cache_info().misses == before


@pytest.mark.parametrize("year", OFFICIAL)
def test_the_official_years_to_the_cell(year):
    make_official(year)

    recap = figures.recap(Period.year(year), "terjaring")

    assert [(row.name, row.male, row.female) for row in recap.rows] == official_rows(year)
    assert (recap.total, recap.male, recap.female) == OFFICIAL[year]
    # The register of an official year counts as it was printed then.
    assert not figures.unsettled_rows(recap.period, "terjaring").exists()


def make_official(year):
    """A year of the old register, whose sums are the published table."""
    by = UserFactory()
    for order, (name, male, female) in enumerate(official_rows(year)):
        for sex, count in (("L", male), ("P", female)):
            make_many(by, Classification.objects.get(name=name), sex, count, year, order)


def make_many(by, klass, sex, count, year, order):
    people = Person.objects.bulk_create(
        Person(name=f"Orang {n}", sex=sex, recorded_by=by) for n in range(count)
    )
    Intake.objects.bulk_create(
        Intake(
            person=person,
            sex=sex,
            met_on=date(year, 1 + (n + order) % 12, 1 + n % 28),
            door=Door.REGISTER,
            outcome=Outcome.UNRECORDED,
            provisional=klass,
            classification=klass,
            recorded_by=by,
        )
        for n, person in enumerate(people)
    )


def test_what_is_unsettled_is_told():
    intake(date(2024, 1, 1))
    intake(date(2024, 1, 1), outcome=Outcome.REFUSED)
    intake(date(2024, 1, 1), door=Door.REGISTER, outcome=Outcome.UNRECORDED)
    intake(
        date(2024, 1, 1),
        settled=classification("odgj"),
        settled_at=days.now(),
        settled_by=UserFactory(),
    )
    assert figures.unsettled_rows(Y2024, "terjaring").count() == 1


def test_the_house_balances_on_every_edge():
    first = days.starts_at(date(2024, 1, 1))
    hours = datetime.timedelta(hours=1)
    stay(first - 48 * hours, ended_at=first - 24 * hours)  # long gone
    stay(first - 48 * hours, ended_at=first)  # leaves at the stroke of midnight: this year
    stay(first - hours)  # still there
    stay(first)
    stay(first + hours, ended_at=first + 5 * hours)
    stay(days.starts_at(date(2025, 1, 1)))  # next year

    sheet = figures.balance(Y2024)

    assert (sheet.opening, sheet.came, sheet.left, sheet.closing) == (2, 2, 2, 2)
    assert sheet.is_even
    assert figures.balance(Period.year(2025)).opening == sheet.closing


@pytest.mark.parametrize("year", range(2020, 2030))
def test_the_rows_are_the_classes_that_the_settings_name_for_the_year(year):
    Classification.objects.filter(code="napza").update(last_year=2024)
    rows = figures.Counting().classes_of(Period.year(year))
    assert rows == list(Classification.objects.in_year(year))
