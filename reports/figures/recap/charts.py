"""Where the bars of a chart stand. Widths are attributes of the svg, never styles."""

from dataclasses import dataclass

from reports.figures.periods import Period
from reports.figures.recap.figures import Recap

# By class, lying: names to the left of AXIS, the longest bar WIDTH, a line every STEP.
AXIS, WIDTH, STEP, TOP = 236, 300, 29, 34
LONGEST_NAME = 30
# By period, standing on FLOOR.
FLOOR, HEIGHT, BAR, GAP = 150, 120, 62, 30


@dataclass(frozen=True)
class LyingBar:
    name: str
    total: int
    text_y: str
    y: str
    hatched_y: str
    male: str
    female_x: str
    female: str
    total_x: str


@dataclass(frozen=True)
class ClassChart:
    bars: list[LyingBar]
    height: int
    most: str


def class_chart(recap: Recap) -> ClassChart | None:
    """Each class with its L (solid) and P (hatched), the largest on top."""
    if recap.hides_something or not recap.total:
        return None
    rows = sorted(recap.rows, key=lambda row: -row.total)
    scale = WIDTH / rows[0].total
    bars = []
    for i, row in enumerate(rows):
        y, male, female = TOP + i * STEP, row.male * scale, row.female * scale
        name = row.classification.name
        bars.append(
            LyingBar(
                name=name if len(name) <= LONGEST_NAME else row.classification.short_name,
                total=row.total,
                text_y=pixels(y + 14),
                y=pixels(y),
                hatched_y=pixels(y + 0.5),
                male=pixels(male),
                female_x=pixels(AXIS + male + 0.5),
                female=pixels(max(female - 1, 0.8)) if row.female else "",
                total_x=pixels(AXIS + male + female + 8),
            )
        )
    most = f"{rows[0].classification.name}, {rows[0].total}"
    return ClassChart(bars, TOP + len(rows) * STEP, most)


@dataclass(frozen=True)
class StandingBar:
    period: Period
    recap: Recap
    is_now: bool
    x: str
    middle: str
    text_y: str
    male_y: str
    male: str
    female_y: str
    female: str


@dataclass(frozen=True)
class PeriodChart:
    bars: list[StandingBar]
    width: int


def period_chart(recaps: list[Recap]) -> PeriodChart | None:
    """The same period of several years, oldest first."""
    if any(recap.hides_something for recap in recaps):
        return None
    scale = HEIGHT / max(*(recap.total for recap in recaps), 1)
    bars = []
    for i, recap in enumerate(recaps):
        x = 10 + i * (BAR + GAP)
        male, female = recap.male * scale, recap.female * scale
        bars.append(
            StandingBar(
                period=recap.period,
                recap=recap,
                is_now=recap is recaps[-1],
                x=pixels(x),
                middle=pixels(x + BAR / 2),
                text_y=pixels(FLOOR - male - female - 8),
                male_y=pixels(FLOOR - male),
                male=pixels(male),
                female_y=pixels(FLOOR - male - female),
                female=pixels(female),
            )
        )
    return PeriodChart(bars, 20 + len(recaps) * (BAR + GAP) - GAP)


def pixels(number: float) -> str:
    """A number as svg writes it, whatever the language of the page."""
    return f"{number:.1f}".removesuffix(".0")
