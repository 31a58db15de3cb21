"""What the city may read of a year: figures of which no small number can be worked out.

Numbers of 1 to 4 are hidden, and what would give them away, over *all* that was ever published
together: every year, measure, period and edition. Readers outside the house who have a login
(recap/published.py) read the year exactly; whoever reads without one does not, so the rule here
is another one, and hides more.

**A table** is class x sex of a measure. All measures of a year hide alike. A class is

- *open*: its L, P and total are shown;
- *alone*: its total is shown, L and P are not;
- *together*: nothing of it is shown but the sum of all such classes, of which there are two at
  least.

The sums by sex (JUMLAH L and P) are shown, or hidden both. A measure whose JUMLAH is 1 to 4 is
shown nowhere.

How that is known to hold. A class is open where each of its numbers is 0 or 5 at least, and alone
where its total is 5 at least, in every measure. Take the classes that are alone as blocks, and
all that are together as one block: of each block the total is known, and of all blocks together
how many are male (S) and female, where the sums by sex are shown. That is all that is known of
them. So the males of a block of T, where the other blocks have O, are any number from S - O (or 0)
to S (or T), and each of these is possible. That are as many and one as the least of T, O, S and
the females: each of them is 5 at least, or more classes are hidden (`is_wide`). Within the block
of those together the numbers are anybody's: each of them is from 0 to the most that the block can
have. Where the sums by sex are hidden, a block has any number of males from 0 to its total, which
is 5 at least, and so have the sums.

*Orang* and *terjaring* are tied: nobody is counted in a class more often as a human being than as
a catch. That takes no value away. Give orang another table y' that looks the same instead of y,
and terjaring x the table x + y' - y: it looks the same as well, for both hide alike; it is not
below y', for x was not below y; and it has as many values as y' has. *Pembinaan* is tied to
neither: a stay may begin in the year after its catch, and under a door that is not counted.

**Months and triwulan** have their JUMLAH alone, of terjaring and pembinaan (orang do not add up).
Of a triwulan with a small month the sum alone is shown, 5 at least; where a triwulan is small,
none of the year is. Nor is what the Dinas may not read (recap/published.py). Whatever the months
are and whatever the classes, there are rows that have both: only JUMLAH ties them.

**Years** have no row in common. Orang are counted once a year, and nothing is said over years.

**Editions.** What was served is known for ever, also when it was taken back. So what was hidden
once is hidden in each later edition of its year: else the number of today would tell the one of
then. Each edition is safe by itself, and what ties two of them is nothing that a reader knows:
rows came, went, or are of another class. Most often little has changed, and a reader guesses that
a number which is not seen to change did not. So a class that was open and has to be hidden goes
together with others at once: the sums then say that one of several has changed, and not which. Of
a single late entry more cannot be kept from who guesses so: that JUMLAH has grown by one is said.
What changed is told of numbers alone that were shown before and are shown now.

**The seven indicators** are n of m. Fewer than five are hidden, and n as well where so many are
left of m. They are counted once an edition: from one day to the next they would tell of single
rows.

What is not covered: tables that the city itself has printed with small numbers (2022 to 2024).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from reports.figures.recap.figures import SMALL, Measure

OPEN, ALONE, TOGETHER = "open", "alone", "together"

# {class: (males, females)}
Table = dict[str, tuple[int, int]]


def is_small(number: int) -> bool:
    return 0 < number < SMALL


@dataclass
class Before:
    """What earlier publications of the same year have hidden, and which classes they showed."""

    opened: set[str] = field(default_factory=set)
    alone: set[str] = field(default_factory=set)
    together: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    hides_sexes: bool = False
    # {measure: periods that were told, in every edition that told any of its JUMLAH}
    periods: dict[str, set[str]] = field(default_factory=dict)
    # (number of the indicator, "n" or "m")
    indicators: set[tuple[int, str]] = field(default_factory=set)

    @classmethod
    def of(cls, published: Iterable[dict]) -> "Before":
        found = cls()
        for figures in published:
            found._add(figures)
        found.alone -= found.together
        found.opened -= found.alone | found.together
        return found

    def _add(self, figures: dict) -> None:
        kinds = {OPEN: self.opened, ALONE: self.alone, TOGETHER: self.together}
        for each in figures["classes"]:
            kinds[each["shown"]].add(each["code"])
        self.hides_sexes |= not figures["sexes"]
        for measure, table in figures["tables"].items():
            if table is None:
                self.silent.add(measure)
            elif table["total"][2] and measure in figures["periods"]:
                told = {each["period"] for each in figures["periods"][measure]}
                self.periods[measure] = self.periods.get(measure, told) & told
        for each in figures["indicators"]:
            hidden = {(each["number"], name) for name in ("n", "m") if each[name] is None}
            self.indicators |= hidden


class Hiding:
    """Which classes of a year are open, alone or together, in all of its measures."""

    def __init__(self, tables: dict[str, Table], before: Before):
        sums = {m: sum(map(sum, table.values())) for m, table in tables.items()}
        self.silent = before.silent | {m for m, total in sums.items() if is_small(total)}
        # Of a measure of which nobody was counted there is nothing to hide.
        self.told = {m: t for m, t in tables.items() if m not in self.silent and sums[m]}
        self.codes = list(next(iter(tables.values())))
        self.was_open = before.opened
        self.alone = before.alone & set(self.codes)
        self.together = before.together & set(self.codes)
        self.sexes = not before.hides_sexes
        self.hide()

    def shown(self, code: str) -> str:
        return TOGETHER if code in self.together else ALONE if code in self.alone else OPEN

    def hide(self) -> None:
        for code in self.codes:
            if any(is_small(n) for table in self.told.values() for n in table[code]):
                self.take(code)
            elif code in self.alone:
                self.take(code)
        if any(is_small(n) for table in self.told.values() for n in self.by_sex(table)):
            self.sexes = False
        while self.hides_more():
            pass

    def take(self, code: str) -> None:
        """Alone where its total may be said, in every measure; else together with others."""
        may_be_alone = all(sum(table[code]) >= SMALL for table in self.told.values())
        if may_be_alone and code not in self.was_open | self.together:
            self.alone.add(code)
        else:
            self.alone.discard(code)
            self.together.add(code)

    def hides_more(self) -> bool:
        """Whether it was not enough: one class more is hidden, or the sums by sex."""
        if self.together and not self.is_company():
            if rest := [code for code in self.codes if code not in self.together]:
                code = self.least(rest)
                self.alone.discard(code)
                self.together.add(code)
                return True
            # One class alone in the table: its numbers are JUMLAH.
            self.silent |= set(self.told)
            self.told = {}
            return False
        hidden = self.alone | self.together
        rest = [code for code in self.codes if code not in hidden]
        if not self.sexes and self.told and not hidden:
            self.take(self.least(rest))
            return True
        if self.sexes and hidden and not all(map(self.is_wide, self.told.values())):
            if rest:
                self.take(self.least(rest))
            else:
                self.sexes = False
            return True
        return False

    def is_company(self) -> bool:
        """Two at least, and their sum is no small number."""
        sums = [sum(self.of_together(table)) for table in self.told.values()]
        return len(self.together) > 1 and all(total >= SMALL for total in sums)

    def least(self, codes: list[str]) -> str:
        """The class with the smallest number; one with nobody last, for it helps nobody."""

        def size(code):
            total = sum(sum(table[code]) for table in self.told.values())
            return total == 0, total

        return min(codes, key=size)

    def is_wide(self, table: Table) -> bool:
        """Are there values enough for each hidden number, with the sums by sex told? A block that
        is alone in that is told by them, but for who is in it."""
        blocks = [table[code] for code in self.alone]
        if self.together:
            blocks.append(self.of_together(table))
        return min(_sum(blocks)) >= SMALL and (len(blocks) > 1 or not self.alone)

    def of_together(self, table: Table) -> tuple[int, int]:
        return _sum(table[code] for code in self.together)

    def by_sex(self, table: Table) -> tuple[int, int]:
        return _sum(table.values())

    # What is shown of a measure.

    def table(self, measure: str, table: Table) -> dict | None:
        if measure in self.silent:
            return None
        total = self._numbers(self.by_sex(table), self.sexes)
        if measure not in self.told:
            return {"classes": {}, "together": None, "total": [0, 0, 0]}
        rows = {
            code: self._numbers(table[code], code not in self.alone)
            for code in self.codes
            if code not in self.together
        }
        together = None
        if self.together:
            is_told = self.sexes and not self.alone
            together = self._numbers(self.of_together(table), is_told)
        return {"classes": rows, "together": together, "total": total}

    @staticmethod
    def _numbers(pair, with_sexes):
        male, female = pair
        return [*((male, female) if with_sexes else (None, None)), male + female]


def _sum(pairs: Iterable[tuple[int, int]]) -> tuple[int, int]:
    males = females = 0
    for male, female in pairs:
        males, females = males + male, females + female
    return males, females


def periods_told(year: int, months: list[int], hidden: set[str], before: set[str] | None):
    """[(period, number)] of the triwulan and months of a measure whose JUMLAH is told. `hidden`
    are those that other readers may not know; `before` those that were told in every edition, or
    None where there was none."""
    quarters = [
        (f"{year}-T{q + 1}", [(f"{year}-{m + 1:02}", months[m]) for m in range(3 * q, 3 * q + 3)])
        for q in range(4)
    ]

    def may(period, number):
        was_told = before is None or period in before
        return was_told and period not in hidden and not is_small(number)

    told = []
    for quarter, parts in quarters:
        number = sum(n for _, n in parts)
        shows_months = all(may(*part) for part in parts)
        # Of nobody the months are told with their sum.
        if not may(quarter, number) or not (shows_months or number):
            return []
        told += [(quarter, number), *(parts if shows_months else [])]
    return told


def indicator_told(number: int, n: int, m: int, before: set[tuple[int, str]]):
    """(n, m), each None where it is hidden."""
    hides_m = is_small(m) or (number, "m") in before
    hides_n = hides_m or is_small(n) or is_small(m - n) or (number, "n") in before
    return (None if hides_n else n), (None if hides_m else m)


# Which measures add up over months.
BY_MONTH = (Measure.INTAKES.value, Measure.STAYS.value)
