import datetime
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.people.ages import Age
from rptc import days

D = datetime.date
some_day = st.dates(D(2000, 1, 1), D(2100, 12, 31))


@pytest.mark.parametrize(
    ("clock", "day"),
    [
        ("2026-12-31T15:30:00+00:00", D(2026, 12, 31)),  # 23.30 WITA
        ("2026-12-31T16:30:00+00:00", D(2027, 1, 1)),  # 00.30 WITA
        ("2026-02-28T17:30:00+00:00", D(2026, 3, 1)),  # 01.30 WITA
        ("2028-02-28T16:00:00+00:00", D(2028, 2, 29)),  # midnight
    ],
)
def test_the_local_day_of_a_moment(clock, day):
    assert days.day_of(datetime.datetime.fromisoformat(clock)) == day


@pytest.mark.parametrize("zone", ["UTC", "Asia/Makassar", "America/New_York", "Pacific/Apia"])
def test_the_servers_own_zone_does_not_matter(zone):
    code = (
        "import datetime; from rptc import days;"
        "print(days.day_of(datetime.datetime(2026, 12, 31, 16, 30, tzinfo=datetime.UTC)))"
    )
    answer = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code],
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == "2027-01-01"


@pytest.mark.parametrize(
    ("entered", "length", "unit", "last"),
    [
        (D(2026, 11, 24), 7, "day", D(2026, 11, 30)),
        (D(2026, 12, 31), 1, "day", D(2026, 12, 31)),
        (D(2026, 1, 15), 3, "month", D(2026, 4, 14)),
        (D(2026, 1, 31), 1, "month", D(2026, 2, 27)),
        (D(2028, 1, 31), 1, "month", D(2028, 2, 28)),
    ],
)
def test_the_last_day_in_time(entered, length, unit, last):
    assert days.last_day(entered, length, unit) == last


@given(some_day, st.integers(1, 400))
def test_leaving_on_the_last_day_is_day_n_of_n(entered, length):
    assert days.day_number(entered, days.last_day(entered, length, "day")) == length


@given(some_day, st.integers(0, 400))
def test_nights_are_one_less_than_days(entered, more):
    left = entered + datetime.timedelta(days=more)
    assert days.day_number(entered, left) == days.nights(entered, left) + 1


def test_who_is_born_on_29_february_has_the_birthday_on_1_march():
    assert days.age_on(D(2008, 2, 29), D(2026, 2, 28)) == 17
    assert days.age_on(D(2008, 2, 29), D(2026, 3, 1)) == 18


def test_an_age_is_that_of_the_day_not_of_the_typing():
    said = Age("exact", years=17, stated_on=D(2025, 6, 1))
    assert said.on(D(2025, 6, 1)) == 17
    assert said.is_child_on(D(2026, 5, 31))
    assert not said.is_child_on(D(2026, 6, 1))
    assert said.on(D(2024, 1, 1)) == 17


def test_a_group_is_no_number():
    child = Age("child", stated_on=D(2026, 1, 1))
    assert child.on(D(2026, 1, 1)) is None
    assert child.is_child_on(D(2026, 1, 1))
    assert Age().is_child_on(D(2026, 1, 1)) is None
    assert Age().text_on(D(2026, 1, 1)) == "umur tidak diketahui"


def test_what_a_story_tells_is_done_at_its_moment():
    moment = days.at(datetime.date(2026, 11, 24), datetime.time(6, 45))
    with days.told_at(moment):
        assert (days.now(), days.today()) == (moment, datetime.date(2026, 11, 24))
    assert days.now() != moment
