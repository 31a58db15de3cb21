"""What a panel of the head's pictures is: a sentence, a picture and its table. It needs no page
around it, so a report prints the ones that it wants.

Who is given one reads exact figures (reports.open_cell); links are for a screen alone.
"""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse

from reports.figures.periods import Period
from reports.figures.pictures.drawing import Mark, Picture
from reports.figures.recap import figures
from reports.figures.recap.figures import Counting, Measure
from reports.figures.returns.ledger import Cut
from rptc import days
from rptc.words import angka

# So many days after an exit it is asked most whether somebody came back.
ACROSS = 180


@dataclass(frozen=True)
class Cell:
    words: str
    href: str = ""


@dataclass(frozen=True)
class Line:
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    sums: Line | None = None

    # Cells of words and not of numbers: on a phone each stands below the other.
    is_worded: bool = False
    # Paper breaks it over pages, below its picture.
    is_long: bool = False

    @property
    def is_tight(self) -> bool:
        """So many columns that a phone has room for the numbers and nothing else."""
        return len(self.heads) > 6

    @property
    def body(self) -> list[tuple[Line, list[tuple[str, Cell]]]]:
        """Each line with its cells, each with the head of its column."""
        return [self._with_heads(one) for one in self.lines]

    @property
    def foot(self) -> list[tuple[Line, list[tuple[str, Cell]]]]:
        return [self._with_heads(self.sums)] if self.sums else []

    def _with_heads(self, one: Line):
        return one, list(zip(self.heads[1:], one.cells, strict=True))

    @property
    def is_beside(self) -> bool:
        """On paper it has room beside its picture."""
        return not (self.is_worded or self.is_long or self.is_tight)


@dataclass(frozen=True)
class Choice:
    label: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class Panel:
    """One object for one include: _picture_panel.html on a screen, _picture_printed.html on
    paper. `picture` and `table` are nothing where there is nothing to draw."""

    key: str
    title: str
    says: str
    picture: Picture | None = None
    table: Table | None = None
    marks: tuple[Mark, ...] = ()
    note: str = ""
    rules: tuple[str, ...] = ()
    more: Cell | None = None
    choices: tuple[tuple[str, tuple[Choice, ...]], ...] = ()
    # On a screen its picture waits behind its sentence; paper shows all.
    is_fine: bool = False

    @property
    def is_folded(self) -> bool:
        return self.is_fine and self.picture is not None


@dataclass(frozen=True)
class Scope:
    """What all panels of a page share. Without links for paper, and for who may open no rows;
    `is_paper` leaves out partners whose destination is closed: paper goes from hand to hand."""

    year: int
    user: object
    counting: Counting
    now: datetime
    # From the first year with an intake to this one.
    years: tuple[int, ...]
    is_paper: bool = False
    # Of the panel of two cuts.
    cuts: tuple[Cut, Cut] = (Cut.CLASS, Cut.DISTRICT)
    within: int = ACROSS

    @classmethod
    def of(cls, year: int, user, **more) -> "Scope":
        return cls(year, user, Counting(), days.now(), tuple(figures.years()), **more)

    @property
    def period(self) -> Period:
        return Period.year(self.year)

    @property
    def today(self) -> date:
        return days.day_of(self.now)

    @property
    def is_running(self) -> bool:
        return self.year == self.today.year

    def link(self, name: str, query: str = "", **asked) -> str:
        if self.is_paper or not self.user.has_perm("reports.open_cell"):
            return ""
        query = "&".join(filter(None, [query, urlencode(asked)]))
        return f"{reverse(name)}?{query}"

    def rows(self, what: str, **asked) -> str:
        return self.link("reports:pictures_rows", year=self.year, what=what, **asked)

    def recap_cell(self, period: Period, measure=Measure.INTAKES, **asked) -> str:
        return self.link("reports:recap_cell", period.query, measure=measure.value, **asked)


def number(n: int, href: str = "") -> Cell:
    return Cell(angka(n), href if n else "")


def of(n: int, m: int, href: str = "") -> Cell:
    """ "9 dari 170"; a point where nothing can be judged."""
    return Cell(f"{angka(n)} dari {angka(m)}", href if n else "") if m else Cell("·")


def hours(value: float | None) -> str:
    """As the pages of casework write it."""
    if value is None:
        return "·"
    return f"{angka(value, 1)} jam" if value < 48 else f"{angka(value / 24, 1)} hari"
