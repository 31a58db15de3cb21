"""When and where people were met."""

from collections import Counter
from math import ceil

from cases.places.models import Region
from reports.figures.pictures import counts
from reports.figures.pictures.counts import OUTSIDE, UNKNOWN
from reports.figures.pictures.drawing import (
    TOUCH,
    WIDTH,
    Mark,
    Picture,
    circle,
    line,
    radius_of,
    rect,
    text,
)
from reports.figures.pictures.panel import Line, Panel, Scope, Table, number
from rptc.words import angka

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def hours_panel(scope: Scope) -> Panel:
    key, title = "jam", "Hari dan jam"
    found = counts.by_hour(scope.period, scope.counting)
    total = sum(found.values())
    if not total:
        return Panel(key, title, f"Belum ada yang terjaring pada {scope.year}.")
    unknown = sum(n for (_, hour), n in found.items() if hour is None)
    picture = Picture(key, f"Terjaring menurut hari dan jam {scope.year}", TOUCH * 7 + 20)
    left, slot = 34, (WIDTH - 34) / 24
    for hour in (0, 6, 12, 18, 23):
        picture.add(text("soft", left + slot * (hour + 0.5), 12, f"{hour:02}", anchor="middle"))
    most = max((n for (_, hour), n in found.items() if hour is not None), default=1)
    for weekday, name in enumerate(WEEKDAYS, 1):
        y, on_day = TOUCH * weekday + 4, sum(found[weekday, hour] for hour in (*counts.DAY, None))
        href = scope.rows("jam", weekday=weekday) if on_day else ""
        # A dot is too small to be hit: the day is, each hour is in the table.
        picture.add(
            text("words", 0, y + 4, name[:3]),
            line("axis", left, y, WIDTH, y),
            *(
                circle("sea", left + slot * (hour + 0.5), y, radius_of(n, most, 6.5))
                for hour in counts.DAY
                if (n := found[weekday, hour])
            ),
            rect("touch", 0, y - TOUCH / 2, WIDTH, TOUCH) if href else None,
            href=href,
            says=f"{name}: {angka(on_day)}",
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
