"""A cut of a period -> its table, and the rows behind each number. No rendering."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count, QuerySet

from cases.people.models import Sex
from reports.figures.cuts.keys import CUTS, Cut
from reports.figures.cuts.told import (
    ALL_PARTNERS,
    CLOSED,
    OTHERS,
    OTHERS_NAME,
    Reader,
)
from reports.figures.periods import Period
from reports.figures.recap import figures
from reports.figures.recap.figures import Counting, Measure
from rptc.together import read_together


@dataclass(frozen=True)
class Line:
    """A row of the table; JUMLAH has no key."""

    key: str | None
    name: str
    male: int
    female: int

    @property
    def total(self) -> int:
        return self.male + self.female

    @property
    def numbers(self) -> tuple[int, int, int]:
        return self.male, self.female, self.total


@dataclass(frozen=True)
class CutTable:
    """The counted rows of a period, divided. `together`: the keys that are one line here."""

    period: Period
    measure: Measure
    cut: Cut
    rows: tuple[Line, ...]
    sums: Line
    together: frozenset[str] = field(default_factory=frozenset)

    # As of a Recap, for what reads both.
    is_cut = hides_something = False
    running = None

    @property
    def asked(self) -> Period:
        return self.period

    @property
    def total(self) -> int:
        return self.sums.total

    @property
    def male(self) -> int:
        return self.sums.male

    @property
    def female(self) -> int:
        return self.sums.female

    @property
    def divides_by(self) -> str:
        return self.cut.label

    @cached_property
    def query(self) -> str:
        return query_of(self.period, self.measure, self.cut)

    def line(self, key: str) -> Line | None:
        return next((line for line in self.rows if line.key == key), None)


def query_of(period: Period, measure: Measure, cut: Cut) -> str:
    return f"{period.query}&{urlencode({'measure': measure.value, 'cut': cut.value})}"


def with_key(period: Period, measure: str, cut: Cut, reader: Reader, counting: Counting):
    """The counted rows, each with its `key`."""
    behind = figures.source(period, measure, counting)
    rows = figures.rows_behind(period, measure, counting=counting)
    return rows.annotate(key=reader.key(cut, behind, counting))


def counted(period: Period, measure: str, cut: Cut, reader: Reader, counting: Counting):
    """{key: {sex: number}}: one query, whatever the number of rows."""
    return _added_up(_groups(period, measure, cut, reader, counting))


def _groups(period, measure, cut, reader, counting):
    sex = "intake__sex" if measure == Measure.STAYS else "sex"
    rows = with_key(period, measure, cut, reader, counting).order_by()
    return rows.values_list("key", sex).annotate(n=Count("*"))


def _added_up(groups):
    numbers = defaultdict(lambda: {Sex.MALE: 0, Sex.FEMALE: 0})
    for key, of, number in groups:
        numbers[key][of] += number
    return numbers


def both_tables(period: Period, before: Period, *asked) -> tuple[CutTable, CutTable]:
    """Of a period and of one before it, with the same rows; counted in one statement."""
    groups = read_together([_groups(each, *asked) for each in (period, before)])
    now, was = map(_added_up, groups)
    earlier = _table(before, *asked, was)
    return _table(period, *asked, now, earlier), earlier


def cut_table(
    period: Period,
    measure: str,
    cut: Cut,
    reader: Reader,
    counting: Counting | None = None,
    before: CutTable | None = None,
) -> CutTable:
    """Two queries: the numbers, and what their rows are called. With a table of `before` it has
    the rows of that one too, so that the two stand beside each other."""
    counting = counting or Counting()
    numbers = counted(period, measure, cut, reader, counting)
    return _table(period, measure, cut, reader, counting, numbers, before)


def _table(period, measure, cut, reader, counting, numbers, before=None):
    sums = make_line(None, "JUMLAH", list(numbers.values()))
    totals = {key: sum(of.values()) for key, of in numbers.items()}
    together = reader.together(cut, period, totals)
    # A nought beside a line of several would say that nobody of it is there.
    also = {line.key for line in before.rows if line.total} if before and not together else set()
    lines = [
        make_line(key, name, [numbers[key]] if key in totals else [])
        for key, name in CUTS[cut].names({*totals, *also})
        if key not in together
    ]
    if together:
        named = sum(line.key.isdecimal() for line in lines)
        others = [numbers[key] for key in together if key in totals]
        lines.insert(named, make_line(OTHERS, OTHERS_NAME if named else ALL_PARTNERS, others))
    if CLOSED in {*totals, *also}:
        closed = [numbers[CLOSED]] if CLOSED in totals else []
        lines.append(make_line(CLOSED, reader.closed_name, closed))
    return CutTable(period, Measure(measure), cut, tuple(lines), sums, together)


def make_line(key: str | None, name: str, numbers: list[dict]) -> Line:
    male, female = (sum(of[sex] for of in numbers) for sex in (Sex.MALE, Sex.FEMALE))
    return Line(key, name, male, female)


def rows_of(table: CutTable, line: Line | None, sex: str | None, reader: Reader) -> QuerySet:
    """The rows behind a number, as many as it says; without a line those of JUMLAH."""
    rows = with_key(table.period, table.measure, table.cut, reader, Counting())
    if line and line.key == OTHERS:
        rows = rows.filter(key__in=table.together)
    elif line:
        rows = rows.filter(key=line.key)
    if sex:
        rows = rows.filter(**{"intake__sex" if table.measure == Measure.STAYS else "sex": sex})
    return rows


# --- Beside the same period of the year before ---------------------------------------------


@dataclass(frozen=True)
class Beside:
    """A row, and the same one of the period before; None where that table does not name it.
    `opens`: its numbers open their rows."""

    row: Line
    before: int | None
    opens: bool

    @property
    def difference(self) -> int | None:
        return None if self.before is None else self.row.total - self.before


def beside(table: CutTable, before: CutTable | None, reader: Reader) -> list[Beside]:
    """The rows and JUMLAH. What the other table does not have is 0 there, unless it may stand in
    a line of several, which is of others each time."""
    return [
        Beside(line, _number_in(before, line.key), reader.opens(table.cut, line.key))
        for line in (*table.rows, table.sums)
    ]


def _number_in(table: CutTable | None, key: str | None) -> int | None:
    if table is None or key is None:
        return table and table.total
    line = table.line(key)
    if key == OTHERS or line is None and table.together:
        return None
    return line.total if line else 0
