"""What readers outside the house see of a recap: the office, the Dinas, the public.

Classes are theirs for periods of the calendar that are over; of the running one the total up to
the last month that is over; never a span of days of their own choice, for two spans that differ by
a day tell of that day. The year is public and exact. Whatever is finer hides its small numbers,
and what would give them away, over *all* the periods of its year together.

How that is known to hold. The periods of a year are sums of the same months. A *move* takes one
catch to another place, and one or two others along, so that the table of the year stays as it is:

- two classes of one sex change places between two months: no JUMLAH changes;
- the two sexes of one class do: the totals of the class stay, and so does JUMLAH of both together;
- or a catch goes to another month: all numbers of its class and of JUMLAH change.

For each small number there is a move that changes it, and every number that this move changes is
hidden. So the year could have been another one, which would look the same to a reader, and no
number that is hidden can be worked out from those that are not. Hiding more takes nothing away
from that; it is why a zero is hidden now and then.

A total of both sexes is read at the end of a month and remembered: two running totals of which one
is a month longer tell of that month. So each running total that was told at the end of a month is
among the numbers for as long as its year is read, and the small totals are hidden month by month:
what was told at an earlier one is known, and no move may change it. Only where what is
small ends with the year, the exact year less what was told before tells of it.

People (`orang`) do not add up over periods. Outside the house they have classes by the year only.
"""

from dataclasses import replace
from datetime import date

from cases.people.models import Sex
from reports.figures.periods import Period
from reports.figures.recap import figures
from reports.figures.recap.figures import SMALL, Counting, Measure, Recap, Row
from rptc import days

# The line of the sums, and the column of both sexes.
JUMLAH, BOTH = None, ""
SEXES = (Sex.MALE.value, Sex.FEMALE.value)
OTHER = dict(zip(SEXES, reversed(SEXES), strict=True))
# What hiding a number takes from a reader: sums most.
OF_A_CLASS, OF_A_SUM, OF_ALL = 1, 8, 60
TOLD = 1_000_000_000


class NotPublished(Exception):
    """The period is not for readers outside the house; says why, in words."""


def sees_all(user) -> bool:
    return user.has_perm("reports.open_cell")


def recap_for(user, period: Period, measure: str, counting: Counting | None = None) -> Recap:
    """The recap as this reader may see it. Raises NotPublished."""
    counting = counting or Counting()
    if sees_all(user):
        return figures.recap(period, measure, counting)
    return published(period, Measure(measure), counting)


def reads_whole(user, period: Period) -> bool:
    """Is it theirs as it is counted? Raises NotPublished."""
    return sees_all(user) or (ended_part(period) == period and period.is_year)


def ended_part(period: Period) -> Period:
    """The months of the period that are over, for readers outside the house."""
    if not period.months:
        raise NotPublished(
            "Di luar UPT rekap dibaca menurut bulan, triwulan, semester atau tahun. Rentang"
            " tanggal sendiri tidak tersedia."
        )
    until = min(period.until, days.today().replace(day=1))
    if until <= period.first:
        raise NotPublished(f"{period.title} belum dapat dibaca: belum ada bulan yang berakhir.")
    return Period(period.first, until)


def published(period: Period, measure: Measure, counting: Counting) -> Recap:
    part = ended_part(period)
    if part == period and period.is_year:
        return figures.recap(period, measure, counting)
    if measure == Measure.PEOPLE:
        return people_of(part, period, counting)
    year = Year.of(period.first.year, measure, counting)
    if part != period:
        return only_total(year.recap_of(part), period)
    return year.recap_of(part)


def people_of(part: Period, asked: Period, counting: Counting) -> Recap:
    """The total alone; a running one only beside that of their catches."""
    total = only_total(figures.recap(part, Measure.PEOPLE, counting), asked)
    if part == asked:
        return total
    caught = Year.of(asked.first.year, Measure.INTAKES, counting).recap_of(part).total
    return total if caught is not None else replace(total, sums=Row(None, None, None, None))


def months_for(user, year: int, measure: Measure, counting: Counting) -> dict:
    """{(year, month): number} of a year and the year before, as this reader may see them: outside
    the house only of months that are over, a small one None. Of people nothing adds up."""
    if measure == Measure.PEOPLE:
        return {}
    if not sees_all(user):
        before = published_months(year - 1, measure, counting)
        return before | published_months(year, measure, counting)
    both = Period(Period.year(year - 1).first, Period.year(year).until)
    found = figures.by_month(both, measure, counting)
    return {month: sum(numbers.values()) for month, numbers in found.items()}


def published_months(number: int, measure: Measure, counting: Counting) -> dict:
    """Of one year, as readers outside the house see them."""
    year = Year.of(number, measure, counting)
    months = [period for period in year.tables if period.months == 1]
    return {
        (number, month.first.month): year.row(year.periods.index(month), None, JUMLAH).total
        for month in months
    }


def only_total(recap: Recap, asked: Period) -> Recap:
    """Without classes and sexes."""
    total = recap.total
    shown = None if total is None or 0 < total < SMALL else total
    sums = Row(None, None, None, shown)
    running = asked if asked != recap.period else None
    return replace(recap, rows=(), sums=sums, left_out=(), is_cut=True, running=running)


# --- One year, all its periods together ----------------------------------------------------

# (which of `Year.periods`, class or JUMLAH, sex or BOTH): a number of a table.
Cell = tuple[int, int | None, str]


def periods_of(year: int) -> list[Period]:
    """What is finer than the year, the coarse first: their numbers are hidden before those of
    which they consist."""
    return [
        *(Period.semester(year, number) for number in (1, 2)),
        *(Period.quarter(year, number) for number in (1, 2, 3, 4)),
        *(Period.month(year, month) for month in range(1, 13)),
    ]


def ended_parts(periods: list[Period], until: date) -> list[Period]:
    """From the first day of one of these to the end of each month before its last one."""
    ends = {
        Period(period.first, end)
        for period in periods
        for month in months_in(period)[1:]
        if (end := period.first.replace(month=month)) <= until
    }
    return sorted(ends, key=lambda part: (part.first, part.until))


class Year:
    """The months of a year, and which numbers of its periods are hidden outside the house.

    `counts[class, sex, month]`; `today` is the day on which it is read.
    """

    def __init__(self, number: int, measure: Measure, classes: list, counts: dict, today: date):
        self.measure, self.classes, self.counts = measure, classes, counts
        self.keys = [each.pk for each in classes]
        this_month = today.replace(day=1)
        finer = periods_of(number)
        # Tables that are over; and the ended parts of periods whose total was told while they ran.
        self.tables = [period for period in finer if period.is_over(today)]
        self.running = ended_parts([*finer, Period.year(number)], this_month)
        self.periods = [*self.tables, *self.running]
        self.at = {
            month: {i for i, period in enumerate(self.periods) if month in months_in(period)}
            for month in range(1, 13)
        }
        self.last_months = [period.last.month for period in self.periods]
        self.values = {cell: self.sum_of(cell) for cell in self.cells()}
        self.hidden: set[Cell] = set()
        # Totals that were told at the end of a month, and the month of which it is the end.
        self.told: set[Cell] = set()
        self.month = 0
        self.hide()

    @classmethod
    def of(cls, number: int, measure: Measure, counting: Counting) -> "Year":
        classes = counting.classes_of(Period.year(number))
        found = figures.by_month(Period.year(number), measure, counting)
        counts = {
            (each.pk, sex, month): found.get((number, month), {}).get((each.pk, sex), 0)
            for each in classes
            for sex in SEXES
            for month in range(1, 13)
        }
        return cls(number, measure, classes, counts, days.today())

    def cells(self):
        """Every number that is a reader's to see, hidden or not."""
        for i in range(len(self.tables)):
            yield from ((i, of, sex) for of in [*self.keys, JUMLAH] for sex in (*SEXES, BOTH))
        yield from ((len(self.tables) + i, JUMLAH, BOTH) for i in range(len(self.running)))

    def bases(self, cell: Cell) -> list[tuple]:
        """The months of the classes of which a number is the sum."""
        i, of, sex = cell
        keys = self.keys if of is JUMLAH else [of]
        sexes = SEXES if sex == BOTH else (sex,)
        return [(k, s, m) for k in keys for s in sexes for m in months_in(self.periods[i])]

    def sum_of(self, cell: Cell) -> int:
        return sum(self.counts[base] for base in self.bases(cell))

    # What is hidden of it.

    def hide(self) -> None:
        for month in range(1, max(self.last_months, default=0) + 1):
            self.month = month
            totals = [cell for cell in self.values if self.is_total(cell) and self.is_there(cell)]
            self.hide_small(totals)
            self.told |= {cell for cell in totals if cell not in self.hidden}
        self.hide_small(self.values)

    def hide_small(self, cells) -> None:
        for cell in cells:
            if 0 < self.values[cell] < SMALL and not self.is_moved(cell):
                self.hidden |= set(min(self.moves(cell), key=self.cost))

    def is_moved(self, cell: Cell) -> bool:
        """Is there a move already, of hidden numbers alone?"""
        unknown = self.hidden - self.told
        return cell in unknown and any(unknown.issuperset(move) for move in self.moves(cell))

    def is_total(self, cell: Cell) -> bool:
        _, of, sex = cell
        return (of, sex) == (JUMLAH, BOTH)

    def is_there(self, cell: Cell) -> bool:
        return self.last_months[cell[0]] <= self.month

    def moves(self, cell: Cell):
        """The numbers that change, for each move that changes this one."""
        i, *place = cell
        inside = months_in(self.periods[i])
        elsewhere = [month for month in range(1, 13) if month not in inside]
        for of, sex, month in self.bases(cell):
            if not self.counts[of, sex, month]:
                continue
            for other in elsewhere:
                # A period that has both months, or neither, stays as it is.
                periods = self.at[month] ^ self.at[other]
                for places in self.places(of, sex, other):
                    if tuple(place) in places:
                        yield [
                            c
                            for p in periods
                            for k, s in places
                            if (c := (p, k, s)) in self.values and self.is_there(c)
                        ]

    def places(self, of, sex, other):
        """What changes in two months, when a catch of this class and sex leaves the one for
        `other`, and another one comes back from there, or none does."""
        for each in self.keys:
            if each != of and self.has(each, sex, other):
                yield (of, sex), (of, BOTH), (each, sex), (each, BOTH)
        if self.has(of, OTHER[sex], other):
            yield (of, sex), (of, OTHER[sex]), (JUMLAH, sex), (JUMLAH, OTHER[sex])
        yield (of, sex), (of, BOTH), (JUMLAH, sex), (JUMLAH, BOTH)

    def has(self, of, sex, month) -> bool:
        """Is there one that could come back? Of a month that is not over nobody knows."""
        return self.counts[of, sex, month] > 0 or month > self.month

    def cost(self, changed) -> int:
        """The fewest and smallest numbers are hidden, sums last; what was told hides nothing."""
        return sum(self.weight(c) for c in changed if c not in self.hidden or c in self.told)

    def weight(self, cell: Cell) -> int:
        _, of, sex = cell
        if cell in self.told:
            return TOLD
        kind = OF_A_CLASS if of is not JUMLAH else OF_ALL if sex == BOTH else OF_A_SUM
        return 1_000 * kind + min(self.values[cell], 999)

    # The table of one of its periods.

    def recap_of(self, period: Period) -> Recap:
        i = self.periods.index(period)
        rows = tuple(self.row(i, each, each.pk) for each in self.classes)
        return Recap(period, self.measure, rows, self.row(i, None, JUMLAH), (), is_cut=True)

    def row(self, i: int, classification, of) -> Row:
        cells = [(i, of, sex) for sex in (*SEXES, BOTH)]
        numbers = [None if cell in self.hidden else self.values.get(cell) for cell in cells]
        return Row(classification, *numbers)


def months_in(period: Period) -> range:
    return range(period.first.month, period.last.month + 1)
