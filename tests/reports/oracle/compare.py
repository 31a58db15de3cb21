"""The application's figures beside the oracle's, of one history."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from cases.intakes.models import Intake
from cases.people.models import Statement
from reports.figures.annual.contents import annual
from reports.figures.casework.course import course as casework_course
from reports.figures.casework.course import stays_behind, stays_of
from reports.figures.closing.freezing import look
from reports.figures.closing.models import RecapEdition
from reports.figures.cuts.keys import cuts_of
from reports.figures.cuts.table import cut_table, rows_of
from reports.figures.cuts.told import Reader
from reports.figures.guests.sheet import sheet_of
from reports.figures.partnership.counted import seven, year_of
from reports.figures.partnership.measures import BY_KEY, MEASURES
from reports.figures.periods import Period
from reports.figures.pictures import counts
from reports.figures.pictures.panel import Scope
from reports.figures.pictures.panels import panels_of
from reports.figures.public.counted import figures_of
from reports.figures.recap import figures
from reports.figures.recap.figures import Counting, Measure
from reports.figures.returns.ledger import Cut as ReturnsCut
from reports.figures.returns.ledger import exits_behind, ledger, left_out
from reports.figures.services.spm import services_of
from reports.quality.rules import RULES
from tests.reports.oracle import casework, divided, partners, pictures, quality, recap, returns
from tests.reports.oracle import services as spm
from tests.reports.oracle.raw import month_span, year_span

# Hours are written with one figure after the point.
NEAR = 0.051
YEARS = (2024, 2025, 2026)


@dataclass
class Told:
    """How many figures were the same, and what was not."""

    number: int
    same: int = 0
    wrong: list[str] = field(default_factory=list)

    def equal(self, what, ours, theirs):
        """`ours` is the application's."""
        if ours == theirs:
            self.same += len(ours) if isinstance(ours, (dict, list, tuple)) else 1
        else:
            said = _difference(ours, theirs)
            self.wrong.append(f"history {self.number}, {what}: {said}")

    def near(self, what, ours, theirs, by=1e-6):
        pairs = zip(ours, theirs, strict=True)
        is_same = all(a == b or None not in (a, b) and abs(a - b) < by for a, b in pairs)
        self.equal(what, ours if is_same else list(ours), ours if is_same else list(theirs))


def _difference(ours, theirs):
    if not (isinstance(ours, dict) and isinstance(theirs, dict)):
        return f"{ours!r}, and by hand {theirs!r}"
    keys = [key for key in {**ours, **theirs} if ours.get(key) != theirs.get(key)]
    return "; ".join(f"{key}: {ours.get(key)!r}, by hand {theirs.get(key)!r}" for key in keys[:4])


def everything(house, head, number):
    """The tables of all years and of a span; one year whole, and one of the papers that are put
    together from its figures: another one each time."""
    told, rng = Told(number), random.Random(number)  # noqa: S311
    year, counting = YEARS[number % 3], Counting()
    for period in [*map(Period.year, YEARS), _span(rng)]:
        table_of(told, house, period, counting)
    months_of(told, house, year, counting)
    cuts_of_year(told, house, head, year, counting, rng)
    returns_of(told, house, year, rng)
    casework_of(told, house, year, counting, rng)
    services_of_year(told, house, year)
    partnership_of(told, house, year, head)
    pictures_of(told, house, year, head)
    quality_of(told, house)
    [annual_of, guests_of, public_of][number // 3 % 3](told, house, year)
    return told


def _span(rng):
    first = date.fromordinal(
        rng.randrange(date(2024, 1, 1).toordinal(), date(2026, 6, 1).toordinal())
    )
    last = date.fromordinal(rng.randrange(first.toordinal(), date(2026, 6, 10).toordinal() + 1))
    return Period.of_days(first, last)


# -- Recap ----------------------------------------------------------------------------------------


def table_of(told, house, period, counting):
    for measure in Measure:
        found = figures.recap(period, measure, counting)
        is_recap(told, house, found, f"{measure} {period.title}")
    balanced(told, house, period, figures.balance(period))


def is_recap(told, house, found, what):
    span = found.period.first, found.period.until
    by_hand = recap.table(house, found.measure, *span)
    told.equal(what, cells_of(found), dict(by_hand))
    rows = [row.classification.pk for row in found.rows]
    told.equal(f"rows of {what}", rows, recap.classes_of(house, *span))
    sums = tuple(sum(n for (_, s), n in by_hand.items() if s in sex) for sex in ("L", "P", "LP"))
    told.equal(f"JUMLAH of {what}", found.sums.numbers, sums)
    classes = sum(row.total for row in found.rows)
    told.equal(f"classes of {what} add up", found.total, classes)
    out = {left.reason.value: left.count for left in found.left_out}
    told.equal(f"left out of {what}", out, dict(recap.left_out(house, found.measure, *span)))


def balanced(told, house, period, sheet):
    by_hand = recap.balance(house, period.first, period.until)
    what = f"mutasi {period.title}"
    told.equal(what, (sheet.opening, sheet.came, sheet.left, sheet.closing), by_hand)
    told.equal(f"{what}: opening + in - out", sheet.is_even, True)


def cells_of(found):
    """{(class, sex): number} of what is not nought."""
    return {
        (row.classification.pk, sex): n
        for row in found.rows
        for sex, n in (("L", row.male), ("P", row.female))
        if n
    }


def lists_of(told, house, found, counting):
    """The fullest cell, what is left out and the whole have as many rows as they say."""
    period, measure, asked = found.period, found.measure, {"counting": counting}
    what = f"{measure} {period.title}"
    row = max(found.rows, key=lambda row: row.total)
    if row.total:
        behind = figures.rows_behind(period, measure, row.classification, "P", **asked)
        told.equal(f"list of a cell, {what}", behind.count(), row.female)
    for out in found.left_out:
        behind = figures.rows_behind(period, measure, reason=out.reason, **asked)
        told.equal(f"list of {out.reason}, {what}", behind.count(), out.count)
    behind = figures.rows_behind(period, measure, **asked)
    told.equal(f"list of JUMLAH, {what}", behind.count(), found.total)
    told.equal(f"sum of {what}", figures.total_of(period, measure, counting), found.total)
    unsettled = figures.unsettled_rows(period, measure, counting).count()
    by_hand = recap.unsettled(house, measure, period.first, period.until)
    told.equal(f"unsettled of {what}", unsettled, by_hand)


def months_of(told, house, year, counting):
    """Of terjaring and pembinaan they add up to the year; each month's own table is the same."""
    for measure in (Measure.INTAKES, Measure.STAYS):
        found = figures.by_month(Period.year(year), measure, counting)
        by_hand = {
            (year, month): dict(numbers)
            for month in range(1, 13)
            if (numbers := recap.table(house, measure, *month_span(year, month)))
        }
        told.equal(f"months of {measure} {year}", found, by_hand)
        sums = sum((Counter(numbers) for numbers in found.values()), Counter())
        whole = recap.table(house, measure, *year_span(year))
        told.equal(f"months of {measure} add up to {year}", dict(sums), dict(whole))
    month = Period.month(year, 12 if year < 2026 else 5)
    for measure in Measure:
        found = figures.recap(month, measure, counting)
        is_recap(told, house, found, f"{measure} {month.title}")
        lists_of(told, house, found, counting)


# -- Cuts -----------------------------------------------------------------------------------------


def cuts_of_year(told, house, head, year, counting, rng):
    period, reader = Period.year(year), Reader(head)
    for measure in Measure:
        cuts = cuts_of(measure)
        told.equal("cuts", [cut.value for cut in cuts], divided.cuts_of(measure))
        opened = rng.choice(cuts)
        for cut in cuts:
            found = cut_table(period, measure, cut, reader, counting)
            by_hand = divided.divided(house, measure, cut, period.first, period.until)
            numbers = {
                line.key: {s: n for s, n in (("L", line.male), ("P", line.female)) if n}
                for line in found.rows
                if line.total
            }
            what = f"{measure} {year} by {cut}"
            told.equal(what, numbers, {key: dict(of) for key, of in by_hand.items()})
            told.equal(f"JUMLAH of {what}", found.total, sum(line.total for line in found.rows))
            if cut == opened:
                for line in (*found.rows, found.sums):
                    if line.total:
                        of = None if line.key is None else line
                        behind = rows_of(found, of, None, reader).count()
                        told.equal(f"list of {line.name}, {what}", behind, line.total)


# -- Returns --------------------------------------------------------------------------------------


def returns_of(told, house, year, rng):
    period, span = Period.year(year), year_span(year)
    opened = rng.choice(list(ReturnsCut))
    for cut in ReturnsCut:
        found, by_hand = ledger(period, cut, house.today), returns.ledger(house, cut, *span)
        lines = {line.key or None: numbers_of(line) for line in found.lines}
        told.equal(f"returns {year} by {cut}", lines, by_hand)
        sums = returns.line(returns.exits(house, *span))
        told.equal(f"returns {year} in all", numbers_of(found.sums), sums)
        if cut == opened:
            for line in found.lines:
                exits = exits_behind(
                    period, house.today, cut, line.key or None, 180, returned=True
                )
                cell = next(cell for cell in line.cells if cell.within == 180)
                told.equal(f"list of {line.name}, returns by {cut}", exits.count(), cell.back)
    told.equal(f"left out of returns {year}", left_out(period), returns.left_out(house, *span))


def numbers_of(line):
    return line.exits, tuple((cell.back, cell.judged) for cell in line.cells)


# -- Casework and services ------------------------------------------------------------------------


def casework_of(told, house, year, counting, rng):
    period = Period.year(year)
    found = casework_course(period, counting)
    for line in (*found.lines, found.sums):
        kind = line.classification.pk if line.classification else None
        line_of(told, f"casework {year}, {line.name}", house, line, year, kind)
    step = rng.choice(found.sums.steps)
    for which, number in step.numbers.items():
        behind = stays_behind(stays_of(period, counting=counting), step.step, which).count()
        told.equal(f"list of {step.step} {which}", behind, number)


def line_of(told, what, house, line, year, kind):
    numbers, hours, lasted, targets = casework.course(
        house, casework.stays_of(house, *year_span(year), kind)
    )
    told.equal(what, (line.stays, line.ended), (numbers["stays"], numbers["ended"]))
    if not line.stays:
        return
    told.near(f"{what}, days", spread_of(line.length), lasted)
    for step in line.steps:
        ours = {str(which): n for which, n in step.numbers.items()}
        by_hand = {which: numbers[step.step.value, which] for which in ours}
        told.equal(f"{what}, {step.step}", ours, by_hand)
        told.near(f"{what}, hours of {step.step}", spread_of(step.hours), hours[step.step])
        if step.step.has_target:
            told.near(f"{what}, target of {step.step}", [step.target], [targets[step.step]])
    ends = {str(end): n for end, n in line.ends.items()}
    told.equal(f"{what}, ends", ends, {end: numbers[end] for end in ends})


def spread_of(spread):
    return [spread.low, spread.middle, spread.high]


def services_of_year(told, house, year):
    for span in (year_span(year), month_span(year, 2), month_span(year, 12)):
        found = {
            key: (cell.times, cell.male, cell.female)
            for key, cell in services_of(*span).cells.items()
            if cell.times
        }
        told.equal(f"services from {span[0]}", found, spm.services(house, *span))


# -- Partners -------------------------------------------------------------------------------------

# Of meetings, agreements and bills histories have none.
OTHERS = {"rapat", "pimpinan-mitra", "keputusan-mitra", "pimpinan-kami", "keputusan-kami"}
OTHERS |= {"lunas", "meja"}


def partnership_of(told, house, year, head):
    by_hand, span = partners.Year(house, year).count(), year_of(year)[0]
    for measure in MEASURES:
        if measure.key in OTHERS or measure.rows is None:
            continue
        rows = measure.rows(span)
        n = rows.filter(counts=True).count() if measure.is_share else 0
        told.equal(
            f"indicator {measure.key} {year}", (n, rows.count()), by_hand.get(measure.key, (0, 0))
        )
    read = {}
    for each in seven(head, year):
        for figure in (each.headline, *each.theirs, *each.also, *each.ours):
            if figure and figure.measure.key not in OTHERS:
                read[figure.measure.key] = figure
        if each.lines:
            told.equal(
                "lines of an indicator", sum(line.n for line in each.lines), each.headline.n
            )
    for key, figure in read.items():
        n, m = by_hand.get(key, (0, 0))
        is_share = BY_KEY[key].is_share
        told.equal(
            f"page of indicators, {key}",
            (figure.n, figure.m) if is_share else figure.m or figure.n,
            (n, m) if is_share else m,
        )


# -- Pictures -------------------------------------------------------------------------------------


def table_in(panel):
    """{line: [words of its cells]}, with the sums."""
    if panel.table is None:
        return {}
    lines = [*panel.table.lines, *([panel.table.sums] if panel.table.sums else [])]
    return {line.name: [cell.words for cell in line.cells] for line in lines}


def as_number(words):
    return 0 if words == "·" else int(words.replace(".", ""))


def as_share(words):
    if words == "·":
        return 0, 0
    return tuple(int(each.replace(".", "")) for each in words.split(" dari "))


def as_hours(words):
    if words == "·":
        return None
    number, unit = words.split(" ")
    return float(number.replace(".", "").replace(",", ".")) * (24 if unit == "hari" else 1)


def pictures_of(told, house, year, head):
    tables = {one.key: table_in(one) for one in panels_of(Scope.of(year, head))}
    what = f"pictures {year}: "
    total = sum(recap.table(house, "terjaring", *year_span(year)).values())
    _years_and_months(told, what, house, year, tables)
    _when_and_where(told, what, house, year, tables, total)
    _lengths(told, what, house, year, tables)
    _returned(told, what, house, year, tables)
    _answered(told, what, house, year, tables)


def _years_and_months(told, what, house, year, tables):
    def by_sex(span, of_class=None):
        found = recap.table(house, "terjaring", *span)
        sums = [
            sum(n for (kind, s), n in found.items() if s == sex and of_class in (None, kind))
            for sex in "LP"
        ]
        return [*sums, sum(sums)]

    for name, cells in tables["tahun"].items():
        told.equal(f"{what}{name}", [*map(as_number, cells)], by_sex(year_span(int(name))))
    months = [*tables["bulan"].values()][:12]
    for month, cells in enumerate(months, 1):
        by_hand = [by_sex(month_span(each, month))[2] for each in (year, year - 1)]
        told.equal(f"{what}month {month}", [*map(as_number, cells)], by_hand)
    kinds = {kind.name: kind.id for kind in house.classes}
    for name, cells in tables["klasifikasi"].items():
        kind = kinds.get(name)
        by_hand = [*by_sex(year_span(year), kind), by_sex(year_span(year - 1), kind)[2]]
        told.equal(f"{what}{name}", [*map(as_number, cells)], by_hand)


def _when_and_where(told, what, house, year, tables, total):
    found = Counter()
    for name, cells in tables["jam"].items():
        hour = None if name == "Tidak diketahui" else name
        if name != "Σ":
            for weekday, cell in enumerate(cells[:7], 1):
                found[weekday, None if hour is None else int(hour)] = as_number(cell)
        else:
            told.equal(f"{what}sum of hours", as_number(cells[7]), total)
    told.equal(f"{what}hours", dict(+found), dict(pictures.hours(house, year)))
    codes = {
        row.name: row.code for row in house.regions if row.code[:5] == "73.71" and row.level == 3
    }
    codes |= {"Di luar kota": "luar-kota", "Tidak diketahui": "tidak-diketahui"}
    found = {
        codes[name]: as_number(cells[0])
        for name, cells in tables["kecamatan"].items()
        if name in codes
    }
    told.equal(f"{what}kecamatan", dict(+Counter(found)), dict(pictures.districts(house, year)))


def _lengths(told, what, house, year, tables):
    by_hand, lines = pictures.lengths(house, year), [*tables["lama"].values()]
    if lines:
        for place, cells in enumerate(lines[:-2]):
            below, over = by_hand[place, False], by_hand[place, True]
            told.equal(
                f"{what}length {place}", [*map(as_number, cells)], [below, over, below + over]
            )
        told.equal(f"{what}still there", as_number(lines[-2][2]), by_hand[None, False])
        told.equal(f"{what}all stays", as_number(lines[-1][2]), sum(by_hand.values()))
    else:
        told.equal(f"{what}no stays", sum(by_hand.values()), 0)


def _returned(told, what, house, year, tables):
    both = [returns.exits(house, *year_span(each)) for each in (year, year - 1)]
    if tables["kembali"]:
        *cells, sums = tables["kembali"].values()
        told.equal(f"{what}exits", [*map(as_number, sums)], [len(rows) for rows in both])
        for place, words in enumerate(cells):
            by_hand = [returns.line(rows)[1][place] for rows in both]
            told.equal(f"{what}returned", [*map(as_share, words)], by_hand)
    families = returns.families(house, *year_span(year))
    for within, words in zip(returns.WINDOWS, [*tables["keluarga"].values()][:-1], strict=False):
        by_hand = [_households(families, kind, within) for kind in (True, False)]
        told.equal(f"{what}families in {within}", [*map(as_share, words)], by_hand)
    today, period = house.today, Period.year(year)
    for cuts in zip(counts.CROSSED, [*counts.CROSSED[1:], counts.CROSSED[0]], strict=True):
        ours = counts.crossed(counts.exits_left(period, today, cuts), 180)
        told.equal(f"{what}{cuts}", ours, returns.crossed(house, cuts, 180, *year_span(year)))


def _households(families, kind, within):
    rows = [exits for is_family, exits in families if is_family == kind]
    back = sum(any(one.is_back(within) for one in exits) for exits in rows)
    return back, sum(any(one.is_judged(within) for one in exits) for exits in rows)


def _answered(told, what, house, year, tables):
    by_hand, names = partners.answering(house, year), {}
    for row in house.partners:
        names[row.short_name] = row.id
    told.equal(f"{what}partners", {names[name] for name in tables["mitra"]}, set(by_hand))
    for name, cells in tables["mitra"].items():
        hours, agreed, kept, answered, asked = by_hand[names[name]]
        for words, number in zip(cells, (hours, agreed), strict=False):
            far = 24 * NEAR if words.endswith("hari") else NEAR
            told.near(f"{what}hours of {name}", [as_hours(words)], [number], far)
        told.equal(
            f"{what}answers of {name}",
            (as_share(cells[2]), as_share(cells[3])),
            (kept, (answered, asked)),
        )
    numbers, hours, _, _ = casework.course(house, casework.stays_of(house, *year_span(year)))
    for step, cells in zip(hours, tables["langkah"].values(), strict=False):
        told.equal(f"{what}{step}", as_number(cells[0]), numbers[step, "sudah"])
        far = 24 * NEAR if cells[1].endswith("hari") else NEAR
        told.near(f"{what}hours to {step}", [as_hours(cells[1])], [hours[step][1]], far)


# -- Quality, annual report, guests, public -------------------------------------------------------


def quality_of(told, house):
    """Of all rows, whoever may see them."""
    by_hand = quality.counts(house)
    for rule in RULES:
        if rule.key in by_hand:
            rows = Statement if rule.column == "statement" else Intake
            found = rule.finds(rows.objects.all()).count()
            told.equal(f"quality: {rule.key}", found, by_hand[rule.key])


def annual_of(told, house, year):
    found, span = annual(year), year_span(year)
    what, table = f"annual report {year}: ", recap.table(house, "terjaring", *span)
    told.equal(f"{what}classes", cells_of(found.recap), dict(table))
    sums = [sum(recap.table(house, measure, *span).values()) for measure in recap.MEASURES]
    told.equal(f"{what}three measures", [found.recap.total, found.people, found.stays], sums)
    by_hand = [
        sum(recap.table(house, "terjaring", *month_span(year, n)).values()) for n in range(1, 13)
    ]
    told.equal(f"{what}months", [line.now or 0 for line in found.months], by_hand)
    balanced(told, house, found.period, found.balance)
    told.equal(
        f"{what}services",
        found.services.total.times,
        spm.services(house, *span).get((None, None), (0,))[0],
    )
    told.equal(f"{what}casework", found.course.sums.stays, sums[2])
    told.equal(
        f"{what}returns",
        numbers_of(found.returns.ledger.sums),
        returns.line(returns.exits(house, *span)),
    )


def guests_of(told, house, year):
    """What is shown is exact; of the running year nothing under five is."""
    sheet = sheet_of(house.today)
    if sheet.last:
        told.equal(
            "guests: last year",
            cells_of(sheet.last),
            dict(recap.table(house, "terjaring", *year_span(2025))),
        )
        for measure, total in sheet.totals:
            by_hand = sum(recap.table(house, measure, *year_span(2025)).values())
            told.equal(f"guests: {measure}", total, by_hand)
    if sheet.running:
        span = date(2026, 1, 1), date(2026, 6, 1)
        by_hand = sum(recap.table(house, "terjaring", *span).values())
        _shown(told, "guests: running year", sheet.running.total, by_hand)
        _shown(told, "guests: at the end", sheet.at_the_end, recap.balance(house, *span)[3])


def _shown(told, what, shown, by_hand):
    """Exact where it is shown, and not of a few."""
    if shown is not None:
        told.equal(what, shown, by_hand)
    told.equal(f"{what}, small", shown is not None and 0 < by_hand < 5, False)


def public_of(told, house, year):
    """Of the edition that would be closed now."""
    period, what = Period.year(year), f"public {year}: "
    content = look(period).content
    told.equal(f"{what}mutasi", tuple(content["balance"]), recap.balance(house, *year_span(year)))
    told.equal(
        f"{what}origin", content["without_origin"], recap.without_origin(house, *year_span(year))
    )
    if year == 2026:
        return
    edition = RecapEdition(
        number=1, first=period.first, until=period.until, content=content, closed_at=house.now
    )
    opened, kinds = figures_of(edition, []), {kind.code: kind.id for kind in house.classes}
    for measure, table in opened["tables"].items():
        by_hand = recap.table(house, measure, *year_span(year))
        kept = {
            code: (male, female) for code, _, male, female in content["tables"][measure]["rows"]
        }
        sums = {code: tuple(by_hand[kinds[code], sex] for sex in "LP") for code in kept}
        told.equal(f"{what}edition, {measure}", kept, sums)
        for code, numbers in (table["classes"] if table else {}).items():
            exact = (*sums.get(code, (0, 0)), sum(sums.get(code, (0, 0))))
            for shown, number in zip(numbers, exact, strict=True):
                _shown(told, f"{what}{measure} {code}", shown, number)
    for measure, periods in opened["periods"].items():
        for told_of in periods:
            _shown(
                told,
                f"{what}{measure} {told_of['period']}",
                told_of["number"],
                _sum_of(house, measure, told_of["period"]),
            )


def _sum_of(house, measure, slug):
    """2025-T3, 2025-07."""
    year, _, part = slug.partition("-")
    if not part:
        span = year_span(int(year))
    elif part[0] == "T":
        last = 3 * int(part[1:])
        span = month_span(int(year), last - 2)[0], month_span(int(year), last)[1]
    else:
        span = month_span(int(year), int(part))
    return sum(recap.table(house, measure, *span).values())
