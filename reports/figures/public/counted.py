"""The figures of a closed year as the city may read them, out of its edition alone."""

from datetime import date

from cases.intakes.models import Classification
from cases.people.models import Sex
from reports.figures.partnership.counted import Stranger, seven
from reports.figures.periods import Period
from reports.figures.public.hiding import BY_MONTH, Before, Hiding, indicator_told, periods_told
from reports.figures.recap.figures import Counting, Measure
from reports.figures.recap.published import BOTH, JUMLAH, Year
from rptc import days
from rptc.days import day_of

SEXES = (Sex.MALE.value, Sex.FEMALE.value)


def figures_of(edition, earlier: list[dict]) -> dict:
    """What becomes public of an edition, beside what was published of its year before."""
    year = edition.period.first.year
    before = Before.of(earlier)
    kept = edition.content["tables"]
    tables = {
        measure: {code: (male, female) for code, _, male, female in kept[measure]["rows"]}
        for measure in Measure.values
    }
    hiding = Hiding(tables, before)
    names = {code: name for code, name, *_ in kept[Measure.INTAKES.value]["rows"]}
    return {
        "year": year,
        "edition": edition.number,
        "closed_on": day_of(edition.closed_at).isoformat(),
        "classes": [
            {"code": code, "name": name, "shown": hiding.shown(code)}
            for code, name in names.items()
        ],
        "sexes": hiding.sexes,
        "tables": {measure: hiding.table(measure, table) for measure, table in tables.items()},
        "periods": {
            measure: _periods(edition, measure, tables[measure], before)
            if measure in hiding.told
            else []
            for measure in BY_MONTH
        },
        "indicators": _indicators(edition, earlier, before),
    }


# --- Months --------------------------------------------------------------------------------


def _periods(edition, measure, table, before):
    year = edition.period.first.year
    counts = by_month(edition, measure)
    if counts is None:
        return []
    of_class = {
        code: tuple(
            sum(counts.get((code, sex, month), 0) for month in range(1, 13)) for sex in SEXES
        )
        for code in table
    }
    if of_class != table:
        # Rows are counted by rules and classes of today, and they are no longer those of then.
        return []
    months = [
        sum(number for (_, _, month), number in counts.items() if month == each)
        for each in range(1, 13)
    ]
    hidden = _hidden_from_others(year, measure, table, counts)
    told = periods_told(year, months, hidden, before.periods.get(measure))
    return [{"period": period, "number": number} for period, number in told]


def by_month(edition, measure) -> dict | None:
    """{(class, sex, month): counted} of the rows that the edition keeps."""
    counting = Counting()
    segments = counting.segments(edition.period)
    keys = {each.code: each.pk for each in counting.classes}
    counts = {}
    for on, code, sex, door, outcome in _rows(edition, measure):
        if code not in keys:
            return None
        segment = next(each for each in segments if each.first <= on < each.until)
        by_rule = door in segment.doors or outcome in segment.outcomes
        if segment.reason_of_class(keys[code]) or by_rule:
            continue
        key = code, sex, on.month
        counts[key] = counts.get(key, 0) + 1
    return counts


def _rows(edition, measure):
    """(day, class, sex, door, outcome); doors and outcomes say nothing of stays."""
    if measure == Measure.STAYS.value:
        for _, began_on, _, code, sex, _ in edition.content["stays"]:
            on = date.fromisoformat(began_on)
            if edition.first <= on < edition.until:
                yield on, code, sex, "", ""
    else:
        for _, met_on, code, sex, door, outcome, _, _ in edition.content["intakes"]:
            yield date.fromisoformat(met_on), code, sex, door, outcome


def _hidden_from_others(year, measure, table, counts) -> set[str]:
    """Periods whose JUMLAH readers outside the house may not know, though they have a login."""
    classes = [Classification(pk=place, code=code) for place, code in enumerate(table, 1)]
    numbers = {
        (each.pk, sex, month): counts.get((each.code, sex, month), 0)
        for each in classes
        for sex in SEXES
        for month in range(1, 13)
    }
    read = Year(year, Measure(measure), classes, numbers, days.today())
    hidden = [i for i, of, sex in read.hidden if (of, sex) == (JUMLAH, BOTH)]
    return {name_of(read.tables[i]) for i in hidden if i < len(read.tables)}


def name_of(period: Period) -> str:
    """2025, 2025-T3, 2025-07."""
    if period.months == 3:
        return f"{period.first.year}-T{period.first.month // 3 + 1}"
    return period.slug


# --- The seven indicators ------------------------------------------------------------------


def _indicators(edition, earlier, before):
    """They are counted at a look, and grow still: of an edition once, when it is first opened."""
    for figures in earlier:
        if figures["edition"] == edition.number:
            return figures["indicators"]
    told = []
    for each in seven(Stranger(), edition.period.first.year):
        number, headline = each.definition.number, each.headline
        if headline is None or headline.m is None:
            continue
        n, m = indicator_told(number, headline.n, headline.m, before.indicators)
        told.append(
            {
                "number": number,
                "name": each.definition.get_number_display(),
                "measure": headline.measure.label,
                "how": each.definition.how,
                "n": n,
                "m": m,
            }
        )
    return told
