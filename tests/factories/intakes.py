"""One person met once."""

import factory
from factory.django import DjangoModelFactory

from cases.intakes.contests.models import Contest
from cases.intakes.corrections.models import Correction
from cases.intakes.models import Classification, Door, Intake, Outcome
from cases.intakes.sheets.models import PaperSheet, SheetBatch
from cases.intakes.victims.models import ChildVictim
from rptc import days
from tests.factories.accounts import SentFactory, UserFactory
from tests.factories.patrols import PatrolFactory
from tests.factories.people import PersonFactory


def classification(code="gepeng"):
    return Classification.objects.get(code=code)


class IntakeFactory(SentFactory):
    """Came to the door today. IntakeFactory(by_patrol=True), IntakeFactory(child=True)."""

    class Meta:
        model = Intake

    class Params:
        by_patrol = factory.Trait(door=Door.PATROL, patrol=factory.SubFactory(PatrolFactory))
        child = factory.Trait(
            person=factory.SubFactory(PersonFactory, child=True),
            provisional=factory.LazyFunction(lambda: classification("anjal")),
        )

    person = factory.SubFactory(PersonFactory)
    sex = factory.SelfAttribute("person.sex")
    met_on = factory.LazyFunction(days.today)
    door = Door.WALK_IN
    provisional = factory.LazyFunction(classification)
    classification = factory.LazyAttribute(lambda intake: intake.settled or intake.provisional)
    settled = None
    outcome = Outcome.BROUGHT
    place = "Jl. Veteran"


class CorrectionFactory(SentFactory):
    """TRC says another sex than the file, and nobody has looked."""

    class Meta:
        model = Correction

    intake = factory.SubFactory(IntakeFactory)
    reason = "Salah tekan."
    sex = factory.LazyAttribute(lambda correction: "P" if correction.intake.sex == "L" else "L")


class ChildVictimFactory(SentFactory):
    """UPTD PPA has not been told."""

    class Meta:
        model = ChildVictim

    intake = factory.SubFactory(IntakeFactory, child=True)
    said = "Abang memukul kalau tidak dapat uang."


class SheetBatchFactory(SentFactory):
    class Meta:
        model = SheetBatch

    copies = 1
    for_whom = "Regu 2"


class PaperSheetFactory(DjangoModelFactory):
    """Printed, and nobody has typed it."""

    class Meta:
        model = PaperSheet

    class Params:
        void = factory.Trait(
            voided_at=factory.LazyFunction(days.now),
            voided_by=factory.SubFactory(UserFactory),
            void_reason="Basah.",
        )

    batch = factory.SubFactory(SheetBatchFactory)
    year = factory.LazyFunction(lambda: days.today().year)
    sequence = factory.Sequence(lambda n: n + 1)


class ContestFactory(SentFactory):
    """Open, about an intake of today. ContestFactory(upheld=True)."""

    class Meta:
        model = Contest

    class Params:
        upheld = factory.Trait(
            state=Contest.State.UPHELD,
            decided_by=factory.SubFactory(UserFactory),
            decided_at=factory.LazyFunction(days.now),
            decision_note="Saat itu ia di Gowa.",
        )

    intake = factory.SubFactory(IntakeFactory)
    said_by = "Klien sendiri"
    reason = "Hari itu saya di Gowa."
