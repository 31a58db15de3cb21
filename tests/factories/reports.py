"""Reports that the unit owes; all of them invented."""

import datetime

import factory
from factory.django import DjangoModelFactory

from reports.calendar.models import OfficialReport, ReportSent
from rptc import days
from tests.factories.accounts import SentFactory, UserFactory


class OfficialReportFactory(DjangoModelFactory):
    """Monthly, due on the 5th, asked for since 2024."""

    class Meta:
        model = OfficialReport

    name = factory.Sequence(lambda n: f"Laporan contoh {n}")
    recipient = "Dinas Sosial"
    every = 1
    due_day = 5
    due_month = 1
    ready = "recap"
    valid_from = datetime.date(2024, 1, 1)
    is_confirmed = True


class ReportSentFactory(SentFactory):
    """That of October 2026, in time."""

    class Meta:
        model = ReportSent

    report = factory.SubFactory(OfficialReportFactory)
    first_on = datetime.date(2026, 10, 1)
    last_on = datetime.date(2026, 10, 31)
    due_on = datetime.date(2026, 11, 5)
    sent_on = datetime.date(2026, 11, 4)
    recorded_at = factory.LazyAttribute(lambda row: days.at(row.sent_on, datetime.time(10)))
    sent_by = factory.SubFactory(UserFactory)
    way = "letter"
