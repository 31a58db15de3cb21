"""The SPM of a triwulan, rows a to d (Permensos 9/2018): how many were served of how many who need
it in the year. A person counts once a year in a row, in the triwulan of the first act of the year
that serves them in it; so the triwulan add up to the year. Whoever was served in two rows counts
in each. What an act is, and in which row, spm.py says.
"""

from dataclasses import dataclass
from datetime import date

from reports.figures.periods import Period
from reports.figures.services.models import ROWS, SpmTarget
from reports.figures.services.spm import TOLD, Cell, Line, Services, asked_of, services_of

FIRST_SERVED = f"""{TOLD}
    , once AS (
        SELECT line, person_id, min(told.on) AS first_on FROM told
         WHERE line <> '-' GROUP BY line, person_id
    )
    SELECT line, extract(quarter FROM first_on)::int,
           count(*) FILTER (WHERE person.sex = 'L'), count(*) FILTER (WHERE person.sex = 'P'),
           count(*) FILTER (WHERE person.nik = '')
      FROM once JOIN cases_person AS person ON person.id = once.person_id
     GROUP BY line, 2
"""  # noqa: S608 (of this file)
# Of the days [first, until): who was served, since when, and by which services.
SERVED = f"""{TOLD}
    SELECT person_id, line, min(told.on), array_agg(DISTINCT spm ORDER BY spm) FROM told
     WHERE line = ANY (%(rows)s) AND (%(spm)s = '' OR spm = %(spm)s)
       AND (%(sex)s = '' OR sex = %(sex)s)
     GROUP BY person_id, line HAVING min(told.on) >= %(is_since)s
"""  # noqa: S608 (of this file)


@dataclass(frozen=True)
class Row:
    """`quarter`: who was served for the first time in this year; `year`: with those of the
    triwulan before."""

    line: Line
    target: SpmTarget | None
    quarter: Cell
    year: Cell
    without_nik: int

    @property
    def number(self) -> int | None:
        """The target; None where it is "belum ditetapkan"."""
        return self.target.number if self.target else None

    @property
    def percent(self) -> float | None:
        """Of the target of the year; None where there is none, or nobody to be served."""
        return 100 * self.year.people / self.number if self.number else None


@dataclass(frozen=True)
class Quarter:
    period: Period
    rows: tuple[Row, ...]
    services: Services

    @property
    def number(self) -> int:
        return number_of(self.period)

    @property
    def given(self):
        """(service, a cell for each row, how often in all of them)."""
        return [
            (spm, [(line, self.services.cell(spm, line)) for line in ROWS], self._times(spm))
            for spm, _, _ in self.services.rows
        ]

    @property
    def outside(self) -> Cell:
        """Who was served in this triwulan under a class of no row."""
        return self.services.cell(None, Line.OUTSIDE)

    def _times(self, spm):
        return sum(self.services.cell(spm, line).times for line in ROWS)


def number_of(period: Period) -> int:
    return (period.first.month + 2) // 3


def so_far(period: Period) -> Period:
    """From the begin of its year to its end."""
    return Period(date(period.first.year, 1, 1), period.until)


def quarter_of(period: Period) -> Quarter:
    return Quarter(period, rows_of(period), services_of(period.first, period.until))


def rows_of(period: Period) -> tuple[Row, ...]:
    """Rows a to d of a triwulan."""
    year = so_far(period)
    counted = {
        (line, quarter): (Cell(male=male, female=female), without)
        for line, quarter, male, female, without in asked_of(FIRST_SERVED, year.first, year.until)
    }
    targets = SpmTarget.objects.standing(period.first.year)
    return tuple(_row(line, number_of(period), counted, targets.get(line)) for line in ROWS)


def _row(line, number, counted, target):
    told = [counted.get((line, each), (Cell(), 0)) for each in range(1, number + 1)]
    year = Cell(male=sum(c.male for c, _ in told), female=sum(c.female for c, _ in told))
    return Row(line, target, told[-1][0], year, sum(without for _, without in told))


@dataclass(frozen=True)
class Served:
    """One person in one row."""

    person: int
    line: Line
    first_on: date
    services: tuple[str, ...]


def served(period: Period, *, rows=ROWS, is_new=False, spm="", sex="") -> list[Served]:
    """Whom a number is made of: who was served from the begin of the year to the end of the
    period; `is_new`: in this triwulan for the first time in the year; `spm`: by this service
    within the triwulan."""
    asked = period if spm else so_far(period)
    since = period.first if is_new else asked.first
    more = {"rows": [row.value for row in rows], "spm": spm, "sex": sex}
    found = asked_of(SERVED, asked.first, asked.until, is_since=since, **more)
    return [Served(key, Line(line), on, tuple(given)) for key, line, on, given in found]
