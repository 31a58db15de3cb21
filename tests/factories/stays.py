"""In the house, from the arrival on."""

import datetime

import factory

from cases.arrivals.receptions.models import Reception
from cases.stays.extensions.models import Extension
from cases.stays.models import Stay, StayReturn, StayRule
from rptc import days
from tests.factories.accounts import SentFactory, UserFactory
from tests.factories.intakes import IntakeFactory


class StayFactory(SentFactory):
    """In the house since today. StayFactory(days_ago=8), StayFactory(ended=True, days_ago=5)."""

    class Meta:
        model = Stay

    class Params:
        days_ago = 0
        child = factory.Trait(intake__child=True)
        ended = factory.Trait(ended_at=factory.LazyFunction(days.now))

    intake = factory.SubFactory(
        IntakeFactory,
        met_on=factory.LazyAttribute(lambda i: days.day_of(i.factory_parent.began_at)),
    )
    person = factory.SelfAttribute("intake.person")
    began_at = factory.LazyAttribute(
        lambda stay: days.now() - datetime.timedelta(days=stay.days_ago, seconds=1)
    )
    rule = factory.LazyAttribute(
        lambda stay: StayRule.objects.for_entry(
            stay.intake.classification, days.day_of(stay.began_at)
        )
    )
    last_on = factory.LazyAttribute(lambda s: s.rule.last_day(days.day_of(s.began_at)))


class StayReturnFactory(SentFactory):
    """Caught again a minute ago, and the same stay goes on."""

    class Meta:
        model = StayReturn

    stay = factory.SubFactory(StayFactory, days_ago=1)
    intake = factory.SubFactory(IntakeFactory, person=factory.SelfAttribute("..stay.person"))
    not_seen_since = factory.SelfAttribute("stay.began_at")
    returned_at = factory.LazyFunction(lambda: days.now() - datetime.timedelta(minutes=1))


class ReceptionFactory(SentFactory):
    class Meta:
        model = Reception

    at = factory.LazyFunction(days.now)


class ExtensionFactory(SentFactory):
    """Proposed to the head: three days more. ExtensionFactory(refused=True)."""

    class Meta:
        model = Extension

    class Params:
        refused = factory.Trait(
            state=Extension.State.REFUSED,
            decided_by=factory.SubFactory(UserFactory),
            decided_at=factory.LazyFunction(days.now),
            decision_note="Keluarga sudah siap.",
        )

    stay = factory.SubFactory(StayFactory)
    from_last_on = factory.SelfAttribute("stay.last_on")
    new_last_on = factory.LazyAttribute(lambda e: e.from_last_on + datetime.timedelta(days=3))
    reason = "Menunggu hasil penelusuran keluarga."
