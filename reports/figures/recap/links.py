"""Links from the page of a recap to those of other periods."""

from dataclasses import dataclass

from django.urls import reverse

from reports.figures.periods import Period
from reports.figures.recap.figures import Measure, Recap
from rptc import days, words
from rptc.addresses import address_of


@dataclass(frozen=True)
class Link:
    """`spoken` is read aloud in the place of a short text. `current` is "page" where it leads to
    the page itself, "true" where that page is a part of it."""

    address: str
    text: str
    spoken: str = ""
    current: str = ""


def most_asked(period: Period, measure: Measure) -> list[Link]:
    """This year and the last, the last month and the last triwulan that are over."""
    today = days.today()
    year, before = Period.year(today.year), Period.year(today.year - 1)
    begins = days.add_months(today.replace(day=1), -1)
    month = Period.month(begins.year, begins.month)
    this_quarter = Period.quarter(today.year, (today.month + 2) // 3)
    quarter = Period(days.add_months(this_quarter.first, -3), this_quarter.first)
    asked = f"measure={measure.value}"
    each = [
        (year, str(today.year), f"{year_of(today.year)}?{asked}"),
        (before, str(today.year - 1), f"{year_of(today.year - 1)}?{asked}"),
        (month, "Bulan lalu", f"{month_of(begins.year, begins.month)}?{asked}"),
        (
            quarter,
            quarter.title.rsplit(" ", 1)[0],
            f"{reverse('reports:recap')}?{quarter.query}&{asked}",
        ),
    ]
    return [
        Link(address, name, spoken=other.title, current="page" if other == period else "")
        for other, name, address in each
    ]


def year_of(year: int) -> str:
    return address_of("reports:recap_year", year)


def month_of(year: int, month: int) -> str:
    return address_of("reports:recap_month", year, month)


def years_beside(years: list[int], period: Period, measure: Measure) -> list[Link]:
    this = "page" if period.is_year else "true"
    return [
        Link(
            f"{year_of(year)}?measure={measure.value}",
            str(year),
            current=this if year == period.first.year else "",
        )
        for year in years
    ]


def months_beside(months: list[Period], period: Period, measure: Measure) -> list[Link]:
    return [
        Link(
            f"{month_of(month.first.year, month.first.month)}?measure={measure.value}",
            words.write_date(month.first, "M"),
            spoken=month.title,
            current="page" if month == period else "",
        )
        for month in months
    ]


def parts_beside(parts: list[tuple[str, Period]], period: Period, measure: Measure) -> list[Link]:
    """Triwulan and semesters."""
    recap = reverse("reports:recap")
    return [
        Link(
            f"{recap}?{part.query}&measure={measure.value}",
            name,
            current="page" if part == period else "",
        )
        for name, part in parts
    ]


def cuts_beside(cuts: list, recap: Recap) -> list[Link]:
    """The same numbers, divided by something else than class and sex."""
    address = reverse("reports:recap_cuts")
    return [Link(f"{address}?{recap.query}&cut={cut.value}", cut.label) for cut in cuts]
