import pghistory
from django.db import models
from django.db.models import BooleanField, DateTimeField, Func

from rptc import days
from rptc.columns import once

SATURDAY = 6
LOOKED_AHEAD = 30


@pghistory.track()
class FreeDay(models.Model):
    """A day on which the office does not work, beside Saturdays and Sundays: of one year, or each
    year on the same date. The government says each year which they are (SKB tiga menteri)."""

    on = models.DateField("tanggal")
    name = models.CharField("nama", max_length=80)
    is_yearly = models.BooleanField("setiap tahun pada tanggal ini", default=False)

    class Meta:
        verbose_name = "hari libur"
        ordering = ["-on"]
        constraints = [once("free_day_comes_once", ["on"], "Tanggal ini sudah ada.")]

    def __str__(self):
        return f"{self.name}, {self.on:%d/%m/%Y}"


def is_free(day, free_days):
    """Does the office not work on that day? `free_days` are all rows of FreeDay."""
    return day.isoweekday() >= SATURDAY or is_holiday(day, free_days)


def is_holiday(day, free_days):
    """The same of whoever has working days of their own: a partner that is open on Saturdays."""
    return any(
        free.on == day or (free.is_yearly and (free.on.month, free.on.day) == (day.month, day.day))
        for free in free_days
    )


def _is_free_in_sql(day):
    """The same of a column with the day's first moment, as an expression."""
    return f"""(extract(isodow FROM {day}) >= {SATURDAY} OR EXISTS (
        SELECT FROM cases_freeday AS free
         WHERE free."on" = {day}::date
            OR free.is_yearly AND to_char(free."on", 'MMDD') = to_char({day}, 'MMDD')))"""


def _noon_within_in_sql(length):
    """Of the first working day of so many after `due.day`; null where there is none."""
    return f"""(SELECT (min(next.day)::date + time '12:00') AT TIME ZONE 'Asia/Makassar'
          FROM generate_series(due.day, due.day + interval '{length} days', '1 day') AS next (day)
         WHERE NOT {_is_free_in_sql("next.day")})"""  # noqa: S608 (of this file)


class DueAfterDay(Func):
    """24 hours after a moment; where that falls on a free day, noon of the next working day. Each
    day is compared with all free days, so the month is read only where the next four have none."""

    template = f"""(SELECT CASE WHEN {_is_free_in_sql("due.day")}
        THEN coalesce({_noon_within_in_sql(4)}, {_noon_within_in_sql(LOOKED_AHEAD)}, due.moment)
        ELSE due.moment END
      FROM (SELECT late.moment, (late.moment AT TIME ZONE 'Asia/Makassar')::date::timestamp AS day
              FROM (SELECT %(expressions)s + interval '24 hours' AS moment) AS late) AS due)"""  # noqa: S608 (of this file)
    output_field = DateTimeField()


class WorkedBetween(Func):
    """Was one of the days from the first to the second, with both, a working day?"""

    template = f"""EXISTS (SELECT
      FROM (SELECT %(expressions)s) AS month (first, last),
           generate_series(month.first::timestamp, month.last::timestamp, '1 day') AS next (day)
     WHERE NOT {_is_free_in_sql("next.day")})"""  # noqa: S608 (of this file)
    output_field = BooleanField()


def working_day_in_sql(day):
    """The first working day from this one on, itself among them; itself where none follows in a
    month. As in DueAfterDay the month is read only where the next four days have none."""

    def within(length):
        return f"""(SELECT next.day::date
              FROM generate_series({day}::timestamp, {day} + interval '{length} days', '1 day')
                AS next (day)
             WHERE NOT {_is_free_in_sql("next.day")} ORDER BY next.day LIMIT 1)"""  # noqa: S608 (of this file)

    return f"coalesce({within(4)}, {within(LOOKED_AHEAD)}, {day})"


def due_after_day(moment):
    """The same in Python. Where no working day follows in a month, it is due all the same."""
    due = moment + days.ONE_DAY
    day, free_days = days.day_of(due), list(FreeDay.objects.all())
    if not is_free(day, free_days):
        return due
    month = (day + days.ONE_DAY * number for number in range(LOOKED_AHEAD + 1))
    working = (each for each in month if not is_free(each, free_days))
    noon = next(working, None)
    return due if noon is None else days.starts_at(noon) + 12 * days.ONE_HOUR


def working_day_after(day, number):
    """The last of so many working days that begin on the day after this one."""
    free_days = list(FreeDay.objects.all())
    while number:
        day += days.ONE_DAY
        number -= not is_free(day, free_days)
    return day
