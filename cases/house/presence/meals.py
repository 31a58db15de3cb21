"""Meals, counted from who was present: no table of their own.

The morning roll call is breakfast and lunch, the evening one is dinner. Whoever is out or absent
eats elsewhere. A roll call that nobody has taken is not zero: it is not known.
"""

import datetime
from dataclasses import dataclass

from django.db.models import Count, F, Q

from cases.house.presence.models import RollCall, Status
from rptc import days

# SPM: permakanan for seven days of a stay at the most (Permensos 9/2018).
SPM_DAYS = 7


@dataclass(frozen=True)
class MealDay:
    """None where there was no roll call. `beyond`: portions past day 7 of a stay."""

    on: datetime.date
    breakfast: int | None
    lunch: int | None
    dinner: int | None
    beyond: int

    @property
    def known(self):
        return [meal for meal in (self.breakfast, self.lunch, self.dinner) if meal is not None]

    @property
    def total(self):
        return sum(self.known) if self.known else None

    @property
    def is_whole(self):
        return len(self.known) == 3


@dataclass(frozen=True)
class MealSums:
    breakfast: int
    lunch: int
    dinner: int
    total: int
    beyond: int
    unknown: int


def meals_of(first, until):
    """A MealDay for each day of [first, until), in one query."""
    # The day of entry is day 1.
    beyond = Q(rows__stay__began_at__date__lte=F("on") - SPM_DAYS * days.ONE_DAY)
    present = Q(rows__status=Status.PRESENT)
    called = RollCall.objects.filter(on__gte=first, on__lt=until).annotate(
        present=Count("rows", filter=present), beyond=Count("rows", filter=present & beyond)
    )
    counts = {(call.on, call.part): (call.present, call.beyond) for call in called}
    number = (until - first).days
    return [_day(first + datetime.timedelta(days=n), counts) for n in range(number)]


def _day(on, counts):
    morning, late_morning = counts.get((on, RollCall.Part.MORNING), (None, 0))
    evening, late_evening = counts.get((on, RollCall.Part.EVENING), (None, 0))
    # Breakfast and lunch, and dinner.
    return MealDay(on, morning, morning, evening, beyond=2 * late_morning + late_evening)


def sums_of(meal_days):
    """Of the days that are known; `unknown` says how many are not, or not wholly."""

    def total(name):
        return sum(getattr(day, name) or 0 for day in meal_days)

    return MealSums(
        **{name: total(name) for name in "breakfast lunch dinner total beyond".split()},
        unknown=sum(not day.is_whole for day in meal_days),
    )
