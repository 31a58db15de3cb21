"""Until when a partner answers: the hours of its own service that were agreed (R48)."""

import datetime

import pytest

from cases.stays.free_days.models import FreeDay
from partners.directory.hours import answer_due, answers_due
from partners.directory.models import Partner
from rptc import days
from tests.factories import PartnerFactory

DAY = datetime.date
FRIDAY, MONDAY, TUESDAY = DAY(2026, 11, 27), DAY(2026, 11, 30), DAY(2026, 12, 1)


def at(day, hour, minute=0):
    return days.at(day, datetime.time(hour, minute))


def partner(**said):
    clock = {"answer_hours": 8, "opens_at": datetime.time(8), "closes_at": datetime.time(16)}
    return Partner(**clock | said)


@pytest.mark.parametrize(
    ("said", "asked_at", "due"),
    [
        # Half an hour is left on Friday.
        ({}, at(FRIDAY, 15, 30), at(MONDAY, 15, 30)),
        ({}, at(FRIDAY, 8), at(FRIDAY, 16)),
        # Before it opens, and after it has closed.
        ({}, at(MONDAY, 6), at(MONDAY, 16)),
        ({}, at(FRIDAY, 20), at(MONDAY, 16)),
        ({}, at(DAY(2026, 11, 28), 10), at(MONDAY, 16)),
        ({"opens_at": datetime.time(10)}, at(MONDAY, 9), at(TUESDAY, 12)),
        ({"answer_hours": 2}, at(MONDAY, 9), at(MONDAY, 11)),
        ({"service_days": [1, 2, 3, 4, 5, 6]}, at(FRIDAY, 15, 30), at(DAY(2026, 11, 28), 15, 30)),
        ({"service_days": [7]}, at(MONDAY, 9), at(DAY(2026, 12, 6), 16)),
        # Nothing was agreed: a day, as the clock goes.
        ({"answer_hours": None}, at(FRIDAY, 15, 30), at(DAY(2026, 11, 28), 15, 30)),
        # The year ends meanwhile: 31 December, 23.30.
        (
            {"service_days": list(range(1, 8))},
            at(DAY(2026, 12, 31), 23, 30),
            at(DAY(2027, 1, 1), 16),
        ),
    ],
)
def test_the_hours_are_those_of_their_own_service(said, asked_at, due):
    assert answer_due(partner(**said), asked_at, []) == due


def test_a_holiday_is_no_service_and_another_year_is_another_day():
    once, yearly = FreeDay(on=MONDAY, name="Libur"), FreeDay(on=DAY(2020, 12, 1), is_yearly=True)
    asked_at = at(FRIDAY, 15, 30)
    assert answer_due(partner(), asked_at, [once]) == at(TUESDAY, 15, 30)
    assert answer_due(partner(), asked_at, [once, yearly]) == at(DAY(2026, 12, 2), 15, 30)
    assert answer_due(partner(), asked_at, [FreeDay(on=DAY(2025, 11, 30))]) == at(MONDAY, 15, 30)


def test_who_serves_on_a_free_day_alone_answers_within_a_day():
    every_day = [
        FreeDay(on=DAY(2024, 1, 1) + days.ONE_DAY * number, is_yearly=True)
        for number in range(366)
    ]
    asked_at = at(FRIDAY, 9)
    assert answer_due(partner(), asked_at, every_day) == asked_at + days.ONE_DAY


def test_of_many_the_holidays_are_read_once(db, django_assert_num_queries):
    FreeDay.objects.create(on=MONDAY, name="Libur")
    fast, slow = PartnerFactory(answer_hours=1), PartnerFactory(answer_hours=8)
    asked_at = at(FRIDAY, 15, 30)
    with django_assert_num_queries(1):
        due = answers_due([fast, slow], asked_at)
    assert due == {fast.pk: at(TUESDAY, 8, 30), slow.pk: at(TUESDAY, 15, 30)}
