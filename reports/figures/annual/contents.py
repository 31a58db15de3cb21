"""Laporan tahunan: what the pages of a year say, put together. It counts nothing by itself: each
number is that of the page which it names.

What nobody wrote down has no section: a report with empty tables would say that there was nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse

from cases.patrols.prevention import figures as prevention
from cases.patrols.prevention.models import Prevention
from reports.figures.casework.course import Course, course
from reports.figures.closing.freezing import freeze
from reports.figures.closing.standing import Standing, standing_of
from reports.figures.partnership.counted import Told, told_to_all
from reports.figures.periods import OfAYear, Period
from reports.figures.recap import charts, figures
from reports.figures.recap.figures import Balance, Counting, Measure, Recap
from reports.figures.recap.views import comparable
from reports.figures.returns.ledger import Cut, Ledger, ledger, left_out
from reports.figures.seasons.held import Season, seasons_beside
from reports.figures.services.spm import Services, services_of
from rptc import days


@dataclass(frozen=True)
class MonthLine:
    """Terjaring of a month; None where the year before is not told, or it has not begun."""

    period: Period
    was: int | None
    now: int | None


@dataclass(frozen=True)
class Returns:
    """Exits of the year by their kind, the year before in all, and whom the table leaves out."""

    ledger: Ledger
    before: Ledger
    left_out: dict[str, int]

    @property
    def windows(self):
        """(days, cell of the year, cell of the year before)."""
        pairs = zip(self.ledger.sums.cells, self.before.sums.cells, strict=True)
        return [(now.within, now, was) for now, was in pairs]


@dataclass(frozen=True)
class Annual(OfAYear):
    period: Period
    standing: Standing
    recap: Recap
    # The year before, of a running year its same days; none where nothing was written down.
    before: Recap | None
    people: int
    stays: int
    months: tuple[MonthLine, ...]
    balance: Balance
    services: Services
    course: Course
    returns: Returns
    partnership: tuple[Told, ...]
    prevention: prevention.Year
    occasions: list[Prevention]
    # What the comparison with the year before says of special periods, and those of its months.
    seasons: list[str]
    of_months: list[Season]
    sections: list["Section"] = field(default_factory=list)

    @property
    def as_far_as(self) -> Period:
        return self.period.as_far_as(days.today())

    @property
    def compared(self):
        return figures.compare(self.recap, [self.before] if self.before else [])

    @property
    def months_chart(self):
        numbers = {}
        for line in self.months:
            numbers[self.year, line.period.first.month] = line.now
            numbers[self.year - 1, line.period.first.month] = line.was
        return charts.months_chart(self.year, numbers)

    @property
    def months_before(self) -> int:
        return sum(line.was or 0 for line in self.months)


@dataclass(frozen=True)
class Section:
    """A part of the report, whether there is anything to tell, and the page whose numbers it
    tells, for who may open that."""

    key: str
    title: str
    has: Callable[[Annual], bool]
    page: Callable[[Period], str]
    permission: str
    number: int = 0

    @property
    def template(self) -> str:
        return f"reports/figures/_annual_{self.key}.html"

    @property
    def anchor(self) -> str:
        return f"bab-{self.key}"


def _of_year(name):
    return lambda period: f"{reverse(name)}?year={period.first.year}"


def _of_days(name):
    return lambda period: f"{reverse(name)}?{period.query}"


def _recap(period):
    return reverse("reports:recap_year", args=[period.first.year])


def _returns(period):
    return f"{reverse('reports:returns')}?year={period.first.year}&cut={Cut.KIND.value}"


def _months(period):
    december = f"{period.last:%Y-%m}"
    return f"{reverse('reports:service_figures')}?month={december}&months=12"


SECTIONS = (
    Section("summary", "Ringkasan", lambda annual: True, _recap, "reports.view_recap"),
    Section(
        "classes",
        "Yang terjaring menurut klasifikasi",
        lambda annual: annual.recap.total,
        _recap,
        "reports.view_recap",
    ),
    Section(
        "months",
        "Yang terjaring menurut bulan",
        lambda annual: annual.recap.total,
        _recap,
        "reports.view_recap",
    ),
    Section(
        "house",
        "Klien di RPTC",
        lambda annual: (
            annual.balance.is_recorded and any([annual.balance.opening, annual.balance.came])
        ),
        _recap,
        "reports.view_recap",
    ),
    Section(
        "services",
        "Layanan",
        lambda annual: annual.services.total.times,
        _months,
        "reports.view_spm",
    ),
    Section(
        "casework",
        "Pendampingan",
        lambda annual: annual.course.sums.stays,
        _of_days("reports:casework_figures"),
        "cases.view_service",
    ),
    Section(
        "returns",
        "Sesudah keluar",
        lambda annual: annual.returns.ledger.sums.exits,
        _returns,
        "reports.view_returns",
    ),
    Section(
        "partnership",
        "Kemitraan",
        lambda annual: annual.partnership,
        _of_year("reports:partnership"),
        "reports.view_indicators",
    ),
    Section(
        "prevention",
        "Pencegahan dan patroli",
        lambda annual: not annual.prevention.is_empty,
        _of_year("cases:prevention_figures"),
        "cases.view_prevention_figures",
    ),
    Section(
        "standing",
        "Penutupan dan mutu data",
        lambda annual: True,
        lambda period: reverse("reports:closing_period", args=[period]),
        "reports.view_closing",
    ),
)


def annual(year: int) -> Annual:
    """Raises ValidationError where somebody writes all the while. The same paper for everybody."""
    today, period, counting = days.today(), Period.year(year), Counting()
    standing = standing_of(period, freeze(period))
    recap = figures.recap(period, Measure.INTAKES, counting)
    same = period.as_far_as(today).previous_year
    before, _ = comparable(recap, [figures.recap(same, Measure.INTAKES, counting)])
    seasons, of_months = seasons_beside(period, same) if before else ([], [])
    found = Annual(
        period=period,
        standing=standing,
        recap=recap,
        before=before[0] if before else None,
        people=figures.total_of(period, Measure.PEOPLE, counting),
        stays=figures.total_of(period, Measure.STAYS, counting),
        months=_month_lines(period, counting, has_before=bool(before)),
        balance=figures.balance(period),
        services=services_of(period.first, period.until),
        course=course(period),
        returns=Returns(
            ledger(period, Cut.KIND, today),
            ledger(period.previous_year, Cut.KIND, today),
            left_out(period),
        ),
        partnership=told_to_all(year),
        prevention=prevention.prevention_of(year),
        occasions=list(
            Prevention.objects.done()
            .of_year(year)
            .select_related("hot_spot", "district")
            .order_by("on", "pk")
        ),
        seasons=seasons,
        of_months=of_months,
    )
    there = [section for section in SECTIONS if section.has(found)]
    found.sections.extend(_numbered(section, n) for n, section in enumerate(there, 1))
    return found


def _numbered(section, number):
    return Section(**{**vars(section), "number": number})


def _month_lines(period, counting, *, has_before):
    both = Period(period.previous_year.first, period.until)
    found = figures.by_month(both, Measure.INTAKES, counting)
    sums = {month: sum(numbers.values()) for month, numbers in found.items()}
    lines, year = [], period.first.year
    for month in range(1, 13):
        each = Period.month(year, month)
        lines.append(
            MonthLine(
                each,
                sums.get((year - 1, month), 0) if has_before else None,
                sums.get((year, month), 0) if each.first <= days.today() else None,
            )
        )
    return tuple(lines)
