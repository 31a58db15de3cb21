"""Which doses are due when: one SQL text for the round, for what waits and for the file.

In Ramadan an hour between sahur and buka moves to the nearer of both, where the medicine moves at
all; two that fall together there are one dose of "2 kali". An hour is due only while the medicine
and the stay run, and since these hours were written down; not while they are out for a hospital,
which gives them their medicine (docs/rules.md, Health).
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import connection
from django.db.models import DateTimeField, Func

from rptc import days
from rptc.words import jam

# Nothing is written an hour after it was due.
MISSED_AFTER = days.ONE_HOUR
# Nothing is written of a dose before this: it is given from then on.
GIVEN_BEFORE = days.ONE_HOUR
NOT_YET = "Belum jamnya: dosis {} diberikan mulai {}."

PLANNED = """
    SELECT medicine.id AS medicine, planned.day, planned.slot, count(*) AS times,
           bool_or(planned.slot <> planned.hour) AS moved, planned.at
      FROM cases_medicine AS medicine
      JOIN cases_stay AS stay ON stay.id = medicine.stay_id
     CROSS JOIN LATERAL (
           SELECT hours.*, (hours.day + hours.slot) AT TIME ZONE 'Asia/Makassar' AS at
             FROM (SELECT of_day::date AS day, hour,
                          CASE WHEN fasts.id IS NULL OR hour <= fasts.sahur
                                 OR hour >= fasts.buka THEN hour
                               WHEN hour - fasts.sahur < fasts.buka - hour THEN fasts.sahur
                               ELSE fasts.buka END AS slot
                     FROM generate_series({first}::timestamp, {last}::timestamp, '1 day') AS of_day
                    CROSS JOIN unnest(medicine.hours) AS hour
                     LEFT JOIN cases_fastingperiod AS fasts
                       ON medicine.moves_in_fast
                      AND of_day::date BETWEEN fasts.first_on AND fasts.last_on) AS hours
           ) AS planned
     WHERE medicine.id {which}
       AND planned.day >= medicine.first_on
       AND (medicine.last_on IS NULL OR planned.day <= medicine.last_on)
       AND planned.at >= medicine.hours_since AND planned.at >= stay.began_at
       AND (medicine.ended_at IS NULL OR planned.at < medicine.ended_at)
       AND (stay.ended_at IS NULL OR planned.at < stay.ended_at)
       AND NOT EXISTS (
           SELECT FROM cases_leave AS away
            WHERE away.stay_id = stay.id AND away.reason = 'hospital'
              AND away.left_at <= planned.at
              AND (away.returned_at IS NULL OR away.returned_at > planned.at))
     GROUP BY medicine.id, planned.day, planned.slot, planned.at"""

_TODAY = "('%(moment)s'::timestamptz AT TIME ZONE 'Asia/Makassar')::date"


class FirstMissed(Func):
    """The first hour of yesterday or today of the medicine at the key that was due an hour ago,
    or so long as `after` says, and of which nothing is written; NULL where there is none."""

    template = f"""(SELECT min(due.at)
         FROM ({PLANNED.format(first=f"({_TODAY} - 1)", last=_TODAY, which="= %(expressions)s")})
           AS due
        WHERE due.at <= '%(moment)s'::timestamptz - interval '%(after)s'
          AND NOT EXISTS (SELECT FROM cases_dose AS dose
                           WHERE dose.medicine_id = due.medicine AND dose.due_on = due.day
                             AND dose.slot = due.slot))"""  # noqa: S608 (of this file)
    output_field = DateTimeField()


@dataclass(frozen=True)
class Due:
    """One dose as it is planned."""

    medicine_id: int
    day: date
    slot: time
    times: int
    is_moved: bool
    at: datetime

    @property
    def key(self):
        """How a page names it."""
        return f"{self.medicine_id}-{self.day:%Y%m%d}-{self.slot:%H%M%S}"


def why_not_yet(at, now) -> str:
    """Why nothing can be written now of a dose that is due then; empty where it can."""
    opens = at - GIVEN_BEFORE
    return NOT_YET.format(jam(at), jam(opens)) if now < opens else ""


def first_due(medicine, moment) -> Due | None:
    """The next dose of one medicine from a moment on; None where it is as needed, or over."""
    day = max(medicine.first_on, days.day_of(moment))
    due = planned([medicine], day, day + days.ONE_DAY)
    return next((each for each in due if each.at >= moment), None)


def planned(medicines, first, last) -> list[Due]:
    """All doses of these medicines from one day to another, both included, in order."""
    keys = [medicine.pk for medicine in medicines]
    if not keys:
        return []
    sql = PLANNED.format(first="%s", last="%s", which="= ANY (%s)")
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY planned.at, medicine.id", [first, last, keys])
        return [Due(*row) for row in cursor.fetchall()]
