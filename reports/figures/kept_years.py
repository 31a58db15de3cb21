"""The figures of each year as plain values, to be laid beside those of another moment: before and
after an upgrade, on the server and from its backup.

What depends on the hour is left out, or counted as of the first of the month: of the same rows the
same values come all month. Editions say their fingerprint, and what their period would be frozen
as now.
"""

from reports.figures.casework.course import course
from reports.figures.closing.freezing import look
from reports.figures.closing.models import RecapEdition
from reports.figures.periods import Period
from reports.figures.recap import figures
from reports.figures.recap.figures import Counting, Measure
from reports.figures.returns.ledger import Cut, ledger
from reports.figures.services.spm import services_of
from rptc import days


def figures_of_years() -> dict[str, dict]:
    """{year: {name of a figure: values}}, of every year with an intake."""
    counting = Counting()
    return {str(year): _of_year(Period.year(year), counting) for year in figures.years()}


def _of_year(period, counting):
    balance = figures.balance(period)
    told = {"mutasi": [balance.opening, balance.came, balance.left, balance.closing]}
    for measure in Measure:
        recap = figures.recap(period, measure, counting)
        told[measure.value] = [
            *([row.classification.code, row.male, row.female] for row in recap.rows),
            *([left.reason.value, left.count] for left in recap.left_out),
        ]
    for measure in (Measure.INTAKES, Measure.STAYS):
        months = figures.by_month(period, measure, counting).items()
        told[f"{measure} per bulan"] = [
            [month, sum(numbers.values())] for (_, month), numbers in sorted(months)
        ]
    returned = ledger(period, Cut.KIND, days.today().replace(day=1))
    told["kembali ke jalan"] = [_numbers(line) for line in (*returned.lines, returned.sums)]
    cells = services_of(period.first, period.until).cells
    told["layanan"] = sorted([*map(str, key), *_people(cell)] for key, cell in cells.items())
    sums = course(period, counting).sums
    told["pendampingan"] = [sums.stays, *([step.step.value, *_hours(step)] for step in sums.steps)]
    return told | _editions(period)


def _numbers(line):
    return [line.key, line.exits, *([cell.back, cell.judged] for cell in line.cells)]


def _people(cell):
    return [cell.times, cell.male, cell.female]


def _hours(step):
    return [step.done, step.hours.low, step.hours.middle, step.hours.high]


def _editions(period):
    rows = RecapEdition.objects.filter(first__gte=period.first, until__lte=period.until)
    return {
        f"edisi {edition.period.slug} {edition.number}": [
            edition.fingerprint,
            look(edition.period).fingerprint,
        ]
        for edition in rows.order_by("first", "until", "number")
    }


def differences(before: dict[str, dict], now: dict[str, dict]) -> list[str]:
    """A line for each figure that is another one, or is there on one side alone."""
    return [
        f"{year}, {name}: {before.get(year, {}).get(name)} menjadi {now.get(year, {}).get(name)}"
        for year in sorted({*before, *now})
        for name in sorted({*before.get(year, {}), *now.get(year, {})})
        if before.get(year, {}).get(name) != now.get(year, {}).get(name)
    ]
