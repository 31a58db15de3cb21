"""A week of the house, and of one klien: what was done, what is planned."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from cases.casework.services.models import GroupSession, Service
from rptc import days
from rptc.admission import asking

SEVEN = timedelta(days=7)


@dataclass(frozen=True)
class WeekDay:
    on: date
    rows: list
    # Of the house: services of single klien on that day.
    alone: int = 0
    planned: int = 0


@dataclass(frozen=True)
class Week:
    first: date
    week_days: list[WeekDay]

    @property
    def last(self):
        return self.first + SEVEN - days.ONE_DAY

    @property
    def before(self):
        return self.first - SEVEN

    @property
    def after(self):
        return self.first + SEVEN

    @property
    def has_rows(self):
        return any(day.rows or day.alone or day.planned for day in self.week_days)


def week_of_house(first, user):
    """Sessions with their numbers; of single services how many there were, and no names."""
    until = first + SEVEN
    sessions = GroupSession.objects.visible_to(user).held_between(first, until).with_numbers()
    sessions = list(sessions.select_related("kind", "led_by").order_by("held_at", "pk"))
    alone = planned = {}
    if user.has_perm("cases.view_service"):
        # The week is a page of the house, and what is done for one klien is not.
        with asking(user, as_house=False):
            seen = Service.objects.visible_to(user)
        of_day = seen.done_between(first, until).filter(session=None)
        alone = _counted(of_day.annotate(on=TruncDate("done_at")), "on")
        planned = _counted(
            seen.planned().filter(planned_on__gte=first, planned_on__lt=until), "planned_on"
        )
    return Week(
        first,
        [
            WeekDay(
                on,
                [each for each in sessions if days.day_of(each.held_at) == on],
                alone.get(on, 0),
                planned.get(on, 0),
            )
            for on in _seven(first)
        ],
    )


def week_of_stay(first, stay):
    since, before = days.period(first, first + SEVEN)
    rows = Service.objects.filter(
        Q(done_at__gte=since, done_at__lt=before)
        | Q(session__held_at__gte=since, session__held_at__lt=before)
        | Q(done_at=None, session=None, planned_on__gte=first, planned_on__lt=first + SEVEN),
        stay=stay,
    )
    rows = list(rows.select_related("kind", "session", "done_by").order_by("done_at", "pk"))
    return Week(first, [WeekDay(on, [r for r in rows if r.on == on]) for on in _seven(first)])


def _seven(first):
    return [first + n * days.ONE_DAY for n in range(7)]


def _counted(rows, column):
    return dict(rows.order_by().values_list(column).annotate(n=Count("pk")))
