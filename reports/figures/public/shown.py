"""The figures of a published year, put in order for a page: from what is served and nothing
else."""

from dataclasses import dataclass
from datetime import date

from reports.figures.periods import Period
from reports.figures.public.hiding import ALONE, OPEN, TOGETHER
from reports.figures.recap.figures import Measure
from rptc.words import angka

# How each number is counted, for who has never seen the house from within.
DEFINITIONS = {
    Measure.INTAKES.value: "Berapa kali orang ditemui petugas atau dibawa ke RPTC dalam tahun itu,"
    " menurut tanggal ditemui. Yang ditemui dua kali dihitung dua kali.",
    Measure.PEOPLE.value: "Berapa orang yang berbeda di antaranya. Setiap orang dihitung sekali"
    " dalam tahun itu, dengan klasifikasi saat pertama kali ditemui.",
    Measure.STAYS.value: "Berapa masa pembinaan di RPTC yang mulai dalam tahun itu, dengan"
    " klasifikasi saat ditemui.",
}
UNITS = {
    Measure.INTAKES.value: "kali",
    Measure.PEOPLE.value: "orang",
    Measure.STAYS.value: "masa pembinaan",
}
HIDDEN_NOTE = (
    "Angka 1 sampai 4, dan angka yang dapat membukanya, tidak ditampilkan untuk melindungi"
    " orangnya."
)
TOGETHER_NAME = "Klasifikasi lain, digabung"
SUM_NAME = "JUMLAH"
PLACES = ("laki-laki", "perempuan", "jumlah")


@dataclass(frozen=True)
class Line:
    """A class, those that are together, or JUMLAH; a hidden number is None."""

    code: str
    name: str
    male: int | None
    female: int | None
    total: int | None

    @property
    def numbers(self):
        return self.male, self.female, self.total


@dataclass(frozen=True)
class Table:
    """Of one measure. Without lines where nothing of it may be said, or nobody was counted."""

    measure: Measure
    lines: list[Line]
    total: Line | None
    # The classes of which the line of those together consists.
    together: list[str]
    periods: list[tuple["Span", int]]

    @property
    def definition(self):
        return DEFINITIONS[self.measure.value]

    @property
    def is_empty(self):
        """Nobody was counted, which is another thing than hidden."""
        return self.total is not None and not self.total.total

    @property
    def has_months(self):
        return any(span.is_month for span, _ in self.periods)

    @property
    def months(self):
        """(triwulan, its number, [(month, number)])"""
        rows = []
        for period, number in self.periods:
            if period.is_month:
                rows[-1][2].append((period.title, number))
            else:
                rows.append((period.title, number, []))
        return rows


@dataclass(frozen=True)
class Span:
    """2025-T3 or 2025-07, as figures name their periods."""

    slug: str

    @property
    def period(self):
        year, _, part = self.slug.partition("-")
        number = int(part.removeprefix("T"))
        return (
            Period.month(int(year), number) if self.is_month else Period.quarter(int(year), number)
        )

    @property
    def is_month(self):
        return "T" not in self.slug

    @property
    def title(self):
        return self.period.title


def tables_of(figures) -> list[Table]:
    return [_table(figures, measure) for measure in Measure]


def _table(figures, measure):
    kept = figures["tables"][measure.value]
    together = [each["name"] for each in figures["classes"] if each["shown"] == TOGETHER]
    if kept is None:
        return Table(measure, [], None, [], [])
    lines = [
        Line(each["code"], each["name"], *kept["classes"][each["code"]])
        for each in figures["classes"]
        if each["shown"] in (OPEN, ALONE) and each["code"] in kept["classes"]
    ]
    if kept["together"]:
        lines.append(Line("", TOGETHER_NAME, *kept["together"]))
    periods = [
        (Span(each["period"]), each["number"])
        for each in figures["periods"].get(measure.value, [])
    ]
    total = Line("", SUM_NAME, *kept["total"])
    return Table(measure, lines, total, together if kept["together"] else [], periods)


@dataclass(frozen=True)
class Indicator:
    number: int
    name: str
    measure: str
    how: str
    n: int | None
    m: int | None

    def __str__(self):
        return f"{angka(self.n)} dari {angka(self.m)}"


def indicators_of(figures) -> list[Indicator]:
    return [Indicator(**each) for each in figures["indicators"]]


@dataclass(frozen=True)
class Change:
    """A number that was shown before and is another now. Of what is hidden, then or now, nothing
    is told."""

    text: str
    before: str
    now: str


def changes(before, now) -> list[Change]:
    told = []
    for old, new in zip(tables_of(before), tables_of(now), strict=True):
        was = {line.name: line for line in [*old.lines, *([old.total] if old.total else [])]}
        for line in [*new.lines, *([new.total] if new.total else [])]:
            earlier = was.get(line.name)
            if earlier is None or (line.name == TOGETHER_NAME and old.together != new.together):
                continue
            for place, a, b in zip(PLACES, earlier.numbers, line.numbers, strict=True):
                if None not in (a, b) and a != b:
                    text = f"{new.measure.label}, {line.name}, {place}"
                    told.append(Change(text, angka(a), angka(b)))
    return told + _indicator_changes(before, now)


def _indicator_changes(before, now):
    was = {each.number: each for each in indicators_of(before)}
    return [
        Change(f"{each.name}, {each.measure}", str(was[each.number]), str(each))
        for each in indicators_of(now)
        if each.number in was
        and None not in (each.n, was[each.number].n)
        and str(each) != str(was[each.number])
    ]


def day(text) -> date:
    return date.fromisoformat(text)
