"""A report is written into the calendar and changed; one of a period is written down as sent, and
taken back where that was a mistake. The report is locked first, then what was sent."""

from django.core.exceptions import ValidationError
from django.db import transaction

from reports.calendar.models import (
    BEFORE_PERIOD,
    PERIODS_STAY,
    SENT_ALREADY,
    OfficialReport,
)
from reports.calendar.periods import asked
from rptc import days
from rptc.audit.record import enter, keep
from rptc.saving import locked

NOT_ASKED = "Laporan masa ini tidak diminta."


@transaction.atomic
def add_report(row, *, by):
    return keep(row, "added", by=by)


@transaction.atomic
def change_report(row, *, by):
    """`row` is locked by its page and filled by the form."""
    before = OfficialReport.objects.get(pk=row.pk)
    if row.every != before.every and row.sent.exists():
        raise ValidationError({"every": PERIODS_STAY})
    return keep(row, "changed", by=by)


@transaction.atomic
def write_sent(row, *, by):
    """With the day on which it was due: a later change of the calendar makes nothing late."""
    report = locked(row.report)
    found = next((each for each in asked(report) if each.period.first == row.first_on), None)
    if found is None:
        raise ValidationError(NOT_ASKED)
    if found.sent:
        raise ValidationError(SENT_ALREADY)
    if row.sent_on < row.first_on:
        raise ValidationError({"sent_on": BEFORE_PERIOD})
    row.last_on, row.due_on = found.period.last, found.due_on
    return enter(row, "noted", by=by)


@transaction.atomic
def take_back_sent(row, *, reason, by):
    locked(row.report)
    row = locked(row, "report")
    if row.taken_back_at:
        raise ValidationError("Catatan ini sudah dibatalkan.")
    row.taken_back_at, row.taken_back_by, row.take_back_reason = days.now(), by, reason
    return keep(row, "cancelled", by=by)
