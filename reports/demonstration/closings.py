"""Rekap that was closed: the last year, which the city reads, two months with the one closed once
more, and the last month, which waits for the head."""

import uuid
from datetime import time, timedelta

from cases.intakes.actions import settle_intake
from cases.intakes.models import Intake
from reports.figures.closing.actions import decide_closing, prepare_closing, what_stops
from reports.figures.closing.freezing import fingerprint_of
from reports.figures.closing.models import Closing
from reports.figures.periods import Period
from reports.figures.public.actions import edition_of, publish_year, what_would_be_read
from reports.figures.public.models import PublishedYear
from rptc import days


def add(story):
    this_month = story.today.replace(day=1)
    months = [days.add_months(this_month, -count) for count in (3, 2, 1)]
    periods = [Period.month(month.year, month.month) for month in months]
    january = this_month.replace(month=1)
    _close(story, Period.year(january.year - 1), january, 15)
    _open(story, january.year - 1, january, 16)
    _close(story, periods[0], months[1], 2)
    _close(story, periods[1], months[2], 2)
    if _settles_late(story, periods[1], days.at(months[2] + timedelta(days=5), time(11))):
        _close(story, periods[1], months[2], 8)
    _prepare(story, periods[2], days.at(this_month, time(9)))


def _close(story, period, month, day):
    """On that day of the month, in the morning by the office and at noon by the head."""
    on = month + timedelta(days=day - 1)
    row = _prepare(story, period, days.at(on, time(9)))
    if row:
        with days.told_at(days.at(on, time(12))):
            head = story.who_decides(on)
            decide_closing(row, approve=True, seen=row.seen, by=head)


def _open(story, year, month, day):
    """To the city, on the morning after it was closed."""
    at = days.at(month + timedelta(days=day - 1), time(10))
    edition = edition_of(year)
    if edition is None or at > story.ends_at:
        return
    key = uuid.uuid5(uuid.NAMESPACE_OID, f"opened {year}")
    with days.told_at(at):
        publish_year(
            PublishedYear(year=year, send_key=key, recorded_at=at),
            seen=fingerprint_of(what_would_be_read(edition)),
            by=story.staff["kepala"],
        )


def _prepare(story, period, at):
    """Of a day that the story has not reached, or where something stands in the way: nothing."""
    key = uuid.uuid5(uuid.NAMESPACE_OID, f"closing {period.slug} {at}")
    row = Closing.of(period, send_key=key)
    is_over = period.is_over(days.day_of(at))
    if at > story.ends_at or not is_over or any(what_stops(period, row.frozen.content)):
        return None
    with days.told_at(at):
        return prepare_closing(
            Closing.of(period, send_key=key, recorded_at=at), by=story.staff["tu"]
        )


def _settles_late(story, period, at):
    """The social worker settles a class after the month was closed."""
    rows = Intake.objects.filter(met_on__gte=period.first, met_on__lt=period.until)
    intake = rows.filter(settled=None, classification__in_table=True).order_by("pk").first()
    if intake is None or at > story.ends_at:
        return False
    with days.told_at(at):
        settle_intake(intake, intake.provisional, intake.certainty, by=story.staff["peksos"])
    return True
