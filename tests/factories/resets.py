"""New passwords of those who decide."""

import factory

from rptc import days
from rptc.accounts.permissions import Role
from rptc.resets.models import Reset
from tests.factories.accounts import SentFactory, UserFactory


class ResetFactory(SentFactory):
    """Asked by the admin for a head; ResetFactory(confirmed=True): by the Dinas."""

    class Meta:
        model = Reset

    class Params:
        confirmed = factory.Trait(
            state="approved",
            decided_by=factory.SubFactory(UserFactory, roles=[Role.AGENCY]),
            decided_at=factory.LazyFunction(days.now),
        )

    user = factory.SubFactory(UserFactory, roles=[Role.HEAD])
    recorded_by = factory.SubFactory(UserFactory, roles=[Role.ADMIN])
    reason = "Lupa kata sandi, meminta lewat telepon."
