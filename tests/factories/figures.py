from datetime import date

import factory
from factory.django import DjangoModelFactory

from reports.figures.city_part.models import CityPartWord
from reports.figures.closing.freezing import fingerprint_of
from reports.figures.closing.models import Closing, RecapEdition
from reports.figures.public.counted import figures_of
from reports.figures.public.models import PublishedYear
from reports.figures.recap.figures import Measure
from reports.figures.services.models import SpmTarget
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories.accounts import SentFactory, UserFactory
from tests.factories.letters import blank_sheet


def no_figures(first, until):
    table = {"rows": [], "left_out": []}
    return {
        "period": [first.isoformat(), until.isoformat()],
        "tables": {measure.value: table for measure in Measure},
        "balance": [0, 0, 0, 0],
        "unsettled": 0,
        "without_origin": 0,
        "doubles": 0,
        "on_the_way": 0,
        "intakes": [],
        "stays": [],
    }


class ClosingFactory(SentFactory):
    """The month that is over, laid before the head by the office; the next one of the month
    before."""

    class Meta:
        model = Closing

    class Params:
        closed = factory.Trait(
            state="closed",
            decided_by=factory.SubFactory(UserFactory, roles=[Role.HEAD]),
            decided_at=factory.LazyFunction(days.now),
        )

    until = factory.LazyFunction(
        lambda: days.add_months(days.today().replace(day=1), -Closing.objects.count())
    )
    first = factory.LazyAttribute(lambda closing: days.add_months(closing.until, -1))
    recorded_by = factory.SubFactory(UserFactory, roles=[Role.OFFICE])


class RecapEditionFactory(DjangoModelFactory):
    """Of a month in which nothing was recorded."""

    class Meta:
        model = RecapEdition

    closing = factory.SubFactory(ClosingFactory, closed=True)
    first = factory.SelfAttribute("closing.first")
    until = factory.SelfAttribute("closing.until")
    number = 1
    content = factory.LazyAttribute(lambda edition: no_figures(edition.first, edition.until))
    fingerprint = factory.LazyAttribute(lambda edition: fingerprint_of(edition.content))
    pdf = factory.LazyFunction(blank_sheet)
    intake_events = stay_events = 0
    closed_at = factory.SelfAttribute("closing.decided_at")
    closed_by = factory.SelfAttribute("closing.decided_by")


class ClosedYearFactory(RecapEditionFactory):
    """Of a year in which nothing was recorded."""

    class Params:
        year = 2024

    first = factory.LazyAttribute(lambda edition: date(edition.year, 1, 1))
    until = factory.LazyAttribute(lambda edition: date(edition.year + 1, 1, 1))


class PublishedYearFactory(SentFactory):
    """A closed year that the head has opened to the city."""

    class Meta:
        model = PublishedYear

    year = 2024
    number = 1
    edition = factory.SubFactory(ClosedYearFactory, year=factory.SelfAttribute("..year"))
    figures = factory.LazyAttribute(lambda row: figures_of(row.edition, []))
    sha256 = factory.LazyAttribute(lambda row: fingerprint_of(row.figures))
    recorded_by = factory.SubFactory(UserFactory, roles=[Role.HEAD])


class CityPartWordFactory(SentFactory):
    class Meta:
        model = CityPartWord

    year = 2024
    problems = "Tempat tidur perempuan penuh tiga bulan."
    follow_up = "Ruang kedua dibuka bulan Mei."
    recorded_by = factory.SubFactory(UserFactory, roles=[Role.OFFICE])


class SpmTargetFactory(SentFactory):
    class Meta:
        model = SpmTarget

    year = 2026
    line = "b"
    number = 40
    ground = "SK Wali Kota (contoh)"
    recorded_by = factory.SubFactory(UserFactory, roles=[Role.OFFICE])
