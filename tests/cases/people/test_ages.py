"""Is a child on that day: the value of the application and the function of the database agree."""

import datetime

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cases.people.ages import GROUPS, Age, AgeKind
from rptc import days

pytestmark = pytest.mark.django_db
D = datetime.date
DAYS = st.dates(D(1900, 1, 1), D(2100, 12, 31))
LEAP_DAYS = st.integers(476, 524).map(lambda n: D(n * 4, 2, 29))
ON = DAYS | LEAP_DAYS
NUMBERS = [AgeKind.EXACT, AgeKind.ABOUT]


def in_database(age, on):
    columns = [age.kind, age.years, age.born_on, age.stated_on, on]
    with connection.cursor() as cursor:
        cursor.execute("SELECT is_child_on(%s, %s, %s, %s, %s)", columns)
        return cursor.fetchone()[0]


@st.composite
def age_and_day(draw):
    """An age, and a day on, before or after the one on which it becomes that of an adult."""
    on = draw(ON)
    kind = draw(st.sampled_from(AgeKind))
    near = datetime.timedelta(days=draw(st.integers(-2, 2)))
    if kind == AgeKind.BIRTH:
        return Age(kind, born_on=draw(ON | st.just(_years_before(on, 18) + near))), on
    if kind in NUMBERS:
        years = draw(st.integers(0, 120) | st.integers(14, 19))
        turning = _years_before(on, max(18 - years, 0)) + near
        return Age(kind, years=years, stated_on=draw(ON | st.just(turning))), on
    if kind in GROUPS:
        return Age(kind, stated_on=draw(ON)), on
    return Age(), on


def _years_before(on, years):
    return days.add_months(on, -12 * years)


@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(age_and_day())
@example((Age(AgeKind.BIRTH, born_on=D(2008, 2, 29)), D(2026, 2, 28)))
@example((Age(AgeKind.BIRTH, born_on=D(2008, 2, 29)), D(2026, 3, 1)))
@example((Age(AgeKind.BIRTH, born_on=D(2006, 2, 28)), D(2024, 2, 28)))
@example((Age(AgeKind.BIRTH, born_on=D(2006, 3, 1)), D(2024, 2, 29)))
@example((Age(AgeKind.EXACT, years=17, stated_on=D(2024, 2, 29)), D(2025, 2, 28)))
@example((Age(AgeKind.EXACT, years=17, stated_on=D(2024, 2, 29)), D(2025, 3, 1)))
@example((Age(AgeKind.ABOUT, years=17, stated_on=D(2026, 6, 1)), D(2020, 1, 1)))
@example((Age(AgeKind.ABOUT, years=18, stated_on=D(2026, 6, 1)), D(2020, 1, 1)))
@example((Age(), D(2026, 1, 1)))
def test_the_database_says_who_is_a_child_as_the_application_does(age_and_day):
    age, on = age_and_day
    assert in_database(age, on) is age.is_child_on(on)


def test_the_eighteenth_birthday_is_the_first_day_of_an_adult():
    born = Age(AgeKind.BIRTH, born_on=D(2008, 5, 7))
    assert in_database(born, D(2026, 5, 6)) is True
    assert in_database(born, D(2026, 5, 7)) is False


def test_the_function_is_copied_into_queries():
    """Called for each row, it would cost a page of contacts its speed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN (VERBOSE, COSTS OFF) SELECT"
            " is_child_on(age_kind, age_years, born_on, age_stated_on, current_date)"
            " FROM cases_person"
        )
        assert "is_child_on(" not in str(cursor.fetchall())


# -- In months ----------------------------------------------------------------------------------

STATED = D(2026, 1, 31)


@pytest.mark.parametrize(
    ("age", "on", "text"),
    [
        (Age.in_months("about", 8, STATED), STATED, "sekitar 8 bulan"),
        (Age.in_months("exact", 0, STATED), STATED, "di bawah 1 bulan"),
        (Age.in_months("exact", 23, STATED), STATED, "23 bulan"),
        (Age.in_months("exact", 24, STATED), STATED, "2 th"),
        (Age.in_months("about", 8, STATED), D(2026, 2, 28), "sekitar 8 bulan"),
        (Age.in_months("about", 8, STATED), D(2026, 3, 1), "sekitar 9 bulan"),
        (Age.in_months("about", 8, STATED), D(2027, 6, 30), "sekitar 1 th"),
        (Age("birth", born_on=D(2025, 6, 15)), STATED, "7 bulan"),
        (Age("birth", born_on=D(2024, 1, 31)), STATED, "2 th"),
        (Age("birth", born_on=STATED), STATED, "di bawah 1 bulan"),
        (Age("about", years=0, stated_on=STATED), STATED, "di bawah 1 th"),
        (Age("exact", years=1, stated_on=STATED), STATED, "1 th"),
    ],
)
def test_a_baby_is_told_in_months(age, on, text):
    assert age.text_on(on) == text


def test_months_stand_beside_the_years_that_are_in_them():
    from django.db import IntegrityError, transaction

    from tests.factories import PersonFactory

    baby = PersonFactory(age_years=0)
    baby.age = Age.in_months("about", 8, STATED)
    baby.save()
    baby.refresh_from_db()
    assert (baby.age_years, baby.age.text_on(STATED)) == (0, "sekitar 8 bulan")
    for wrong in ({"age_years": 3}, {"age_months": 24}, {"age_months": 12}):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(baby).objects.filter(pk=baby.pk).update(**wrong)
