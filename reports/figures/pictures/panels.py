"""The head's pictures of a year: each panel is a sentence, a picture and its table, and needs no
page around it. `panels_of` makes those of the page; a report takes the ones it prints.

Who is given them reads exact figures (reports.open_cell); links are for a screen alone.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil, sqrt
from urllib.parse import urlencode

from django.urls import reverse

from cases.people.models import Sex
from cases.places.models import Region
from partners.directory.models import Partner
from reports.figures.casework.course import Step, Which, course
from reports.figures.partnership.counted import named_for
from reports.figures.periods import Period
from reports.figures.pictures import counts
from reports.figures.pictures.counts import OUTSIDE, RUNNING, UNKNOWN
from reports.figures.pictures.drawing import (
    WIDTH,
    Mark,
    Picture,
    circle,
    line,
    polyline,
    rect,
    shortened,
    text,
)
from reports.figures.recap import figures
from reports.figures.recap.figures import Counting, Measure
from reports.figures.returns.ledger import WINDOWS, Cut, ledger, names_of
from rptc import days
from rptc.words import angka, write_date

# So many years stand beside the one asked for.
YEARS_BEFORE = 4
SHOWN_WINDOWS = (30, 90, 180)
ACROSS = 180
# A cross of two cuts draws so many rows and columns, the largest; the table has all.
MOST_ROWS, MOST_COLUMNS = 6, 4
MOST_PARTNERS = 8
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


# --- What a panel is -----------------------------------------------------------------------


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


@dataclass(frozen=True)
class Scope:
    """What all panels of a page share. Without links for paper, and for who may open no rows;
    `is_paper` leaves out partners whose destination is closed: paper goes from hand to hand."""

    year: int
    user: object
    counting: Counting
    now: datetime
    is_paper: bool = False
    # Of the panel of two cuts.
    cuts: tuple[Cut, Cut] = (Cut.CLASS, Cut.DISTRICT)
    within: int = ACROSS

    @classmethod
    def of(cls, year: int, user, **more) -> "Scope":
        return cls(year, user, Counting(), days.now(), **more)

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


def panels_of(scope: Scope) -> list[Panel]:
    """All of them, in the order of the page."""
    met = met_by_month(scope)
    panels = [
        years_panel(scope, met),
        months_panel(scope, met),
        classes_panel(scope, met),
        hours_panel(scope),
        districts_panel(scope),
        lengths_panel(scope),
        returns_panel(scope),
        families_panel(scope),
        crossed_panel(scope),
    ]
    if scope.user.has_perm("partners.view_referral"):
        panels.append(partners_panel(scope))
    if scope.user.has_perm("cases.view_service"):
        panels.append(course_panel(scope))
    return panels


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


# --- Years, months, classes: one count for the three ---------------------------------------

# {(year, month): {(class, sex): terjaring}}
Met = dict


def met_by_month(scope: Scope) -> Met:
    """As the recap counts them, of the year and those before it."""
    first = min(figures.years()[0], scope.year)
    first = max(first, scope.year - YEARS_BEFORE)
    # The year before is compared with, recorded or not.
    span = Period(Period.year(min(first, scope.year - 1)).first, scope.period.until)
    found = figures.by_month(span, Measure.INTAKES, scope.counting)
    return {"first": first} | found


def _sum(met: Met, year: int, month: int | None = None, class_id=None, sex: str = "") -> int:
    months = [month] if month else range(1, 13)
    return sum(
        n
        for each in months
        for (of_class, of_sex), n in met.get((year, each), {}).items()
        if class_id in (None, of_class) and sex in ("", of_sex)
    )


def years_panel(scope: Scope, met: Met) -> Panel:
    years = range(met["first"], scope.year + 1)
    totals = {year: _sum(met, year) for year in years}
    most, asked = max(totals.values()), totals[scope.year]
    if not most:
        return Panel("tahun", "Tahun", f"Belum ada yang terjaring sampai {scope.year}.")
    picture = Picture("tahun", "Terjaring menurut tahun", 192)
    picture.add(line("axis", 0, 170.5, WIDTH, 170.5))
    slot, scale = WIDTH / len(years), 140 / most
    wide = min(44, slot - 12)
    lines = []
    for place, year in enumerate(years):
        numbers = {sex: _sum(met, year, sex=sex.value) for sex in Sex}
        middle, top, shapes = slot * (place + 0.5), 170, {}
        period = Period.year(year)
        for sex, paint in ((Sex.MALE, "sea"), (Sex.FEMALE, "hatch")):
            height = numbers[sex] * scale
            top -= height
            shapes[sex] = rect(paint, middle - wide / 2, top, wide, height)
            href = scope.recap_cell(period, sex=sex.value) if numbers[sex] else ""
            says = f"{sex.label} {year}: {angka(numbers[sex])}"
            picture.add(shapes[sex] if numbers[sex] else None, href=href, says=says)
        picture.add(
            text("bold", middle, top - 6, angka(totals[year]), anchor="middle"),
            text("soft", middle, 187, str(year), anchor="middle"),
        )
        cells = [
            number(numbers[sex], scope.recap_cell(period, sex=sex.value))
            for sex in (Sex.MALE, Sex.FEMALE)
        ]
        cells.append(number(totals[year], scope.recap_cell(period)))
        lines.append(Line(str(year), tuple(cells)))
    return Panel(
        "tahun",
        "Tahun",
        _years_say(scope, totals, asked),
        picture,
        Table(("Tahun", "L", "P", "Total"), tuple(lines)),
        _sexes("tahun"),
        note=_until(scope),
    )


def _years_say(scope, totals, asked):
    before = totals.get(scope.year - 1)
    until = f"sampai {write_date(scope.today, 'j F Y')}" if scope.is_running else f"{scope.year}"
    if not before:
        return f"{angka(asked)} terjaring {until}."
    if scope.is_running:
        whole = f"sepanjang {scope.year - 1}: {angka(before)}"
        return f"{angka(asked)} terjaring {until}; {whole}."
    change = "naik dari" if asked > before else "turun dari" if asked < before else "sama dengan"
    return f"{angka(asked)} terjaring {until}, {change} {angka(before)} pada {scope.year - 1}."


def _until(scope):
    return f"{scope.year} sampai {scope.today:%d/%m}." if scope.is_running else ""


def _sexes(key):
    return (Mark("sea", "Laki-laki", key), Mark("hatch", "Perempuan", key))


def months_panel(scope: Scope, met: Met) -> Panel:
    title, year = "Bulan", scope.year
    begun = scope.today.month if scope.is_running else 12
    now = {month: _sum(met, year, month) for month in range(1, begun + 1)}
    was = {month: _sum(met, year - 1, month) for month in range(1, 13)}
    has_before = any(was.values())
    if not any(now.values()) and not has_before:
        return Panel("bulan", title, f"Belum ada yang terjaring pada {year} dan {year - 1}.")
    picture = Picture("bulan", f"Terjaring per bulan {year}, di samping {year - 1}", 172)
    scale, slot = 118 / max(*now.values(), *was.values()), WIDTH / 12

    def at(month, n):
        return slot * (month - 0.5), 146 - n * scale

    picture.add(line("axis", 0, 146.5, WIDTH, 146.5))
    if has_before:
        picture.add(polyline("was", [at(*each) for each in was.items()]))
    picture.add(polyline("is", [at(*each) for each in now.items()]))
    told = {max(now, key=now.get), min(now, key=now.get), begun}
    lines = []
    for month in range(1, 13):
        period = Period.month(year, month)
        name, x = write_date(period.first, "M"), slot * (month - 0.5)
        shapes = [text("soft", x, 164, name, anchor="middle")]
        cells = [Cell("·")]
        if month in now:
            shapes.append(circle("sea", *at(month, now[month]), 3.5))
            if month in told:
                _, y = at(month, now[month])
                shapes.append(text("bold", x, y - 8, angka(now[month]), anchor="middle"))
            href = scope.recap_cell(period) if now[month] else ""
            shapes.append(rect("touch", x - slot / 2, 0, slot, 172) if href else None)
            picture.add(*shapes, href=href, says=f"{period.title}: {angka(now[month])}")
            cells = [number(now[month], scope.recap_cell(period))]
        else:
            picture.add(*shapes)
        cells.append(number(was[month], scope.recap_cell(Period.month(year - 1, month))))
        lines.append(Line(write_date(period.first, "F"), tuple(cells)))
    before = Period.year(year - 1)
    sums = (
        number(sum(now.values()), scope.recap_cell(scope.period)),
        number(sum(was.values()), scope.recap_cell(before)),
    )
    marks = [Mark("is", str(year), "bulan")]
    if has_before:
        marks.append(Mark("was", str(year - 1), "bulan"))
    return Panel(
        "bulan",
        title,
        _months_say(scope, now, was, has_before),
        picture,
        Table(("Bulan", str(year), str(year - 1)), tuple(lines), Line("Jumlah", sums)),
        tuple(marks),
        note=f"{write_date(scope.today, 'F')} sampai {scope.today:%d/%m}."
        if scope.is_running
        else "",
    )


def _months_say(scope, now, was, has_before):
    most = max(now, key=now.get)
    said = (
        f"Terbanyak {write_date(Period.month(scope.year, most).first, 'F')} ({angka(now[most])})."
    )
    if not any(now.values()):
        return f"Belum ada yang terjaring pada {scope.year}."
    # The running month is not over: it is compared with none.
    over = [month for month in now if not (scope.is_running and month == scope.today.month)]
    if not has_before or not over:
        return said
    above = sum(now[month] > was[month] for month in over)
    return f"{above} dari {len(over)} bulan di atas {scope.year - 1}. {said}"


def classes_panel(scope: Scope, met: Met) -> Panel:
    year, key = scope.year, "klasifikasi"
    classes = scope.counting.classes_of(scope.period)
    totals = {each: _sum(met, year, class_id=each.pk) for each in classes}
    before = {each: _sum(met, year - 1, class_id=each.pk) for each in classes}
    most = max([*totals.values(), *before.values()], default=0)
    if not any(totals.values()):
        return Panel(key, "Klasifikasi", f"Belum ada yang terjaring pada {year}.")
    shown = sorted(classes, key=lambda each: (-totals[each], each.order, each.pk))
    row, left = 24, 110
    picture = Picture(key, f"Terjaring menurut klasifikasi {year}", row * len(shown) + 4)
    scale = (WIDTH - left - 40) / most
    lines = []
    for place, each in enumerate(shown):
        y, total = row * place + 4, totals[each]
        numbers = {sex: _sum(met, year, class_id=each.pk, sex=sex.value) for sex in Sex}
        male, female = (numbers[sex] * scale for sex in (Sex.MALE, Sex.FEMALE))
        name = each.name if len(each.name) <= 17 else each.short_name
        end = left + max(male + female, before[each] * scale) + 6
        shapes = [
            text("words", left - 8, y + 13, shortened(name, 17), anchor="end"),
            rect("sea", left, y, male, 17) if male else None,
            rect("hatch", left + male, y, female, 17) if female else None,
            line("target", left + before[each] * scale, y - 2, left + before[each] * scale, y + 19)
            if before[each]
            else None,
            text("bold", end, y + 13, angka(total)),
        ]
        href = scope.recap_cell(scope.period, classification=each.code) if total else ""
        shapes.append(rect("touch", 0, y - 3, WIDTH, row) if href else None)
        picture.add(*shapes, href=href, says=f"{each.name}: {angka(total)}")
        cells = [
            number(
                numbers[sex],
                scope.recap_cell(scope.period, classification=each.code, sex=sex.value),
            )
            for sex in (Sex.MALE, Sex.FEMALE)
        ]
        cells += [
            number(total, scope.recap_cell(scope.period, classification=each.code)),
            number(
                before[each], scope.recap_cell(Period.year(year - 1), classification=each.code)
            ),
        ]
        lines.append(Line(each.name, tuple(cells)))
    sums = [
        number(_sum(met, year, sex=sex.value), scope.recap_cell(scope.period, sex=sex.value))
        for sex in (Sex.MALE, Sex.FEMALE)
    ]
    sums.append(number(sum(totals.values()), scope.recap_cell(scope.period)))
    # A class that ended with last year has no line here, and is in its sum.
    sums.append(number(_sum(met, year - 1), scope.recap_cell(Period.year(year - 1))))
    first, second = ([*shown, None, None])[:2]
    top = [each for each in (first, second) if each and totals[each]]
    named = " dan ".join(each.name for each in top)
    together = sum(totals[each] for each in top)
    says = f"{named}: {angka(together)} dari {angka(sum(totals.values()))}."
    ended = _sum(met, year - 1) - sum(before.values())
    return Panel(
        key,
        "Klasifikasi",
        says,
        picture,
        Table(
            ("Klasifikasi", "L", "P", "Total", str(year - 1)),
            tuple(lines),
            Line("Jumlah", tuple(sums)),
        ),
        (*_sexes(key), Mark("target", str(year - 1), key)),
        note=f"{angka(ended)} dari {year - 1} dalam kelas yang tidak ada lagi." if ended else "",
    )


# --- When and where ------------------------------------------------------------------------


def hours_panel(scope: Scope) -> Panel:
    key, title = "jam", "Hari dan jam"
    found = counts.by_hour(scope.period, scope.counting)
    total = sum(found.values())
    if not total:
        return Panel(key, title, f"Belum ada yang terjaring pada {scope.year}.")
    unknown = sum(n for (_, hour), n in found.items() if hour is None)
    picture = Picture(key, f"Terjaring menurut hari dan jam {scope.year}", 24 * 7 + 20)
    left, slot = 34, (WIDTH - 34) / 24
    for hour in (0, 6, 12, 18, 23):
        picture.add(text("soft", left + slot * (hour + 0.5), 12, f"{hour:02}", anchor="middle"))
    most = max((n for (_, hour), n in found.items() if hour is not None), default=1)
    for weekday, name in enumerate(WEEKDAYS, 1):
        y = 24 * weekday + 4
        picture.add(text("words", 0, y + 4, name[:3]), line("axis", left, y, WIDTH, y))
        for hour in counts.DAY:
            n = found[weekday, hour]
            if n:
                href = scope.rows("jam", weekday=weekday, hour=hour)
                x = left + slot * (hour + 0.5)
                picture.add(
                    circle("sea", x, y, _radius(n, most, 6.5)),
                    rect("touch", x - slot / 2, y - 12, slot, 24) if href else None,
                    href=href,
                    says=f"{name} pukul {hour:02}: {angka(n)}",
                )
    return Panel(
        key,
        title,
        _hours_say(found, total, unknown),
        picture,
        _hours_table(scope, found),
        (Mark("sea", f"luas titik: sampai {angka(most)} orang", key),),
        note=f"{angka(unknown)} tanpa jam tidak digambar." if unknown else "",
        rules=(
            "Terjaring yang dihitung dalam rekap, menurut tanggal terjaring dan jamnya.",
            "Yang hanya diketahui harinya ada dalam baris Tidak diketahui.",
        ),
    )


def _radius(n, most, largest):
    """By the area: twice as many, twice the area."""
    return max(1.2, largest * sqrt(n / most))


def _hours_say(found, total, unknown):
    if unknown == total:
        return f"Jamnya tidak diketahui dari semua {angka(total)}."
    by_day, by_hour = Counter(), Counter()
    for (weekday, hour), n in found.items():
        by_day[weekday] += n
        if hour is not None:
            by_hour[hour] += n
    weekday, on_day = max(sorted(by_day.items()), key=lambda each: each[1])
    hour, in_hour = max(sorted(by_hour.items()), key=lambda each: each[1])
    said = f"Terbanyak hari {WEEKDAYS[weekday - 1]} ({angka(on_day)})"
    return f"{said} dan pukul {hour:02} sampai {(hour + 1) % 24:02} ({angka(in_hour)})."


def _hours_table(scope, found):
    lines = []
    for hour in (*counts.DAY, None):
        numbers = [found[weekday, hour] for weekday in counts.WEEK]
        if not any(numbers):
            continue
        asked = {"hour": UNKNOWN if hour is None else hour}
        cells = [
            number(n, scope.rows("jam", weekday=weekday, **asked))
            for weekday, n in zip(counts.WEEK, numbers, strict=True)
        ]
        cells.append(number(sum(numbers), scope.rows("jam", **asked)))
        lines.append(Line("Tidak diketahui" if hour is None else f"{hour:02}", tuple(cells)))
    sums = []
    for weekday in counts.WEEK:
        n = sum(n for (each, _), n in found.items() if each == weekday)
        sums.append(number(n, scope.rows("jam", weekday=weekday)))
    sums.append(number(sum(found.values()), scope.recap_cell(scope.period)))
    heads = ("Jam", *(name[:3] for name in WEEKDAYS), "Σ")
    return Table(heads, tuple(lines), Line("Σ", tuple(sums)))


# code of a kecamatan -> (column, row, how it is written in its tile): near where it lies.
TILES = {
    "73.71.15": (0, 0, "Sangkarr."),
    "73.71.11": (4, 0, "Biringk."),
    "73.71.08": (1, 1, "Uj. Tanah"),
    "73.71.07": (2, 1, "Tallo"),
    "73.71.14": (3, 1, "Tamalanr."),
    "73.71.05": (1, 2, "Wajo"),
    "73.71.06": (2, 2, "Bontoala"),
    "73.71.09": (3, 2, "Panakk."),
    "73.71.04": (1, 3, "Uj. Pdg."),
    "73.71.03": (2, 3, "Makassar"),
    "73.71.12": (4, 3, "Manggala"),
    "73.71.01": (1, 4, "Mariso"),
    "73.71.02": (2, 4, "Mamajang"),
    "73.71.13": (3, 4, "Rappocini"),
    "73.71.10": (2, 5, "Tamalate"),
}
LEVELS = ("k0", "k1", "k2", "k3", "k4")


def districts_panel(scope: Scope) -> Panel:
    key, title = "kecamatan", "Kecamatan tempat terjaring"
    found = counts.by_district(scope.period, scope.counting)
    total = sum(found.values())
    if not total:
        return Panel(key, title, f"Belum ada yang terjaring pada {scope.year}.")
    districts = Region.objects.of_makassar().filter(level=Region.Level.DISTRICT)
    names = dict(districts.values_list("code", "name"))
    bounds = _bounds(max((n for code, n in found.items() if code in names), default=0))
    picture = Picture(key, f"Terjaring menurut kecamatan {scope.year}", 290)
    for code, (column, row, short) in TILES.items():
        n, x, y = found[code], 64 * column + 1, 48 * row + 1
        paint = LEVELS[sum(n >= bound for bound in bounds)]
        name = names.get(code, short)
        picture.add(
            rect(paint, x, y, 62, 46, round_by=4),
            rect("plate", x + 3, y + 3, 56, 30, round_by=2),
            text("small", x + 31, y + 14, short, anchor="middle"),
            text("big", x + 31, y + 30, angka(n), anchor="middle"),
            href=scope.rows("kecamatan", district=code) if n else "",
            says=f"{name}: {angka(n)}",
        )
    ordered = sorted(names, key=lambda code: (-found[code], names[code]))
    others = [(OUTSIDE, "Di luar kota"), (UNKNOWN, "Tidak diketahui")]
    lines = [
        Line(name, (number(found[code], scope.rows("kecamatan", district=code)),))
        for code, name in [*((code, names[code]) for code in ordered), *others]
    ]
    sums = Line("Jumlah", (number(total, scope.recap_cell(scope.period)),))
    top = [code for code in ordered[:2] if found[code]]
    says = " dan ".join(f"{names[code]} ({angka(found[code])})" for code in top)
    outside, unknown = found[OUTSIDE], found[UNKNOWN]
    note = [f"{angka(outside)} di luar kota"] if outside else []
    note += [f"{angka(unknown)} tidak diketahui"] if unknown else []
    return Panel(
        key,
        title,
        f"{says} terbanyak." if top else f"Kecamatannya tidak diketahui dari {angka(total)}.",
        picture,
        Table(("Kecamatan", "Terjaring"), tuple(lines), sums),
        tuple(
            Mark(paint, label, key) for paint, label in zip(LEVELS, _labels(bounds), strict=True)
        ),
        note=". ".join(
            [*filter(None, [", ".join(note)]), "Letak kotak mendekati letak kecamatan."]
        ),
        rules=(
            "Kecamatan titik rawan tempat orang itu terjaring.",
            "Tanpa titik rawan tidak diketahui, juga bila tempatnya diketik dengan kata-kata.",
        ),
    )


def _bounds(most):
    """Where the patterns change: at a tenth, a quarter, a half and three quarters of the most."""
    bounds = []
    for share in (0.1, 0.25, 0.5, 0.75):
        bounds.append(max(ceil(most * share), bounds[-1] + 1 if bounds else 1))
    return bounds


def _labels(bounds):
    spans = [
        str(low) if low == high - 1 else f"{low}–{high - 1}"
        for low, high in zip(bounds, bounds[1:], strict=False)
    ]
    first = "0" if bounds[0] == 1 else f"di bawah {bounds[0]}"
    return [first, *spans, f"{bounds[-1]} ke atas"]


# --- How long ------------------------------------------------------------------------------


def lengths_panel(scope: Scope) -> Panel:
    key, title = "lama", "Lama masa pembinaan"
    found = counts.lengths(scope.period, scope.counting)
    if not found:
        return Panel(key, title, f"Belum ada masa pembinaan yang mulai pada {scope.year}.")
    bins = [counts.bin_key(one) for one in counts.BINS]
    in_time = Counter(one.bin for one in found if one.days and not one.is_over)
    over = Counter(one.bin for one in found if one.is_over)
    running = sum(one.days is None for one in found)
    picture = Picture(key, f"Masa pembinaan yang mulai {scope.year}, menurut lamanya", 162)
    picture.add(line("axis", 0, 140.5, WIDTH, 140.5))
    slot = WIDTH / len(bins)
    scale = 116 / max([in_time[one] + over[one] for one in bins] + [1])
    lines = []
    for place, (one, (first, last)) in enumerate(zip(bins, counts.BINS, strict=True)):
        x, n = slot * place + 3, in_time[one] + over[one]
        name = f"{first} ke atas" if last is None else one.replace("-", "–")
        below, above = in_time[one] * scale, over[one] * scale
        href = scope.rows("lama", length=one) if n else ""
        picture.add(
            rect("sea", x, 140 - below, slot - 6, below) if below else None,
            rect("hatch", x, 140 - below - above, slot - 6, above) if above else None,
            text("small", x + slot / 2 - 3, 135 - below - above, angka(n), anchor="middle")
            if n
            else None,
            text(
                "soft",
                x + slot / 2 - 3,
                156,
                f"{first}+" if last is None else name,
                anchor="middle",
            ),
            rect("touch", x - 3, 0, slot, 162) if href else None,
            href=href,
            says=f"{name} hari: {angka(n)}",
        )
        cells = (
            number(in_time[one], scope.rows("lama", length=one, over="no")),
            number(over[one], scope.rows("lama", length=one, over="yes")),
            number(n, scope.rows("lama", length=one)),
        )
        lines.append(Line(f"{name} hari", cells))
    still = Line(
        "Masih berjalan",
        (Cell("·"), Cell("·"), number(running, scope.rows("lama", length=RUNNING))),
    )
    sums = (
        number(sum(in_time.values()), scope.rows("lama", over="no")),
        number(sum(over.values()), scope.rows("lama", over="yes")),
        number(len(found), scope.recap_cell(scope.period, Measure.STAYS)),
    )
    heads = ("Lama", "Sampai batas", "Lewat batas", "Semua")
    return Panel(
        key,
        title,
        _lengths_say(found, over),
        picture,
        Table(heads, (*lines, still), Line("Jumlah", sums)),
        (Mark("sea", "sampai batasnya", key), Mark("hatch", "lewat batasnya", key)),
        note=f"{angka(running)} masih berjalan, tidak digambar." if running else "",
        rules=(
            "Masa pembinaan yang mulai dalam tahun itu, sama dengan Pembinaan pada rekap.",
            "Hari masuk dan hari keluar dihitung dua-duanya.",
            "Batas: menurut aturan pada hari masuk. Yang diperpanjang juga lewat batas.",
        ),
    )


def _lengths_say(found, over):
    ended = sorted(one.days for one in found if one.days)
    if not ended:
        return f"Semua {angka(len(found))} masih berjalan."
    # Half of them lasted so many days at the most.
    half = ended[ceil(len(ended) / 2) - 1]
    return f"Separuh paling lama {angka(half)} hari; {angka(sum(over.values()))} lewat batasnya."


# --- Who came back -------------------------------------------------------------------------


def _exits_query(period):
    return f"{period.query}&{urlencode({'cut': Cut.CLASS.value})}"


RETURN_RULES = (
    "Orang yang sama terjaring lagi sesudah keluar, menurut Kembali ke jalan.",
    "Hanya yang keluarnya sudah lewat lebih dari 30, 90 atau 180 hari yang dinilai.",
)


def returns_panel(scope: Scope) -> Panel:
    key, title, year = "kembali", "Kembali ke jalan", scope.year
    both = {
        each: ledger(Period.year(each), Cut.CLASS, scope.today).sums for each in (year, year - 1)
    }
    if not both[year].exits and not both[year - 1].exits:
        return Panel(key, title, f"Belum ada yang keluar pada {year} dan {year - 1}.")
    picture = Picture(key, f"Kembali ke jalan sesudah keluar, {year} dan {year - 1}", 44 * 3 + 2)
    cells = {(each, cell.within): cell for each, sums in both.items() for cell in sums.cells}
    most = max([cell.share or 0 for (_, w), cell in cells.items() if w in SHOWN_WINDOWS] + [1])
    for place, within in enumerate(SHOWN_WINDOWS):
        now, was, y = cells[year, within], cells[year - 1, within], 44 * place + 6
        width, before = ((one.share or 0) / most * 150 for one in (now, was))
        picture.add(
            text("words", 0, y + 20, f"{within} hari"),
            rect("sea", 62, y, width, 14),
            text("bold", 68 + width, y + 12, of(now.back, now.judged).words),
            rect("touch", 0, y - 3, WIDTH, 20),
            href=_back(scope, year, within) if now.back else "",
            says=f"Dalam {within} hari, keluar {year}: {of(now.back, now.judged).words}",
        )
        picture.add(
            rect("before", 62, y + 17, before, 12),
            text("soft", 68 + before, y + 27, f"{year - 1}: {of(was.back, was.judged).words}"),
            rect("touch", 62, y + 17, WIDTH - 62, 16),
            href=_back(scope, year - 1, within) if was.back else "",
            says=f"Dalam {within} hari, keluar {year - 1}: {of(was.back, was.judged).words}",
        )
    lines = [
        Line(
            f"{within} hari",
            tuple(
                of(one.back, one.judged, _back(scope, each, within))
                for each in (year, year - 1)
                for one in [cells[each, within]]
            ),
        )
        for within in WINDOWS
    ]
    exits = tuple(
        number(both[each].exits, scope.link("reports:returns_people", Period.year(each).query))
        for each in (year, year - 1)
    )
    last = cells[year, ACROSS]
    says = (
        f"Dalam {ACROSS} hari, {of(last.back, last.judged).words} terjaring lagi."
        if last.judged
        else f"Belum ada yang keluarnya lewat {ACROSS} hari."
    )
    return Panel(
        key,
        title,
        says,
        picture,
        Table(("Dalam", str(year), str(year - 1)), tuple(lines), Line("Keluar", exits)),
        (Mark("sea", str(year), key), Mark("before", str(year - 1), key)),
        note="Yang keluar kurang dari 30, 90, 180 hari lalu belum dihitung.",
        rules=RETURN_RULES,
        more=Cell("Kembali ke jalan", scope.link("reports:returns", year=year)),
    )


def _back(scope, year, within):
    query = Period.year(year).query
    return scope.link("reports:returns_people", query, within=within, returned=1)


def families_panel(scope: Scope) -> Panel:
    key, title = "keluarga", "Kembali menurut keluarga"
    found = counts.households(scope.period, scope.today)
    if not found:
        return Panel(key, title, f"Belum ada yang keluar pada {scope.year}.")
    kinds = {"keluarga": "Keluarga", "sendiri": "Tanpa keluarga tercatat"}
    groups = {
        kind: [one for one in found if one.is_family == (kind == "keluarga")] for kind in kinds
    }
    told = {
        (kind, within): (
            sum(one.is_back(within) for one in rows),
            sum(one.is_judged(within) for one in rows),
        )
        for kind, rows in groups.items()
        for within in WINDOWS
    }
    picture = Picture(key, f"Kembali ke jalan menurut keluarga {scope.year}", 44 * 3 + 2)
    shares = {each: n / m if m else 0 for each, (n, m) in told.items()}
    most = max([shares[kind, w] for kind in kinds for w in SHOWN_WINDOWS] + [0.01])
    for place, within in enumerate(SHOWN_WINDOWS):
        y = 44 * place + 6
        picture.add(text("words", 0, y + 20, f"{within} hari"))
        for kind, paint, down in (("keluarga", "sea", 0), ("sendiri", "hatch", 17)):
            n, m = told[kind, within]
            width = shares[kind, within] / most * 150
            picture.add(
                rect(paint, 62, y + down, width, 14) if width else None,
                text("bold" if not down else "small", 68 + width, y + down + 12, of(n, m).words),
                rect("touch", 62, y + down - 1, WIDTH - 62, 16),
                href=_household_link(scope, kind, within) if n else "",
                says=f"{kinds[kind]}, dalam {within} hari: {of(n, m).words}",
            )
    lines = [
        Line(
            f"{within} hari",
            tuple(of(*told[kind, within], _household_link(scope, kind, within)) for kind in kinds),
        )
        for within in WINDOWS
    ]
    sums = tuple(number(len(groups[kind]), scope.rows("keluarga", kind=kind)) for kind in kinds)
    n, m = told["keluarga", ACROSS]
    if not groups["keluarga"]:
        says = "Belum ada keluarga tercatat di antara yang keluar."
    elif m:
        says = f"Dalam {ACROSS} hari, {of(n, m).words} keluarga ada yang terjaring lagi."
    else:
        says = f"Belum ada keluarga yang keluarnya lewat {ACROSS} hari."
    return Panel(
        key,
        title,
        says,
        picture,
        Table(("Dalam", "Keluarga", "Sendiri"), tuple(lines), Line("Semua", sums)),
        (Mark("sea", "keluarga", key), Mark("hatch", "tanpa keluarga tercatat", key)),
        rules=(
            *RETURN_RULES,
            "Keluarga: siapa pun yang terhubung oleh hubungan keluarga yang dicatat, juga melalui"
            " orang lain. Terjaring bersama bukan keluarga.",
            "Satu keluarga dihitung sekali: kembali bila satu di antara yang keluar kembali.",
        ),
    )


def _household_link(scope, kind, within):
    return scope.rows("keluarga", kind=kind, within=within, returned=1)


def crossed_panel(scope: Scope) -> Panel:
    key, title, (cut, other), within = (
        "silang",
        "Kembali menurut dua sisi",
        scope.cuts,
        scope.within,
    )
    found = counts.crossed(scope.period, scope.today, cut, other, within)
    choices = _crossed_choices(scope)
    if not found:
        says = f"Belum ada yang keluar pada {scope.year} lebih dari {within} hari yang lalu."
        return Panel(key, title, says, choices=choices)
    names = [
        names_of(each, [pair[side] for pair in found])[0] for side, each in enumerate(scope.cuts)
    ]
    rows, columns = (
        _largest(found, side, most) for side, most in ((0, MOST_ROWS), (1, MOST_COLUMNS))
    )
    left, top, row = 88, 22, 48
    slot = (WIDTH - left) / MOST_COLUMNS
    picture = Picture(
        key,
        f"Kembali dalam {within} hari menurut {cut.label.lower()} dan {other.label.lower()}",
        top + row * len(rows),
    )
    for place, column in enumerate(columns):
        words = _short(scope, other, names[1], column, 10)
        picture.add(text("soft", left + slot * (place + 0.5), 12, words, anchor="middle"))
    most = (
        max((found.get((one, two), (0, 0))[1] for one in rows for two in columns), default=1) or 1
    )
    for down, one in enumerate(rows):
        y = top + row * down
        name = _short(scope, cut, names[0], one, 14)
        picture.add(line("axis", 0, y - 0.5, WIDTH, y - 0.5), text("small", 0, y + 22, name))
        for place, two in enumerate(columns):
            back, judged = found.get((one, two), (0, 0))
            if not judged:
                continue
            x = left + slot * (place + 0.5)
            href = _crossed_link(scope, one, two) if back else ""
            picture.add(
                circle("ring", x, y + 17, _radius(judged, most, 14)),
                circle("sea", x, y + 17, _radius(back, most, 14)) if back else None,
                text("soft", x, y + 44, of(back, judged).words, anchor="middle"),
                rect("touch", x - slot / 2, y, slot, row) if href else None,
                href=href,
                says=f"{names[0][one]}, {names[1][two]}: {of(back, judged).words}",
            )
    ordered = sorted(
        found,
        key=lambda each: (-found[each][0], -found[each][1], names[0][each[0]], names[1][each[1]]),
    )
    lines = [
        Line(
            f"{names[0][pair[0]]} · {names[1][pair[1]]}",
            (
                number(found[pair][0], _crossed_link(scope, *pair)),
                number(found[pair][1], _crossed_link(scope, *pair, returned=False)),
            ),
        )
        for pair in ordered
        if not scope.is_paper or found[pair][0]
    ]
    if scope.is_paper:
        rest = [found[pair][1] for pair in ordered if not found[pair][0]]
        lines.append(Line(f"{len(rest)} lainnya", (Cell("0"), Cell(angka(sum(rest))))))
    backs, judged = (sum(each[side] for each in found.values()) for side in (0, 1))
    sums = (
        number(backs, _back(scope, scope.year, within)),
        number(judged, scope.link("reports:returns_people", scope.period.query, within=within)),
    )
    first = ordered[0]
    says = (
        f"Terbanyak kembali: {names[0][first[0]]}, {names[1][first[1]]}:"
        f" {of(*found[first]).words} dalam {within} hari."
        if found[first][0]
        else f"Tidak ada yang kembali dalam {within} hari, dari {angka(judged)} yang dinilai."
    )
    return Panel(
        key,
        title,
        says,
        picture,
        Table(
            (f"{cut.label} · {other.label.lower()}", "Kembali", "Dinilai"),
            tuple(lines),
            Line("Jumlah", sums),
            is_long=True,
        ),
        (Mark("ring", "luas: dinilai", key), Mark("sea", "luas: kembali", key)),
        note=_crossed_note(found, rows, columns),
        rules=RETURN_RULES,
        choices=choices,
    )


def _crossed_note(found, rows, columns):
    left = sum(m for (one, two), (_, m) in found.items() if one not in rows or two not in columns)
    return f"Yang terbesar digambar; {angka(left)} lainnya ada dalam tabel." if left else ""


def _largest(found, side, most):
    sizes = Counter()
    for pair, (_, judged) in found.items():
        sizes[pair[side]] += judged
    # What is named stands before what has no name.
    ranked = sorted(sizes, key=lambda key: (key is None, -sizes[key], key or 0))
    return ranked[:most]


SHORTER = {
    "Biringkanaya": "Biringk.",
    "Kepulauan Sangkarrang": "Sangkarr.",
    "Panakkukang": "Panakk.",
    "Tamalanrea": "Tamalanr.",
    "Ujung Pandang": "Uj. Pdg.",
    "Ujung Tanah": "Uj. Tanah",
}


def _short(scope, cut, names, key, letters):
    """As it has room in the picture; the whole stands in the table."""
    name = names[key]
    if key is None:
        name = "Tidak ada"
    elif cut == Cut.CLASS and len(name) > letters:
        name = next(one.short_name for one in scope.counting.classes if one.pk == key)
    return shortened(SHORTER.get(name, name), letters)


def _crossed_link(scope, key, other, *, returned=True):
    asked = {"key": key or "", "other": other or "", "within": scope.within}
    asked |= {"rows": scope.cuts[0].value, "columns": scope.cuts[1].value}
    return scope.rows("silang", **asked, **({"returned": 1} if returned else {}))


def _crossed_choices(scope):
    if scope.is_paper:
        return ()
    address, (cut, other) = reverse("reports:pictures"), scope.cuts

    def choice(label, is_current, **changed):
        asked = {"year": scope.year, "rows": cut.value, "columns": other.value}
        asked |= {"within": scope.within} | changed
        return Choice(label, f"{address}?{urlencode(asked)}#silang", is_current)

    return (
        (
            "Baris",
            tuple(
                choice(each.label, each == cut, rows=each.value)
                for each in counts.CROSSED
                if each != other
            ),
        ),
        (
            "Kolom",
            tuple(
                choice(each.label, each == other, columns=each.value)
                for each in counts.CROSSED
                if each != cut
            ),
        ),
        (
            "Dalam",
            tuple(choice(f"{each} hari", each == scope.within, within=each) for each in WINDOWS),
        ),
    )


# --- How soon ------------------------------------------------------------------------------


def partners_shown(scope: Scope):
    """Those that may stand beside a number: on paper none whose destination is closed."""
    partners = named_for(scope.user)
    return partners.filter(closes_destination=False) if scope.is_paper else partners


def partners_panel(scope: Scope) -> Panel:
    key, title = "mitra", "Jawaban mitra"
    found = counts.answering(scope.year, partners_shown(scope))
    if not found:
        return Panel(key, title, f"Belum ada mitra yang ditanya pada {scope.year}.")
    partners = Partner.objects.filter(pk__in=found)
    names = dict(partners.values_list("pk", "short_name"))
    ordered = sorted(found, key=lambda pk: (-len(found[pk].asked), names[pk]))
    shown, row, left = ordered[:MOST_PARTNERS], 30, 106
    picture = Picture(
        key, f"Jam sampai mitra menjawab, nilai tengah, {scope.year}", row * len(shown) + 4
    )
    known = [value for pk in shown for value in (found[pk].hours, found[pk].agreed) if value]
    scale = (WIDTH - left - 84) / max([*known, 1])
    for place, pk in enumerate(shown):
        one, y = found[pk], row * place + 6
        width = (one.hours or 0) * scale
        mark = one.agreed * scale if one.agreed else 0
        is_late = one.hours is not None and one.agreed is not None and one.hours > one.agreed
        href = scope.rows("mitra", partner=pk)
        words = hours(one.hours) if one.answered else "belum"
        picture.add(
            text("words", 0, y + 13, shortened(names[pk], 15)),
            rect("hatch" if is_late else "sea", left, y, width, 18) if one.answered else None,
            line("target", left + mark, y - 4, left + mark, y + 22) if mark else None,
            text("bold", left + max(width, mark) + 6, y + 13, words),
            rect("touch", 0, y - 6, WIDTH, row) if href else None,
            href=href,
            says=f"{names[pk]}: {words}",
        )
    lines = []
    for pk in ordered:
        one = found[pk]
        cells = (
            Cell(hours(one.hours)),
            Cell(hours(one.agreed)),
            of(*one.kept(scope.now), scope.rows("mitra", partner=pk, which="kept")),
            of(one.answered, len(one.asked), scope.rows("mitra", partner=pk, which="answered")),
        )
        lines.append(Line(names[pk], cells))
    late = [pk for pk in ordered if (found[pk].hours or 0) > (found[pk].agreed or float("inf"))]
    return Panel(
        key,
        title,
        _partners_say(found, names, late),
        picture,
        Table(
            ("Mitra", "Tengah", "Janji", "Tepat waktu", "Dijawab"), tuple(lines), is_worded=True
        ),
        (
            Mark("sea", "nilai tengah", key),
            Mark("hatch", "lewat janjinya", key),
            Mark("target", "janji jawab", key),
        ),
        note="Mitra dengan tujuan tertutup tidak dicetak." if scope.is_paper else "",
        rules=(
            "Pertanyaan tempat dan rujukan yang dikirim dalam tahun itu, sampai kabar pertama dari"
            " mitra, menurut jam dinding.",
            "Tepat waktu: dijawab sebelum batas yang disepakati, dari yang sudah dijawab atau"
            " sudah lewat batasnya.",
            "Yang kami tarik sebelum dijawab tidak dihitung.",
        ),
        more=Cell("Kemitraan", scope.link("reports:partnership", year=scope.year))
        if scope.user.has_perm("reports.view_indicators")
        else None,
    )


def _partners_say(found, names, late):
    if not any(one.answered for one in found.values()):
        return "Belum ada mitra yang menjawab."
    if not late:
        return "Tidak ada mitra yang nilai tengah jawabannya lewat dari janjinya."
    others = f" dan {len(late) - 1} mitra lain" if len(late) > 1 else ""
    return f"{names[late[0]]}{others} menjawab lewat dari janjinya."


STEP_NAMES = {Step.ASSESSED: "asesmen awal", Step.PLANNED: "rencana", Step.SERVED: "layanan"}


def course_panel(scope: Scope) -> Panel:
    key, title = "langkah", "Jam sampai asesmen, rencana, layanan"
    steps = course(scope.period, scope.counting).sums.steps
    if not any(one.done for one in steps):
        return Panel(key, title, f"Belum ada yang dilakukan bagi yang masuk {scope.year}.")
    row, left = 42, 76
    picture = Picture(
        key, f"Jam sejak tiba sampai langkah pertama, masuk {scope.year}", row * 3 + 22
    )
    known = [value for one in steps for value in (one.hours.high, one.target) if value is not None]
    # From zero: what was done in the minute of the arrival has no length.
    scale = (WIDTH - left - 84) / max([*known, 1])
    for place, one in enumerate(steps):
        y, name = row * place + 6, STEP_NAMES[one.step]
        shapes = [text("words", 0, y + 18, name.split()[0].capitalize())]
        if one.done:
            low, middle, high = (
                left + value * scale for value in (one.hours.low, one.hours.middle, one.hours.high)
            )
            is_late = one.target is not None and one.hours.middle > one.target
            shapes += [
                line("axis", left, y + 14, high, y + 14),
                rect("hatch" if is_late else "before", low, y + 5, max(high - low, 1), 18),
                rect("sea", middle - 2, y + 1, 4, 26),
            ]
            end = max(high, left + (one.target or 0) * scale)
            shapes.append(text("bold", end + 8, y + 19, hours(one.hours.middle)))
        if one.target is not None:
            mark = left + one.target * scale
            shapes.append(line("target", mark, y - 3, mark, y + 31))
        href = _step_link(scope, one.step, Which.DONE) if one.done else ""
        shapes.append(rect("touch", 0, y - 5, WIDTH, row) if href else None)
        picture.add(*shapes, href=href, says=f"{one.step.label}: {hours(one.hours.middle)}")
    lines = []
    for one in steps:
        kept = Cell("tanpa batas")
        if one.step.has_target:
            kept = of(one.in_time, one.judged, _step_link(scope, one.step, Which.IN_TIME))
        cells = (
            number(one.done, _step_link(scope, one.step, Which.DONE)),
            Cell(hours(one.hours.middle)),
            Cell(f"{hours(one.hours.low)} – {hours(one.hours.high)}" if one.done else "·"),
            Cell(hours(one.target)),
            kept,
        )
        lines.append(Line(one.step.label, cells))
    told = [f"{STEP_NAMES[one.step]} {hours(one.hours.middle)}" for one in steps if one.done]
    return Panel(
        key,
        title,
        f"Separuh paling lama: {', '.join(told)}.",
        picture,
        Table(
            ("Langkah", "Sudah", "Tengah", "Separuh di antara", "Batas", "Tepat waktu"),
            tuple(lines),
            is_worded=True,
        ),
        (
            Mark("sea", "nilai tengah", key),
            Mark("before", "separuh di antara", key),
            Mark("hatch", "tengahnya lewat batas", key),
            Mark("target", "batas (nilai tengah)", key),
        ),
        rules=(
            "Masa pembinaan yang mulai dalam tahun itu, dari jam tiba sampai yang pertama.",
            "Tengah: separuh lebih cepat. Separuh di antara: tanpa seperempat paling cepat dan"
            " seperempat paling lama.",
            "Batas asesmen awal 24 jam, atau pukul 12.00 hari kerja berikutnya; batas rencana"
            " menurut risiko. Garisnya nilai tengah dari batas-batas itu.",
        ),
        more=Cell("Definisi lengkap", _definition(scope)),
    )


def _definition(scope):
    address = scope.link("reports:casework_figures", scope.period.query)
    return f"{address}#definisi" if address else ""


def _step_link(scope, step, which):
    asked = {"step": step.value, "which": which.value}
    return scope.link("reports:casework_stays", scope.period.query, **asked)
