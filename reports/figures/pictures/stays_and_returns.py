"""How long stays lasted, and who came back to the street."""

from collections import Counter
from math import ceil
from urllib.parse import urlencode

from django.urls import reverse

from reports.figures.periods import Period
from reports.figures.pictures import counts
from reports.figures.pictures.counts import RUNNING, Left
from reports.figures.pictures.drawing import (
    TOUCH,
    WIDTH,
    Mark,
    Picture,
    circle,
    line,
    radius_of,
    rect,
    shortened,
    text,
)
from reports.figures.pictures.panel import (
    ACROSS,
    Cell,
    Choice,
    Line,
    Panel,
    Scope,
    Table,
    number,
    of,
)
from reports.figures.recap.figures import Measure
from reports.figures.returns.ledger import WINDOWS, Cut, names_of, sums_of
from rptc.words import angka

SHOWN_WINDOWS = (30, 90, 180)
# A cross of two cuts draws so many rows and columns, the largest; the table has all.
MOST_ROWS, MOST_COLUMNS = 6, 4


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


RETURN_RULES = (
    "Orang yang sama terjaring lagi sesudah keluar, menurut Kembali ke jalan.",
    "Hanya yang keluarnya sudah lewat lebih dari 30, 90 atau 180 hari yang dinilai.",
)


def returns_panel(scope: Scope) -> Panel:
    key, title, year = "kembali", "Kembali ke jalan", scope.year
    both = {
        each: sums_of(Period.year(each), scope.today, scope.counting) for each in (year, year - 1)
    }
    if not both[year].exits and not both[year - 1].exits:
        return Panel(key, title, f"Belum ada yang keluar pada {year} dan {year - 1}.")
    picture = Picture(
        key, f"Kembali ke jalan sesudah keluar, {year} dan {year - 1}", TOUCH * 2 * 3
    )
    cells = {(each, cell.within): cell for each, sums in both.items() for cell in sums.cells}
    most = max([cell.share or 0 for (_, w), cell in cells.items() if w in SHOWN_WINDOWS] + [1])
    for place, within in enumerate(SHOWN_WINDOWS):
        now, was, y = cells[year, within], cells[year - 1, within], TOUCH * 2 * place
        width, before = ((one.share or 0) / most * 150 for one in (now, was))
        picture.add(
            text("words", 0, y + 29, f"{within} hari"),
            rect("sea", 62, y + 9, width, 14),
            text("bold", 68 + width, y + 21, of(now.back, now.judged).words),
            rect("touch", 62, y, WIDTH - 62, TOUCH),
            href=_back(scope, year, within) if now.back else "",
            says=f"Dalam {within} hari, keluar {year}: {of(now.back, now.judged).words}",
        )
        picture.add(
            rect("before", 62, y + 28, before, 12),
            text("soft", 68 + before, y + 38, f"{year - 1}: {of(was.back, was.judged).words}"),
            rect("touch", 62, y + TOUCH, WIDTH - 62, TOUCH),
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


def exits_of_year(scope: Scope) -> list[Left]:
    """What the two panels below are counted from."""
    return counts.exits_left(scope.period, scope.today, scope.cuts, scope.counting)


def families_panel(scope: Scope, left: list[Left]) -> Panel:
    key, title = "keluarga", "Kembali menurut keluarga"
    found = counts.households(left)
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
    picture = Picture(key, f"Kembali ke jalan menurut keluarga {scope.year}", TOUCH * 2 * 3)
    shares = {each: n / m if m else 0 for each, (n, m) in told.items()}
    most = max([shares[kind, w] for kind in kinds for w in SHOWN_WINDOWS] + [0.01])
    for place, within in enumerate(SHOWN_WINDOWS):
        y = TOUCH * 2 * place
        picture.add(text("words", 0, y + 29, f"{within} hari"))
        halves = (("keluarga", "sea", "bold", 0, 9), ("sendiri", "hatch", "small", TOUCH, 28))
        for kind, paint, letters, top, down in halves:
            n, m = told[kind, within]
            width = shares[kind, within] / most * 150
            picture.add(
                rect(paint, 62, y + down, width, 14) if width else None,
                text(letters, 68 + width, y + down + 12, of(n, m).words),
                rect("touch", 62, y + top, WIDTH - 62, TOUCH),
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
        is_fine=True,
    )


def _household_link(scope, kind, within):
    return scope.rows("keluarga", kind=kind, within=within, returned=1)


def crossed_panel(scope: Scope, left: list[Left]) -> Panel:
    key, title, (cut, other), within = (
        "silang",
        "Kembali menurut dua sisi",
        scope.cuts,
        scope.within,
    )
    found = counts.crossed(left, within)
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
    aside, top, row = 88, 22, 48
    slot = (WIDTH - aside) / MOST_COLUMNS
    picture = Picture(
        key,
        f"Kembali dalam {within} hari menurut {cut.label.lower()} dan {other.label.lower()}",
        top + row * len(rows),
    )
    for place, column in enumerate(columns):
        words = _short(scope, other, names[1], column, 10)
        picture.add(text("soft", aside + slot * (place + 0.5), 12, words, anchor="middle"))
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
            x = aside + slot * (place + 0.5)
            href = _crossed_link(scope, one, two) if back else ""
            picture.add(
                circle("ring", x, y + 17, radius_of(judged, most, 14)),
                circle("sea", x, y + 17, radius_of(back, most, 14)) if back else None,
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
        is_fine=True,
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
