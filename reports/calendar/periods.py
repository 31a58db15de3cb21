"""Which periods a report is asked for, when each is due, and whether it was sent: asked of the
database in one statement, by Hari Ini and by the pages alike, so that both say the same.

A period is asked for once it is over. It is due on the day that the report says, and where the
office does not work then, on the next working day (cases/stays/free_days). Of one that was sent
the day counts that was written down with it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from cases.stays.free_days.models import working_day_in_sql
from reports.calendar.models import FIRST_DAY, OfficialReport, ReportSent
from reports.figures.periods import Period
from rptc import days
from rptc.kept import Sql
from rptc.words import tanggal_pendek

# What ended before these months is a number.
LISTED_MONTHS = 12
# Today is the first of these days.
SOON_DAYS = 7

LATELY = f"(clock.today - interval '{LISTED_MONTHS} months')::date"
EVER = f"DATE '{FIRST_DAY:%Y-%m-%d}'"
# A month has no day 31, or February no 29: then its last day.
DAY_SAID = """CASE WHEN report.due_days IS NOT NULL THEN span.last_on + report.due_days
    ELSE (SELECT least(month.first_at::date + report.due_day - 1,
                       (month.first_at + interval '1 month')::date - 1)
            FROM (SELECT span.until_at + make_interval(months => report.due_month - 1))
              AS month (first_at)) END"""


def _periods(since):
    """Those that ended since that day, and are over; `today` is asked once."""
    return f"""WITH clock (today) AS (SELECT %s::date)
        SELECT report.id AS report_id, span.first_on, span.last_on, sent.id AS sent_id,
               coalesce(sent.due_on, {working_day_in_sql("said.day")}) AS due_on,
               clock.today
          FROM clock CROSS JOIN reports_officialreport AS report
         CROSS JOIN LATERAL generate_series(
                   date_trunc('year', {since}::timestamp) - interval '1 year',
                   clock.today::timestamp, make_interval(months => report.every))
                 AS series (first_at)
         CROSS JOIN LATERAL (
               SELECT series.first_at::date,
                      (series.first_at + make_interval(months => report.every))::date - 1,
                      series.first_at + make_interval(months => report.every))
                 AS span (first_on, last_on, until_at)
         CROSS JOIN LATERAL (SELECT {DAY_SAID}) AS said (day)
          LEFT JOIN reports_reportsent AS sent
                 ON sent.report_id = report.id AND sent.first_on = span.first_on
                AND sent.taken_back_at IS NULL
         WHERE span.last_on >= {since} AND span.last_on < clock.today
           AND (sent.id IS NOT NULL OR span.last_on >= report.valid_from
                AND (report.valid_until IS NULL OR span.last_on <= report.valid_until))"""  # noqa: S608 (of this file)


def _unsent(condition):
    text = f"SELECT * FROM ({_periods(LATELY)}) AS asked WHERE sent_id IS NULL AND {condition}"  # noqa: S608
    return Sql(text, [days.today()])


def late():
    return _unsent("due_on < today")


def due_soon():
    return _unsent(f"due_on >= today AND due_on < today + {SOON_DAYS:d}")


@dataclass(frozen=True)
class Asked:
    """A report of one period."""

    report: OfficialReport
    period: Period
    due_on: date
    today: date
    sent: ReportSent | None = None

    def __str__(self):
        return f"{self.report} {self.period.title}"

    @property
    def is_late(self):
        return self.sent is None and self.due_on < self.today

    @property
    def is_soon(self):
        return self.sent is None and 0 <= self.days_left < SOON_DAYS

    @property
    def days_left(self):
        return (self.due_on - self.today).days

    @property
    def due_at(self) -> datetime:
        """The moment at which its last day is over."""
        return days.starts_at(self.due_on + days.ONE_DAY)

    @property
    def is_listed(self):
        return self.period.last >= days.add_months(self.today, -LISTED_MONTHS)

    @property
    def counts(self):
        """Among those of which it is known whether they were in time."""
        return self.sent is not None or self.is_late

    @property
    def is_in_time(self):
        return self.sent is not None and self.sent.is_in_time

    @property
    def status(self):
        """(words, shape) for the badge."""
        if self.sent:
            if self.sent.is_written_late:
                return "Dicatat terlambat", "due"
            return ("Tepat waktu", "ok") if self.is_in_time else ("Terlambat dikirim", "due")
        if self.is_late:
            return f"Lewat {-self.days_left} hari", "late"
        if self.days_left == 0:
            return "Hari ini", "due"
        return tanggal_pendek(self.due_on), "due" if self.is_soon else "wait"


def asked(report=None):
    """Each period of this report, or of all, as Asked: the latest first."""
    of_report, values = ("report_id = %s", [report.pk]) if report else ("TRUE", [])
    rows = _told(EVER, of_report, values)
    return sorted(rows, key=lambda row: (row.period.last, -row.report.pk), reverse=True)


def pressing():
    """What is late or due soon, the nearest day first, in one statement."""
    rows = _told(LATELY, f"sent_id IS NULL AND due_on < today + {SOON_DAYS:d}", [])
    return sorted(rows, key=lambda row: (row.due_on, row.report.pk))


def _told(since, condition, values):
    """As Asked: each row is its report, with what is asked for it."""
    text = f"""SELECT report.*, first_on AS asked_first, due_on AS asked_due, today AS asked_today,
                      sent_id AS asked_sent
                 FROM ({_periods(since)}) AS asked
                 JOIN reports_officialreport AS report ON report.id = asked.report_id
                WHERE {condition}"""  # noqa: S608 (of this file)
    rows = list(OfficialReport.objects.raw(text, [days.today(), *values]))
    sent = {row.asked_sent for row in rows} - {None}
    sent = ReportSent.objects.select_related("sent_by", "report").in_bulk(sent) if sent else {}
    return [
        Asked(
            report,
            report.period(report.asked_first),
            report.asked_due,
            report.asked_today,
            sent.get(report.asked_sent),
        )
        for report in rows
    ]
