"""What is given to a klien."""

import factory
from factory.django import DjangoModelFactory

from cases.help.models import BudgetLine, Help, HelpReason
from cases.help.money.models import MoneyMovement
from rptc import days
from tests.factories.accounts import SentFactory, UserFactory
from tests.factories.stays import StayFactory


def help_reason(name="Ongkos pulang"):
    """Also where a test has emptied the lists of the unit."""
    return HelpReason.objects.get_or_create(name=name)[0]


class BudgetLineFactory(DjangoModelFactory):
    class Meta:
        model = BudgetLine
        django_get_or_create = ["name"]

    name = "Sumbangan"


class HelpFactory(SentFactory):
    """Asked of the head. HelpFactory(approved=True) and HelpFactory(paid=True), without a
    receipt."""

    class Meta:
        model = Help

    class Params:
        decided = factory.Trait(
            decided_by=factory.SubFactory(UserFactory), decided_at=factory.LazyFunction(days.now)
        )
        approved = factory.Trait(decided=True, state=Help.State.APPROVED)
        paid = factory.Trait(
            decided=True,
            state=Help.State.PAID,
            paid_on=factory.LazyFunction(days.today),
            paid_by=factory.SubFactory(UserFactory),
            budget_line=factory.SubFactory(BudgetLineFactory),
        )

    stay = factory.SubFactory(StayFactory)
    reason = factory.LazyFunction(help_reason)
    amount = 250_000
    why = "Ke Takalar, keluarganya menunggu."


class MoneyMovementFactory(SentFactory):
    """Taken a moment ago, counted by one. MoneyMovementFactory(out=True), (counted=True)."""

    class Meta:
        model = MoneyMovement

    class Params:
        out = factory.Trait(way=MoneyMovement.Way.DRAWN, is_in=False)
        counted = factory.Trait(
            counted_by=factory.SubFactory(UserFactory), counted_at=factory.LazyFunction(days.now)
        )

    stay = factory.SubFactory(StayFactory)
    way = MoneyMovement.Way.TAKEN
    is_in = True
    amount = 85_000
    at = factory.LazyFunction(days.now)
