"""The one place where days are counted (docs/rules.md, Time).

Moments are stored in UTC and shown in Asia/Makassar (WITA, UTC+8, no daylight saving). A day is
a date in WITA. A person taken in at 01.30 WITA on 1 March entered on 1 March, although it is
still 28 February in UTC.
"""

import calendar
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

WITA = ZoneInfo("Asia/Makassar")
ADULT_AT = 18
ONE_HOUR = timedelta(hours=1)
ONE_DAY = timedelta(days=1)

# The moment of which a story tells, as the demonstration does. In life there is none.
_told = ContextVar("told", default=None)


def now() -> datetime:
    return _told.get() or timezone.now()


@contextmanager
def told_at(moment: datetime):
    """What is done inside is done at that moment."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)


def today() -> date:
    """The day in WITA at this moment, whatever the server's time zone."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The local day on which a moment falls."""
    return moment.astimezone(WITA).date()


def starts_at(day: date) -> datetime:
    """00.00 WITA of a day: the first moment that belongs to it."""
    return datetime.combine(day, time.min, tzinfo=WITA)


def at(day: date, clock: time) -> datetime:
    """A clock time in WITA on a day, as a moment."""
    return datetime.combine(day, clock, tzinfo=WITA)


def period(first: date, until: date) -> tuple[datetime, datetime]:
    """The half-open span of moments [first 00.00, until 00.00) of the days [first, until)."""
    return starts_at(first), starts_at(until)


def add_months(day: date, months: int) -> date:
    """The same day some months on; the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def day_number(entered_on: date, on: date) -> int:
    """Day n of a stay: the day of entry is day 1."""
    return (on - entered_on).days + 1


def last_day(entered_on: date, length: int, unit: str) -> date:
    """The last day that is still in time.

    `length` days end on entry + length - 1; `length` months end on the day before the same date.
    """
    if unit == "month":
        return add_months(entered_on, length) - timedelta(days=1)
    return entered_on + timedelta(days=length - 1)


def nights(entered_on: date, left_on: date) -> int:
    """Length of a stay in nights: the local midnights in between."""
    return (left_on - entered_on).days


def age_on(born_on: date, on: date) -> int:
    """Whole years on a day. Who is born on 29 February has the birthday on 1 March."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def years_since(first: date, on: date) -> int:
    """Whole years between two days; 0 when `on` comes first."""
    return max(age_on(first, on), 0)


def months_since(first: date, on: date) -> int:
    """Whole months between two days; 0 when `on` comes first."""
    months = (on.year - first.year) * 12 + on.month - first.month - (on.day < first.day)
    return max(months, 0)
