"""Lembar tamu: what mayor, DPRD and press may read of the house. Counts without a name, by the
rule of readers outside the house (recap/published.py): periods that are over, small numbers
hidden."""

from dataclasses import dataclass
from datetime import date

from cases.house.board.fullness import beds_and_capacity
from reports.figures.periods import Period
from reports.figures.recap import charts, figures
from reports.figures.recap.figures import SMALL, Counting, Measure, Recap
from reports.figures.recap.published import NotPublished, published, published_months
from rptc import days

MEASURES = [Measure.INTAKES, Measure.PEOPLE, Measure.STAYS]


@dataclass(frozen=True)
class Sheet:
    """`running`: this year until the last month that is over, or None; `last`: the year before,
    whole, or None where nobody recorded it. `at_the_end`: how many klien were in the house on the
    last day of `running`, None where that is hidden."""

    running: Recap | None
    last: Recap | None
    totals: list[tuple[Measure, int | None]]
    months: charts.Months | None
    at_the_end: int | None
    beds: int
    capacity: int | None

    @property
    def hides_something(self) -> bool:
        """Is a number too small to be read, of those that stand on it?"""
        hidden = [total for _, total in self.totals]
        hidden += [self.running.total] if self.running else []
        return None in hidden or bool(self.last and self.last.hides_something)

    @property
    def until(self) -> date | None:
        return self.running.period.last if self.running else None


def sheet_of(today: date) -> Sheet:
    counting = Counting()
    before = Period.year(today.year - 1)
    last = published(before, Measure.INTAKES, counting)
    if not figures.is_recorded(last):
        last = None
    totals = [(measure, published(before, measure, counting).total) for measure in MEASURES]
    running = _running(today.year, counting)
    months = published_months(today.year - 1, Measure.INTAKES, counting)
    months |= published_months(today.year, Measure.INTAKES, counting)
    return Sheet(
        running,
        last,
        totals if last else [],
        charts.months_chart(today.year, months),
        _at_the_end(running, counting),
        **beds_and_capacity(),
    )


def _running(year: int, counting: Counting) -> Recap | None:
    try:
        recap = published(Period.year(year), Measure.INTAKES, counting)
    except NotPublished:
        return None
    return recap if figures.is_recorded(recap) else None


def _at_the_end(running: Recap | None, counting: Counting) -> int | None:
    """Not where it would help to tell how many came, if that is hidden."""
    if running is None:
        return None
    came = published(running.asked, Measure.STAYS, counting).total
    balance = figures.balance(running.period)
    is_small = 0 < balance.closing < SMALL
    return None if came is None or is_small or not balance.is_recorded else balance.closing


def today_sheet() -> Sheet:
    return sheet_of(days.today())
