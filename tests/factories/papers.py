"""Papers of klien, and what offices are asked for."""

import factory

from cases.papers.homecoming.models import Homecoming, HomecomingPiece
from cases.papers.models import (
    Paper,
    PaperKind,
    PaperLetter,
    PaperOffice,
    PaperRefusal,
    PaperRefusalEnd,
    PaperRequest,
    PaperWord,
)
from cases.papers.siks.models import SiksEntry
from cases.places.models import Region
from rptc import days
from tests.factories.accounts import SentFactory
from tests.factories.stays import StayFactory


def paper_kind(code="ktp"):
    return PaperKind.objects.get(code=code)


def paper_office(name="Disdukcapil Makassar"):
    return PaperOffice.objects.get(name=name)


def region(code):
    return Region.objects.get(code=code)


class PaperFactory(SentFactory):
    """A lost KTP of somebody in the house. PaperFactory(code="akta", state="never")."""

    class Meta:
        model = Paper

    class Params:
        code = "ktp"

    stay = factory.SubFactory(StayFactory, days_ago=3)
    person = factory.LazyAttribute(lambda o: o.stay.person)
    kind = factory.LazyAttribute(lambda o: paper_kind(o.code))
    state = "lost"
    said_on = factory.LazyAttribute(lambda o: o.stay.entered_on)


class PaperLetterFactory(SentFactory):
    class Meta:
        model = PaperLetter

    office = factory.LazyFunction(paper_office)


class PaperRequestFactory(SentFactory):
    """Runs since yesterday. PaperRequestFactory(got=True), (days_ago=20)."""

    class Meta:
        model = PaperRequest

    class Params:
        days_ago = 1
        got = factory.Trait(
            got_on=factory.LazyFunction(days.today),
            closed_by=factory.SelfAttribute("recorded_by"),
        )

    paper = factory.SubFactory(PaperFactory)
    stay = factory.LazyAttribute(lambda o: o.paper.stay)
    office = factory.LazyFunction(paper_office)
    asked_on = factory.LazyAttribute(lambda o: days.today() - o.days_ago * days.ONE_DAY)


class PaperWordFactory(SentFactory):
    class Meta:
        model = PaperWord

    request = factory.SubFactory(PaperRequestFactory)
    on = factory.LazyFunction(days.today)
    words = "Blangko habis."


class PaperRefusalFactory(SentFactory):
    class Meta:
        model = PaperRefusal

    paper = factory.SubFactory(PaperFactory)
    reason = "Belum mau difoto."


class PaperRefusalEndFactory(SentFactory):
    class Meta:
        model = PaperRefusalEnd

    refusal = factory.SubFactory(PaperRefusalFactory)
    on = factory.LazyFunction(days.today)
    words = "Mau difoto asal ditemani."


class HomecomingFactory(SentFactory):
    """To Jeneponto, prepared. HomecomingFactory(arrived=True), (region=region("53"))."""

    class Meta:
        model = Homecoming

    class Params:
        arrived = factory.Trait(
            arrived_at=factory.LazyFunction(days.now),
            arrived_told_by="Sanneng",
            arrived_how="telepon",
            arrived_by=factory.SelfAttribute("recorded_by"),
        )

    stay = factory.SubFactory(StayFactory, days_ago=3)
    region = factory.LazyFunction(lambda: region("73.04"))
    is_near = True


class HomecomingPieceFactory(SentFactory):
    class Meta:
        model = HomecomingPiece

    homecoming = factory.SubFactory(HomecomingFactory)
    code = "escort"
    who = "Fadli Mappaseng"


class SiksEntryFactory(SentFactory):
    class Meta:
        model = SiksEntry

    person = factory.LazyFunction(lambda: StayFactory(days_ago=3).person)
