"""Whether figures are those that the head closed. What closing says of a recap that is printed:
nothing where its edition stands, else why it is SEMENTARA (docs/rules.md, Closing). Of days of
one's own choice, which nobody closes, nothing; nor of what lies before the first that was ever
closed. And of a year, whose paper says it with the fingerprint and all that is open in it."""

from dataclasses import dataclass

from django.db.models import Min

from reports.figures.closing import printing
from reports.figures.closing.actions import what_stops
from reports.figures.closing.freezing import Frozen, rows_of
from reports.figures.closing.models import RecapEdition
from reports.figures.periods import Period
from reports.figures.recap.figures import Recap, register_points
from rptc import days
from rptc.kept import kept_counts, kept_first
from rptc.words import angka

NOT_CLOSED = "Belum ditutup."


def changed(number: int) -> str:
    return f"Berubah sejak ditutup (edisi {number})."


@dataclass(frozen=True)
class Standing:
    """`points` say why it is SEMENTARA, `open` what may still change though it was closed."""

    content: dict
    edition: RecapEdition | None
    points: tuple[str, ...]
    open: tuple[str, ...]

    @property
    def is_final(self) -> bool:
        return not self.points

    @property
    def fingerprint(self) -> str:
        return printing.in_groups(self.edition.fingerprint)

    @property
    def totals(self) -> list[tuple[str, int]]:
        """The three measures side by side."""
        return printing.sums(self.content)


def standing_of(period: Period, now: Frozen) -> Standing:
    """Of a period as it was read: a page looks, a paper freezes (freezing.py)."""
    edition = RecapEdition.objects.of_period(period).defer("content", "pdf").first()
    points = [f"{stop.text} {stop.detail}".strip() for stop in what_stops(period, now.content)]
    if edition is None:
        points = points or [NOT_CLOSED]
    elif edition.fingerprint != now.fingerprint:
        points.append(changed(edition.number))
    return Standing(now.content, edition, tuple(points), tuple(printing.open_points(now.content)))


def points(recap: Recap) -> list[str]:
    period = recap.asked
    # That it runs is said already.
    if not period.months or not period.is_over(days.today()):
        return []
    if not period.is_closable:
        return _of_months(period)
    closed = kept_first(_closed, None, period, recap.measure)
    if closed is None:
        return [NOT_CLOSED] if period.first >= _first_closed() else []
    number, rows = closed
    is_same = _shows(recap, rows) if recap.is_cut else rows == rows_of(recap)
    return [] if is_same else [changed(number)]


def _closed(user, period, measure):
    """The newest edition: its number and the rows of its table."""
    editions = RecapEdition.objects.of_period(period)
    return editions.values_list("number", f"content__tables__{measure.value}__rows")[:1]


def _shows(recap, rows):
    """Does a table with hidden numbers say what was closed, in those that it shows? It tells no
    more of the others."""
    closed = {code: [male, female, male + female] for code, _, male, female in rows}
    sums = [sum(column) for column in zip(*closed.values(), strict=True)]
    told = [(row.numbers, closed.get(row.classification.code, [0, 0, 0])) for row in recap.rows]
    return all(
        now is None or now == then
        for numbers, before in [*told, (recap.sums.numbers, sums)]
        for now, then in zip(numbers, before, strict=True)
    )


def _of_months(period):
    closed = RecapEdition.objects.filter(first__gte=period.first, until__lte=period.until)
    closed = set(closed.values_list("first", "until"))
    since = max(period.first, _first_closed())
    months = [(day, days.add_months(day, 1)) for day in _firsts(since, period.until)]
    missing = [month for month in months if month not in closed]
    return [f"{angka(len(missing))} bulan di dalamnya belum ditutup."] if missing else []


def _first_closed():
    return kept_counts(_ever_closed, None)["first"] or days.today()


def _ever_closed(user):
    return RecapEdition.objects.all(), {"first": Min("first")}


def _firsts(day, until):
    while day < until:
        yield day
        day = days.add_months(day, 1)


register_points(points)
