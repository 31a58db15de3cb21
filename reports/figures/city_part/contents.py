"""Bagian RPTC: the few figures of a year that the city's own reports (LPPD, LKPJ, LKjIP) hold of
this house. It counts nothing by itself: each number is that of its own page, as this reader has it
there.

A year that is over is exact (docs/rules.md, Counting). Of the running one whoever is outside the
house has the total of the months that are over, the triwulan of the SPM that is over, and the
indicators; the head has its days until now, beside the same days of the year before.
"""

from dataclasses import dataclass

from django.db.models import Count, Value

from reports.figures.casework.course import Spread, course
from reports.figures.city_part.models import CityPartWord
from reports.figures.cuts.keys import ADMITTED, UNKNOWN
from reports.figures.cuts.keys import Cut as RecapCut
from reports.figures.cuts.table import both_tables, cut_table
from reports.figures.cuts.told import Reader
from reports.figures.partnership.counted import Told, all_told
from reports.figures.periods import OfAYear, Period
from reports.figures.recap import figures
from reports.figures.recap.figures import Compared, Counting, Measure, Recap
from reports.figures.recap.published import reads_whole, recap_for, sees_all
from reports.figures.recap.views import comparable
from reports.figures.returns.ledger import Cut, Ledger, ledger, left_out
from reports.figures.returns.views import ledger_for
from reports.figures.services.quarter import Row, number_of, rows_of
from rptc import days
from rptc.together import read_together

# What each total counts, so that several that are nearly the same are not taken for one.
COUNTS = {
    Measure.INTAKES: "setiap kali ditemui, menurut harinya",
    Measure.PEOPLE: "orang yang berbeda, masing-masing sekali setahun",
    Measure.STAYS: "masa pembinaan yang mulai tahun itu",
}
REACHED_COUNTS = {
    ADMITTED: "dari yang terjaring: kali ditemui yang sampai masuk RPTC",
}


@dataclass(frozen=True)
class Line:
    """A number of the year, and of the year before where the two are compared. None is what was
    not recorded: no 0, and no change is computed from it."""

    label: str
    now: int | None
    before: int | None
    # What the number counts, in a few words.
    counts: str = ""
    # Of how many nobody wrote down how it ended: a number that tells of no change.
    is_unknown: bool = False

    @property
    def difference(self) -> int | None:
        if self.is_unknown or self.now is None or self.before is None:
            return None
        return self.now - self.before


@dataclass(frozen=True)
class Spm:
    """Rows a to d, from the begin of the year to the end of this triwulan."""

    period: Period
    rows: tuple[Row, ...]

    @property
    def number(self) -> int:
        return number_of(self.period)


@dataclass(frozen=True)
class Exits:
    """By their kind; and whom the table leaves out, where this reader has exact numbers and it is
    to be sent."""

    ledger: Ledger
    left_out: dict[str, int] | None
    counts = (
        "Yang keluar tahun itu, juga yang masuk tahun sebelumnya; tidak termasuk yang meninggal"
        " dan klasifikasi di luar tabel."
    )


@dataclass(frozen=True)
class CityPart(OfAYear):
    """`recap` of a running year, outside the house, is a total alone; what is not told there is
    empty."""

    period: Period
    recap: Recap
    before: Recap | None
    lines: tuple[Line, ...]
    # Of the last triwulan that this reader may read.
    spm: Spm | None
    exits: Exits | None
    # Days from the first to the last, both counted.
    length: Spread
    # All seven, also those of which there is nothing to count.
    partnership: tuple[Told, ...]
    word: CityPartWord | None
    points: tuple[str, ...]

    @property
    def has_stays(self) -> bool:
        """Were stays recorded? Else what was done in them and how they ended was not either."""
        return all(line.now is not None for line in self.lines)

    @property
    def before_title(self) -> str:
        return self.before.period.short_title if self.before else ""

    classes_count = f"Jumlah terjaring: {COUNTS[Measure.INTAKES]}."

    @property
    def classes(self) -> list[Compared]:
        """Each class and JUMLAH; none where the reader has the total alone."""
        rows = figures.compare(self.recap, [self.before] if self.before else [])
        return rows if self.recap.rows else []


def city_part(user, year: int, *, to_send: bool = False) -> CityPart:
    """What is sent, as paper or text, also says how long they stayed, who is in no table, and the
    partnership: the page leads there. Raises NotPublished: of a running year without a month that
    is over."""
    period, counting = Period.year(year), Counting()
    before, lines, exits, length = None, (), None, Spread()
    if not reads_whole(user, period):
        recap = recap_for(user, period, Measure.INTAKES, counting)
    else:
        same = period.as_far_as(days.today()).previous_year
        asked = [(each, measure) for each in (period, same) for measure in Measure]
        recap, people, stays, was, *others = figures.recaps(asked, counting)
        [before] = comparable(recap, [was])[0] or [None]
        lines = tuple(_measures([recap, people, stays], before and [before, *others]))
        lines += tuple(_reached(user, period, lines, before, counting))
        exits = _exits(user, period, counting, to_send)
        length = course(period, counting, stays).sums.length if to_send else length
    unsettled = figures.unsettled_rows(recap.period, Measure.INTAKES, counting)
    words = CityPartWord.objects.of_year(year).select_related("recorded_by")
    numbers, words = read_together([_number_of(unsettled), words[:1]])
    points = figures.open_points(recap, sum(row["n"] for row in numbers), None)
    return CityPart(
        period=period,
        recap=recap,
        before=before,
        lines=lines,
        spm=_spm(user, period),
        exits=exits,
        length=length,
        partnership=all_told(year) if to_send else (),
        word=next(iter(words), None),
        points=tuple(points),
    )


def _number_of(rows):
    """As rows: one, with the number."""
    return rows.order_by().values(all=Value(1)).annotate(n=Count("*"))


def _measures(recaps, before):
    """People are known where intakes are; an old register may have these and no stays."""
    for now, was in zip(recaps, before or [None] * len(recaps), strict=True):
        label, counts = now.measure.label, COUNTS[now.measure]
        yield Line(label, _total(now), was and _total(was), counts)


def _total(recap):
    """None where no stay of its year was recorded."""
    is_known = recap.measure != Measure.STAYS or figures.is_recorded(recap)
    return recap.total if is_known else None


def _reached(user, period, lines, before, counting):
    """Reached, admitted, handed over: the three add up (R5). Of no file they tell more than the
    list behind the recap. Where no stay was recorded, only what is no 0 was: how the others ended
    nobody wrote down."""
    reader = Reader(user, on_paper=True)
    asked = (Measure.INTAKES, RecapCut.REACHED, reader, counting)
    if before:
        table, was = both_tables(period, before.period, *asked)
    else:
        table, was = cut_table(period, *asked), None
    stays = next(line for line in lines if line.label == Measure.STAYS.label)
    for line in table.rows:
        earlier = was and was.line(line.key)
        then = earlier.total if earlier else 0
        yield Line(
            line.name,
            _recorded(line.total, stays.now),
            _recorded(then, stays.before) if was else None,
            REACHED_COUNTS.get(line.key, ""),
            line.key == UNKNOWN,
        )


def _recorded(number, stays):
    return None if number == 0 and stays is None else number


def _exits(user, period, counting, to_send):
    if sees_all(user) or user.has_perm("reports.view_annual_report"):
        found = ledger(period, Cut.KIND, days.today(), counting)
        return Exits(found, left_out(period) if to_send else None)
    return Exits(ledger_for(user, period, Cut.KIND, counting), None)


def _spm(user, period):
    today = days.today()
    quarters = [Period.quarter(period.first.year, number) for number in (4, 3, 2, 1)]
    if sees_all(user):
        told = [each for each in quarters if each.first <= today]
    else:
        told = [each for each in quarters if each.is_over(today)]
    return Spm(told[0], rows_of(told[0])) if told else None
