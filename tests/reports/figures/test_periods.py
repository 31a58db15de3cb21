"""Periods have the names that the office uses, and the same period the year before."""

from datetime import date

import pytest

from reports.figures.periods import Period

PARTS = [
    (Period.year(2024), "Tahun 2024", "Tahun 2024"),
    (Period.month(2024, 3), "Maret 2024", "Bulan Maret Tahun 2024"),
    (Period.quarter(2024, 1), "Triwulan I 2024", "Triwulan I Tahun 2024"),
    (Period.quarter(2024, 4), "Triwulan IV 2024", "Triwulan IV Tahun 2024"),
    (Period.semester(2024, 2), "Semester II 2024", "Semester II Tahun 2024"),
    (
        Period.of_days(date(2024, 2, 1), date(2024, 3, 31)),
        "1 Februari 2024 sampai 31 Maret 2024",
        "Periode 1 Februari 2024 sampai 31 Maret 2024",
    ),
    (
        Period.of_days(date(2024, 2, 1), date(2024, 2, 1)),
        "1 Februari 2024",
        "Periode 1 Februari 2024",
    ),
]


@pytest.mark.parametrize(("period", "title", "official"), PARTS)
def test_titles(period, title, official):
    assert period.title == title
    assert period.official_title == official


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2024, 5, 10), date(2024, 5, 10)),
        (date(2024, 12, 31), date(2024, 12, 31)),
        (date(2025, 3, 1), date(2024, 12, 31)),
        (date(2023, 12, 31), date(2024, 12, 31)),
    ],
)
def test_a_period_as_far_as_today(today, last):
    assert Period.year(2024).as_far_as(today) == Period.of_days(date(2024, 1, 1), last)


def test_whole_months_typed_as_days_have_the_name_of_the_months():
    assert Period.of_days(date(2024, 1, 1), date(2024, 3, 31)) == Period.quarter(2024, 1)
    assert Period.of_days(date(2024, 1, 1), date(2024, 12, 31)).is_year
    assert Period.of_days(date(2024, 2, 1), date(2024, 4, 30)).months == 0


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (Period.year(2024), Period.year(2023)),
        (Period.month(2024, 2), Period.month(2023, 2)),
        (Period.month(2025, 2), Period.month(2024, 2)),
        (Period.semester(2024, 2), Period.semester(2023, 2)),
        (
            Period.of_days(date(2024, 2, 10), date(2024, 2, 29)),
            Period.of_days(date(2023, 2, 10), date(2023, 2, 28)),
        ),
        (
            Period.of_days(date(2023, 12, 20), date(2024, 1, 10)),
            Period.of_days(date(2022, 12, 20), date(2023, 1, 10)),
        ),
        (
            Period.of_days(date(2024, 1, 1), date(2024, 2, 28)),
            Period.of_days(date(2023, 1, 1), date(2023, 2, 28)),
        ),
    ],
)
def test_the_same_period_of_the_year_before(period, before):
    assert period.previous_year == before


def test_a_period_is_over_on_the_day_after_its_last():
    year = Period.year(2024)
    assert not year.is_over(date(2024, 12, 31))
    assert year.is_over(date(2025, 1, 1))


@pytest.mark.parametrize("month", [0, 13])
def test_a_month_that_does_not_exist_is_refused(month):
    with pytest.raises(ValueError, match="month"):
        Period.month(2024, month)
