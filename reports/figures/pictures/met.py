"""Who was met: by years, months and classes, from one count for the three."""

from cases.people.models import Sex
from reports.figures.periods import Period
from reports.figures.pictures.drawing import (
    TOUCH,
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
from reports.figures.pictures.panel import Cell, Line, Panel, Scope, Table, number
from reports.figures.recap import figures
from reports.figures.recap.figures import Measure
from rptc.words import angka, write_date

# So many years stand beside the one asked for.
YEARS_BEFORE = 4

# {(year, month): {(class, sex): terjaring}}
Met = dict


def met_by_month(scope: Scope) -> Met:
    """As the recap counts them, of the year and those before it."""
    first = min(scope.years[0], scope.year)
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
        middle, top, shapes = slot * (place + 0.5), 170, []
        period = Period.year(year)
        for sex, paint in ((Sex.MALE, "sea"), (Sex.FEMALE, "hatch")):
            height = numbers[sex] * scale
            top -= height
            shapes.append(rect(paint, middle - wide / 2, top, wide, height) if height else None)
        href = scope.recap_cell(period) if totals[year] else ""
        # A part of few people is too low to be hit: the whole year is, each sex is in the table.
        picture.add(
            *shapes,
            text("bold", middle, top - 6, angka(totals[year]), anchor="middle"),
            text("soft", middle, 187, str(year), anchor="middle"),
            rect("touch", slot * place, 0, slot, 192) if href else None,
            href=href,
            says=f"{year}: {angka(totals[year])}",
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
    row, left = TOUCH, 110
    picture = Picture(key, f"Terjaring menurut klasifikasi {year}", row * len(shown) + 4)
    scale = (WIDTH - left - 40) / most
    lines = []
    for place, each in enumerate(shown):
        y, total = row * place + 5, totals[each]
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
        shapes.append(rect("touch", 0, y - 5, WIDTH, row) if href else None)
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
