"""A human being, and files that may be one."""

import factory
from factory.django import DjangoModelFactory

from cases.people.ages import AgeKind
from cases.people.doubles.models import Double, Merge
from cases.people.models import Person
from rptc import days
from tests.factories.accounts import SentFactory


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
