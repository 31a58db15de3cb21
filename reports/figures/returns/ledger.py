"""Return to the street after an exit (docs/rules.md, Return): how many, by what, and who.

An exit has returned within N days when the same person was met in a counted intake after it and
at most N days later, and no other exit lies between: a return belongs to the exit before it. An
exit is judged on N days only when all N are over, so that exits of last week lower no share. Left
out: death, and classes outside the table of terjaring.
"""

# ruff: noqa: S608  the texts are of this file and of Django; what is typed goes in parameters

from dataclasses import dataclass, replace
from datetime import date

from django.db import connection, models
from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate

from cases.casework.plans.models import PlanItem, ServiceKind
from cases.exits.models import Exit, ExitKind, ExitState
from cases.intakes.models import Classification, Intake
from cases.places.models import HotSpot, Region
from cases.stays.ways_out import WayOut
from partners.directory.models import Partner
from partners.referrals.models import Referral, ReferralState
from reports.figures.periods import Period
from reports.figures.recap import figures
from rptc import days

WINDOWS = (7, 30, 90, 180, 365)
# A partner had taken the person over.
TAKEN_OVER = [
    ReferralState.ACCEPTED,
    ReferralState.ARRIVED,
    ReferralState.IN_SERVICE,
    ReferralState.FINISHED,
    ReferralState.RETURNED,
]


class Cut(models.TextChoices):
    CLASS = "klasifikasi", "Klasifikasi"
    KIND = "cara-keluar", "Cara keluar"
    PARTNER = "mitra", "Mitra"
    SERVICE = "layanan", "Layanan"
    DISTRICT = "kecamatan", "Kecamatan terjaring"
    SPOT = "titik-rawan", "Titik rawan"

    @property
    def is_partition(self) -> bool:
        """Does each exit stand in one row? Only services overlap."""
        return self != Cut.SERVICE


# Hot spots lie in a kecamatan, and a handover to a partner is a kind of exit: of each two cuts one
# adds up to a line of the other. Outside the house there is one of each two.
OUTSIDE = (Cut.CLASS, Cut.KIND, Cut.SERVICE, Cut.DISTRICT)

# Where the key of a row comes from, whose name it carries, and how the rest is called.
NAMES = {
    Cut.CLASS: (Classification, "name", ""),
    Cut.KIND: (ExitKind, "name", ""),
    Cut.PARTNER: (Partner, "name", "Tidak ke mitra, atau mitranya tidak ditampilkan"),
    Cut.SERVICE: (ServiceKind, "name", "Tanpa layanan yang selesai"),
    Cut.DISTRICT: (Region, "name", "Tanpa titik rawan"),
    Cut.SPOT: (HotSpot, "name", "Tanpa titik rawan"),
}


# --- The exits, each with what became of it ------------------------------------------------


class DaysBetween(Func):
    """One day minus another, as a number."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = models.IntegerField()


class StartOfDay(Func):
    """00.00 WITA of a day."""

    template = "((%(expressions)s)::timestamp AT TIME ZONE 'Asia/Makassar')"
    output_field = models.DateTimeField()


def all_exits_of(period: Period) -> QuerySet:
    since, before = days.period(period.first, period.until)
    return Exit.objects.filter(
        state=ExitState.DONE, stay__ended_at__gte=since, stay__ended_at__lt=before
    )


def exits_of(period: Period, today: date, counting: figures.Counting | None = None) -> QuerySet:
    """The exits of a period, each with its age in days today (`age`) and after how many days it
    returned (`after`, or nothing)."""
    exits = all_exits_of(period).filter(stay__intake__classification__in_table=True)
    return (
        exits.exclude(kind__code=WayOut.DIED)
        .annotate(left_on=TruncDate("stay__ended_at"))
        .annotate(
            returned_at=Subquery(_first_return(period, today, counting)),
            next_exit_at=Subquery(_next_exit()),
            age=DaysBetween(Value(today, models.DateField()), F("left_on")),
        )
        .annotate(
            after=models.Case(
                models.When(
                    Q(next_exit_at=None) | Q(returned_at__lte=F("next_exit_at")),
                    then=DaysBetween(TruncDate("returned_at"), F("left_on")),
                )
            ),
        )
    )


def _first_return(period, today, counting):
    """When the person was first met after the exit, in an intake that counts as terjaring. Where
    the hour is not known, a day begins at midnight: on the day of the exit itself it is before."""
    span = Period(period.first, max(today, period.first) + days.ONE_DAY)
    counted = figures.source(span, figures.Measure.INTAKES, counting).counted()
    met = Intake.objects.filter(
        counted,
        person=OuterRef("stay__person"),
        met_on__gte=OuterRef("left_on"),
    )
    met = met.annotate(moment=Coalesce("met_at", StartOfDay("met_on")))
    return (
        met.filter(moment__gt=OuterRef("stay__ended_at"))
        .order_by("moment", "pk")
        .values("moment")[:1]
    )


def _next_exit():
    others = Exit.objects.filter(
        state=ExitState.DONE,
        stay__person=OuterRef("stay__person"),
        stay__ended_at__gt=OuterRef("stay__ended_at"),
    )
    return others.order_by("stay__ended_at").values("stay__ended_at")[:1]


def _partner():
    """Who took the person over at a handover to a partner; never one that is closed."""
    referrals = Referral.objects.filter(
        stay=OuterRef("stay"),
        state__in=TAKEN_OVER,
        partner__closes_destination=False,
    )
    return Subquery(referrals.order_by("-pk").values("partner")[:1])


def with_key(exits: QuerySet, cut: Cut, name: str = "key") -> QuerySet:
    """Each exit with the `key` of its row; of services, one exit may have several (see lines). Of
    a second cut beside the first the key has another `name`."""
    key = {
        Cut.CLASS: F("stay__intake__classification_id"),
        Cut.KIND: F("kind_id"),
        Cut.PARTNER: models.Case(models.When(kind__code=WayOut.PARTNER, then=_partner())),
        Cut.SERVICE: Value(None, models.BigIntegerField()),
        Cut.DISTRICT: F("stay__intake__hot_spot__village__parent_id"),
        Cut.SPOT: F("stay__intake__hot_spot_id"),
    }[cut]
    return exits.annotate(**{name: key})


def exits_behind(
    period: Period,
    today: date,
    cut: Cut | None = None,
    key: int | None = None,
    within: int | None = None,
    *,
    returned: bool = False,
) -> QuerySet:
    """The exits behind a figure, as many as it says; without a cut those of all rows."""
    exits = exits_of(period, today)
    if cut == Cut.SERVICE:
        done = PlanItem.objects.filter(plan__stay=OuterRef("stay"), result=PlanItem.Result.DONE)
        exits = exits.filter(Exists(done.filter(kind=key)) if key else ~Exists(done))
    elif cut:
        exits = with_key(exits, cut).filter(key=key)
    if within:
        exits = exits.filter(age__gt=within)
    if returned:
        exits = exits.filter(after__lte=within)
    return exits


# --- The table -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """Of the exits that can be judged on so many days, those that returned. Hidden is None."""

    within: int
    back: int | None
    judged: int | None

    @property
    def share(self) -> float | None:
        if self.back is None or not self.judged:
            return None
        return 100 * self.back / self.judged


@dataclass(frozen=True)
class Line:
    """A row; `key` is "" for the exits that have none, and None for the sum."""

    key: int | str | None
    name: str
    exits: int | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Ledger:
    period: Period
    cut: Cut
    today: date
    lines: tuple[Line, ...]
    sums: Line

    @property
    def hides_something(self) -> bool:
        lines = (*self.lines, self.sums)
        numbers = [line.exits for line in lines]
        numbers += [number for line in lines for c in line.cells for number in (c.back, c.judged)]
        return None in numbers

    def without_small_numbers(self) -> "Ledger":
        """For readers outside the house, who have one year after another, each by several cuts.

        The sum is the same line in all of them, so whether it is hidden goes by itself alone. A
        line with a small number of exits, in all or of those that can be judged, is hidden whole:
        of an old year these are the same people five times. Of the others the returns of a window
        are hidden where few came back, or few did not. Where one line alone would be hidden,
        another one goes with it; else the sum gives it away.
        """
        if any(map(_is_small, _sizes(self.sums))):
            return replace(self, lines=(), sums=_without_numbers(self.sums))
        whole = {line.key for line in self.lines if any(map(_is_small, _sizes(line)))}
        whole |= _one_more(whole, self.lines, lambda line: line.exits)
        shown = [_without_numbers(line) if line.key in whole else line for line in self.lines]
        sums = self.sums
        for place in range(len(WINDOWS)):
            few = {line.key for line in self.lines if _tells_of_few(line.cells[place])}
            few |= _one_more(whole | few, self.lines, lambda line: line.cells[place].judged)  # noqa: B023
            shown = [
                _without_back(line, place) if line.key in few - whole else line for line in shown
            ]
            if _tells_of_few(sums.cells[place]):
                sums = _without_back(sums, place)
        return replace(self, lines=tuple(shown), sums=sums)

    def only_sums(self) -> "Ledger":
        return replace(self, lines=())


def _is_small(number):
    return 0 < number < figures.SMALL


def _sizes(line):
    return [line.exits, *(cell.judged for cell in line.cells)]


def _tells_of_few(cell):
    return _is_small(cell.back) or _is_small(cell.judged - cell.back)


def _one_more(hidden, lines, size):
    """The key of the smallest line that can go with the only hidden one."""
    others = [line for line in lines if line.key not in hidden and size(line)]
    return {min(others, key=size).key} if len(hidden) == 1 and others else set()


def _without_numbers(line):
    return replace(line, exits=None, cells=tuple(Cell(c.within, None, None) for c in line.cells))


def _without_back(line, place):
    cells = list(line.cells)
    cells[place] = replace(cells[place], back=None)
    return replace(line, cells=tuple(cells))


SERVICES = """
    LEFT JOIN (
        SELECT DISTINCT plan.stay_id, item.kind_id
          FROM cases_planitem AS item JOIN cases_plan AS plan ON plan.id = item.plan_id
         WHERE item.result = 'done') AS service ON service.stay_id = one.of_stay
"""


def ledger(
    period: Period, cut: Cut, today: date, counting: figures.Counting | None = None
) -> Ledger:
    """One query a cut, whatever the number of rows; the sum is counted, not added up."""
    groups = _groups(period, cut, today, counting)
    names, order = names_of(cut, [key for key, is_sum, *_ in groups if not is_sum])
    lines = [
        _line(key, names.get(key, ""), numbers) for key, is_sum, *numbers in groups if not is_sum
    ]
    lines.sort(key=lambda line: (line.key == "", order(line)))
    return Ledger(period, cut, today, tuple(lines), _sums(groups))


def sums_of(period: Period, today: date, counting: figures.Counting | None = None) -> Line:
    """The line of all alone: the same whatever the cut."""
    return _sums(_groups(period, Cut.CLASS, today, counting))


def _sums(groups):
    [sums] = [_line(None, "Jumlah", numbers) for _, is_sum, *numbers in groups if is_sum]
    return replace(sums, key=None)


def _groups(period, cut, today, counting=None):
    """(key, is it the sum, exits, and returned and judged of each window)"""
    exits = with_key(exits_of(period, today, counting), cut).order_by()
    exits = exits.values("key", "age", "after", exit=F("pk"), of_stay=F("stay_id"))
    inner, parameters = exits.query.sql_with_params()
    key, services = ("service.kind_id", SERVICES) if cut == Cut.SERVICE else ("one.key", "")
    counts = ["count(DISTINCT exit)"]
    for window in WINDOWS:
        counts += [
            f"count(DISTINCT exit) FILTER (WHERE age > {window} AND after <= {window})",
            f"count(DISTINCT exit) FILTER (WHERE age > {window})",
        ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, GROUPING({key}), {', '.join(counts)} FROM ({inner}) AS one {services}"
            f" GROUP BY GROUPING SETS (({key}), ())",
            parameters,
        )
        return cursor.fetchall()


def _line(key, name, numbers):
    exits, *pairs = numbers
    cells = zip(WINDOWS, pairs[::2], pairs[1::2], strict=True)
    return Line("" if key is None else key, name, exits, tuple(Cell(*cell) for cell in cells))


def names_of(cut, keys):
    """{key: name}, and how the rows are ordered: as their own list is, or the many first."""
    model, column, none = NAMES[cut]
    rows = list(model.objects.filter(pk__in=[key for key in keys if key is not None]))
    names = {row.pk: getattr(row, column) for row in rows} | {None: none}
    if cut in (Cut.CLASS, Cut.KIND, Cut.SERVICE):
        places = {row.pk: row.order for row in rows}
        return names, lambda line: places.get(line.key, 0)
    return names, lambda line: (-line.exits, line.name)


def left_out(period: Period) -> dict[str, int]:
    """What the table leaves out of the exits of the period: {why: how many}."""
    outside = ~Q(kind__code=WayOut.DIED) & Q(stay__intake__classification__in_table=False)
    return all_exits_of(period).aggregate(
        died=models.Count("pk", filter=Q(kind__code=WayOut.DIED)),
        outside=models.Count("pk", filter=outside),
    )
