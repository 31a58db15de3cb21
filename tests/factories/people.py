"""A human being, and files that may be one."""

import datetime

import factory
from factory.django import DjangoModelFactory

from cases.people.ages import AgeKind
from cases.people.conflicts.models import Conflict
from cases.people.doubles.models import Double, Merge
from cases.people.models import Person
from cases.people.sealing.models import OPEN_FOR, EmergencyAccess, Seal, SealReader
from cases.people.substitutes.models import Substitution
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories.accounts import SentFactory, UserFactory


class PersonFactory(SentFactory):
    """An adult of about 40. PersonFactory(child=True): a child of 11."""

    class Meta:
        model = Person

    class Params:
        child = factory.Trait(age_kind=AgeKind.EXACT, age_years=11)
        nameless = factory.Trait(name="", found="Fly Over 12/03/2024")

    name = factory.Sequence(lambda n: f"Baharuddin {n}")
    sex = "L"
    age_kind = AgeKind.ABOUT
    age_years = 40
    age_stated_on = factory.LazyFunction(days.today)


class DoubleFactory(DjangoModelFactory):
    """Two files that are likely one person, not decided yet."""

    class Meta:
        model = Double

    person = factory.SubFactory(PersonFactory)
    other = factory.SubFactory(PersonFactory)
    score = 2.5
    reasons = ["nama sama"]
    facts = "0" * 64


class MergeFactory(SentFactory):
    """Proposed to the head. MergeFactory(done=True): of two adults, without any row."""

    class Meta:
        model = Merge

    class Params:
        done = factory.Trait(
            state="done",
            done_at=factory.LazyFunction(days.now),
            lost=factory.LazyAttribute(lambda merge: PersonFactory(merged_into=merge.kept)),
        )

    kept = factory.SubFactory(PersonFactory)
    lost = factory.SubFactory(PersonFactory, child=True)
    reason = "Kartu keluarganya sama."


class SealFactory(SentFactory):
    """Closed for whoever SealReaderFactory names."""

    class Meta:
        model = Seal

    person = factory.SubFactory(PersonFactory)
    reason = "hunted"
    explanation = "Ayah tiri datang dua kali menanyakan namanya."


class SealReaderFactory(DjangoModelFactory):
    class Meta:
        model = SealReader

    seal = factory.SubFactory(SealFactory)
    person = factory.SelfAttribute("seal.person")
    user = factory.SubFactory(UserFactory, roles=[Role.SOCIAL_WORKER])
    added_by = factory.SelfAttribute("seal.recorded_by")
    since = factory.SelfAttribute("seal.recorded_at")


class EmergencyAccessFactory(SentFactory):
    """Begun a minute ago."""

    class Meta:
        model = EmergencyAccess

    recorded_by = factory.SubFactory(UserFactory, roles=[Role.SOCIAL_WORKER])
    person = factory.SubFactory(PersonFactory, is_sealed=True)
    reason = "medicine"
    what = "Kejang, ambulans menanyakan obatnya."
    since = factory.LazyFunction(lambda: days.now() - datetime.timedelta(minutes=1))
    until = factory.LazyAttribute(lambda emergency: emergency.since + OPEN_FOR)


class ConflictFactory(SentFactory):
    """This klien is a brother or sister of the user."""

    class Meta:
        model = Conflict

    person = factory.SubFactory(PersonFactory)
    user = factory.SubFactory(UserFactory)
    tie = "sibling"


class SubstitutionFactory(SentFactory):
    """Today and tomorrow, as the head said."""

    class Meta:
        model = Substitution

    worker = factory.SubFactory(UserFactory, roles=[Role.SOCIAL_WORKER])
    substitute = factory.SubFactory(UserFactory, roles=[Role.SOCIAL_WORKER])
    first_on = factory.LazyFunction(days.today)
    last_on = factory.LazyAttribute(lambda one: one.first_on + days.ONE_DAY)
    reason = "Cuti."
    state = "made"
