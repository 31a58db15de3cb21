"""Where the bars of a chart stand. Widths are attributes of the svg, never styles."""

from dataclasses import dataclass
from datetime import date

from reports.figures.periods import Period
from reports.figures.recap.figures import Recap
from rptc import days

# Twelve months of two years: a slot each, the year before to the left of its month.
SLOT, WAS, IS, FLOOR, HIGHEST = 27, 10, 11, 72, 56
# The class with the most has a bar of this length.
LONGEST = 300


@dataclass(frozen=True)
class Bar:
    """One number: None where it is hidden, or nobody could count it yet."""

    number: int | None
    x: str
    y: str
    height: str

    @property
    def over(self) -> str:
        return pixels(float(self.y) - 3)


@dataclass(frozen=True)
class Month:
    first: date
    was: Bar
    now: Bar
    middle: str


@dataclass(frozen=True)
class Months:
    """A year and the year before, month by month."""

    year: int
    months: list[Month]
    # The running month of that year, or None.
    running: Period | None

    @property
    def today(self) -> date:
        return days.today()

    @property
    def before(self) -> int:
        return self.year - 1

    @property
    def has_before(self) -> bool:
        return any(month.was.number for month in self.months)


def months_chart(year: int, numbers: dict[tuple[int, int], int | None]) -> Months | None:
    """Nothing where neither year has a number."""
    known = [number for number in numbers.values() if number]
    if not known:
        return None
    scale = HIGHEST / max(known)
    months = []
    for number in range(1, 13):
        x = 2 + SLOT * (number - 1)
        months.append(
            Month(
                Period.month(year, number).first,
                bar(numbers.get((year - 1, number)), x, scale),
                bar(numbers.get((year, number)), x + WAS + 1, scale),
                pixels(x + WAS + 1),
            )
        )
    today = days.today()
    is_running = today.year == year
    return Months(year, months, Period.month(year, today.month) if is_running else None)


def bar(number: int | None, x: int, scale: float) -> Bar:
    height = (number or 0) * scale
    return Bar(number, pixels(x), pixels(FLOOR - height), pixels(height))


def row_bars(recap: Recap) -> list[dict]:
    """L and P of each class, in its row; none where the length would tell a hidden number."""
    if recap.hides_something or not recap.total:
        return []
    scale = LONGEST / max(row.total for row in recap.rows)
    return [
        {
            "male": pixels(row.male * scale),
            "female": pixels(max(row.female * scale - 0.5, 0)),
        }
        for row in recap.rows
    ]


# On paper a bar lies beside its name: so high is a line, and so wide the room for the name.
LINE, NAME_ENDS = 16, 170


@dataclass(frozen=True)
class LyingBar:
    """A class: the men and boys, then the women and girls, then how many in all."""

    name: str
    total: int
    y: str
    text_y: str
    male: str
    female: str
    female_x: str
    after: str


@dataclass(frozen=True)
class LyingBars:
    lines: list[LyingBar]

    @property
    def height(self) -> int:
        return LINE * len(self.lines) + 2


def lying_bars(recap: Recap) -> LyingBars:
    """The classes that were met, as `row_bars` draws them, each with its name and number."""
    both = zip(recap.rows, row_bars(recap), strict=False)
    met = [(row, float(bar["male"]), float(bar["female"])) for row, bar in both if row.total]
    return LyingBars(
        [
            LyingBar(
                row.name,
                row.total,
                pixels(LINE * line + 2),
                pixels(LINE * line + 11),
                pixels(male),
                pixels(female),
                pixels(NAME_ENDS + male),
                pixels(NAME_ENDS + male + female + 4),
            )
            for line, (row, male, female) in enumerate(met)
        ]
    )


def pixels(number: float) -> str:
    """A number as svg writes it, whatever the language of the page."""
    return f"{number:.1f}".removesuffix(".0")
