"""What the register and the patrols of a year come to, month by month."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q, Sum
from django.db.models.functions import TruncDate, TruncMonth

from cases.patrols.models import Patrol
from cases.patrols.prevention.models import Prevention, PreventionKind
from rptc import days


@dataclass(frozen=True)
class Done:
    """Occasions of one kind, or of all: how many, whom they reached, and of how many nobody
    counted whom they reached."""

    number: int = 0
    reached: int = 0
    uncounted: int = 0

    def __add__(self, other):
        return Done(
            self.number + other.number,
            self.reached + other.reached,
            self.uncounted + other.uncounted,
        )


@dataclass(frozen=True)
class Rides:
    """Patrols of a month: how many, on how many days somebody rode, and on how many nobody did.
    The days are None while no patrol had ever been written down."""

    patrols: int = 0
    with_days: int = 0
    counted_days: int = 0

    @property
    def without(self) -> int | None:
        return self.counted_days - self.with_days if self.counted_days else None

    def __add__(self, other):
        return Rides(
            self.patrols + other.patrols,
            self.with_days + other.with_days,
            self.counted_days + other.counted_days,
        )


@dataclass(frozen=True)
class Month:
    first: date
    kinds: tuple[tuple[PreventionKind, Done], ...]
    rides: Rides

    @property
    def done(self) -> Done:
        return sum((done for _, done in self.kinds), Done())


@dataclass(frozen=True)
class Year:
    year: int
    months: tuple[Month, ...]

    @property
    def kinds(self) -> list[tuple[PreventionKind, Done]]:
        return [
            (kind, sum((dict(month.kinds)[kind] for month in self.months), Done()))
            for kind in PreventionKind
        ]

    @property
    def done(self) -> Done:
        return sum((month.done for month in self.months), Done())

    @property
    def rides(self) -> Rides:
        return sum((month.rides for month in self.months), Rides())

    @property
    def is_empty(self) -> bool:
        return not self.done.number and not self.rides.patrols


def prevention_of(year: int) -> Year:
    """The months of a year that have begun. Two grouped queries, and the first patrol ever."""
    firsts = [date(year, month, 1) for month in range(1, 13)]
    begun = [first for first in firsts if first <= days.today()]
    done, rides = _done(year), _rides(year)
    began = _began()
    return Year(
        year,
        tuple(
            Month(
                first,
                tuple((kind, done.get((first, kind), Done())) for kind in PreventionKind),
                Rides(*rides.get(first, (0, 0)), _counted_days(first, began)),
            )
            for first in begun
        ),
    )


def _done(year):
    """{(first day of the month, kind): Done}."""
    rows = Prevention.objects.done().of_year(year).order_by()
    rows = rows.annotate(month=TruncMonth("on")).values_list("month", "kind")
    rows = rows.annotate(
        number=Count("pk"),
        people=Sum("reached", default=0),
        uncounted=Count("pk", filter=Q(reached=None)),
    )
    return {(month, kind): Done(*numbers) for month, kind, *numbers in rows}


def _rides(year):
    """{first day of the month: (patrols, days with one up to yesterday)}. A patrol is of the day
    on which it began, in Makassar."""
    since, before = days.period(date(year, 1, 1), date(year + 1, 1, 1))
    rows = Patrol.objects.filter(started_at__gte=since, started_at__lt=before).order_by()
    rows = rows.annotate(
        day=TruncDate("started_at", tzinfo=days.WITA),
        month=TruncMonth("started_at", tzinfo=days.WITA),
    ).values_list("month")
    is_over = Q(started_at__lt=days.starts_at(days.today()))
    rows = rows.annotate(number=Count("pk"), with_days=Count("day", distinct=True, filter=is_over))
    return {days.day_of(month): (number, with_days) for month, number, with_days in rows}


def _began():
    """The day of the first patrol that was ever written down."""
    first = Patrol.objects.aggregate(first=Min("started_at"))["first"]
    return days.day_of(first) if first else None


def _counted_days(first, began):
    """The days of a month of which can be said whether somebody rode: since patrols are written
    down, and up to yesterday, for today is not over. Today counts once somebody rode."""
    if began is None:
        return 0
    until = min(days.add_months(first, 1), days.today())
    return max((until - max(first, began)).days, 0)
