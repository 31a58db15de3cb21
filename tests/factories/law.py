"""The duty to report, who is placed here by a letter, matters and hearings."""

import datetime
import hashlib

import factory

from cases.law.matters import words
from cases.law.matters.models import Hearing, LegalMatter, LegalNote
from cases.law.placements.models import Placement, PlacementScan
from cases.law.reports.models import (
    ReportOffice,
    ReportRule,
    ReportToOffice,
    ViolenceReport,
    ViolenceWords,
)
from cases.law.reports.words import put_away
from rptc import days
from tests import pictures
from tests.factories.accounts import SentFactory
from tests.factories.stays import StayFactory


class ViolenceReportFactory(SentFactory):
    """Told an hour ago, with its words; no office knows. ViolenceReportFactory(late=True);
    ViolenceReportFactory(stay=None, person=None): whoever heard it could reach no file."""

    class Meta:
        model = ViolenceReport

    class Params:
        known = factory.Trait(
            known_at=factory.LazyFunction(days.now),
            known_by=factory.SelfAttribute("recorded_by"),
        )
        late = factory.Trait(told_at=factory.LazyFunction(lambda: days.now() - 4 * days.ONE_DAY))

    stay = factory.SubFactory(StayFactory, days_ago=5)
    person = factory.LazyAttribute(lambda o: o.stay and o.stay.person)
    rule = factory.LazyFunction(lambda: ReportRule.objects.order_by("order", "pk").first())
    told_at = factory.LazyFunction(lambda: days.now() - days.ONE_HOUR)
    heard_by = factory.SelfAttribute("recorded_by")
    due_at = factory.LazyAttribute(lambda o: o.rule.due_at(o.told_at))
    asks_police = factory.SelfAttribute("rule.asks_police")
    asks_ppa = factory.SelfAttribute("rule.asks_ppa")

    @classmethod
    def _create(cls, model, *args, said="Saya takut pada Om itu.", whom="", **columns):
        report = super()._create(model, *args, **columns)
        words = ViolenceWords(report=report, recorded_by=report.recorded_by)
        put_away(words, said=said, whom=whom).save()
        return report


class ReportToOfficeFactory(SentFactory):
    """The police know, and have given a number. ReportToOfficeFactory(side="ppa")."""

    class Meta:
        model = ReportToOffice

    report = factory.SubFactory(ViolenceReportFactory)
    side = "police"
    office = factory.LazyAttribute(lambda o: ReportOffice.objects.filter(side=o.side).first())
    receiver = "Aipda Hasriani"
    at = factory.LazyAttribute(lambda o: o.report.told_at + datetime.timedelta(minutes=30))
    way = "phone"
    number = factory.Sequence(lambda n: f"LP/{n}/2026")


def told_report(**columns):
    """A report that both offices have taken, with a number."""
    report = ViolenceReportFactory(**columns)
    for side in report.asked:
        ReportToOfficeFactory(report=report, side=side)
    return report


class PlacementFactory(SentFactory):
    """By the police, for five days more. PlacementFactory(over=True)."""

    class Meta:
        model = Placement

    class Params:
        over = factory.Trait(ends_at=factory.LazyFunction(lambda: days.now() - days.ONE_HOUR))

    stay = factory.SubFactory(StayFactory, days_ago=2)
    ordered_by = "police"
    office = "Polsek Tamalate"
    letter_number = factory.Sequence(lambda n: f"B/{n}/XI/2026")
    letter_on = factory.LazyAttribute(lambda o: days.day_of(o.begins_at))
    begins_at = factory.LazyAttribute(lambda o: o.stay.began_at)
    ends_at = factory.LazyFunction(lambda: days.now() + 5 * days.ONE_DAY)


class PlacementScanFactory(SentFactory):
    class Meta:
        model = PlacementScan

    placement = factory.SubFactory(PlacementFactory)
    content = factory.LazyFunction(lambda: pictures.jpeg(seed=1))
    sha256 = factory.LazyAttribute(lambda o: hashlib.sha256(o.content).hexdigest())


class LegalMatterFactory(SentFactory):
    """Of somebody in the house, as a witness, since today."""

    class Meta:
        model = LegalMatter

    stay = factory.SubFactory(StayFactory, days_ago=2)
    person = factory.SelfAttribute("stay.person")
    side = "witness"
    about = "pencurian"
    begun_on = factory.LazyFunction(days.today)


class LegalNoteFactory(SentFactory):
    class Meta:
        model = LegalNote

    matter = factory.SubFactory(LegalMatterFactory)

    @classmethod
    def _create(cls, model, *args, text="Pengacara menunggu berkas.", **columns):
        note = words.put_away(model(*args, **columns), text)
        note.save()
        return note


class HearingFactory(SentFactory):
    """Tomorrow; nobody goes along."""

    class Meta:
        model = Hearing

    matter = factory.SubFactory(LegalMatterFactory)
    at = factory.LazyFunction(lambda: days.now() + days.ONE_DAY)
    place = "Pengadilan Negeri Makassar"
    purpose = "sidang pertama"
