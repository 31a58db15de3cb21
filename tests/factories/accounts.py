"""People who log in; and `SentFactory`, for every row that a form sends."""

import datetime

import factory
from factory.django import DjangoModelFactory

from rptc import days
from rptc.accounts.filters.models import SavedFilter
from rptc.accounts.models import Delegation, RoleGrant, User
from rptc.accounts.permissions import Role
from tests.database_roles import EVERYBODY, read_as


class UserFactory(DjangoModelFactory):
    """UserFactory(roles=[Role.HEAD]): with confirmed roles in force since long ago."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"petugas{n}")
    full_name = factory.Sequence(lambda n: f"Petugas {n}, S.Sos.")

    @factory.post_generation
    def roles(self, create, roles, **kwargs):
        for role in roles or []:
            RoleGrantFactory(user=self, role=role)


class RoleGrantFactory(DjangoModelFactory):
    class Meta:
        model = RoleGrant

    user = factory.SubFactory(UserFactory)
    role = Role.SOCIAL_WORKER
    starts_on = datetime.date(2020, 1, 1)
    confirmed_at = factory.LazyFunction(days.now)


class DelegationFactory(DjangoModelFactory):
    class Meta:
        model = Delegation

    delegate = factory.SubFactory(UserFactory)
    order_number = factory.Sequence(lambda n: f"800/{n}/RPTC")
    starts_on = factory.LazyFunction(days.today)
    last_on = factory.LazyFunction(days.today)
    approvals = ["plan", "exit", "referral", "grant"]
    recorded_by = factory.SubFactory(UserFactory, roles=[Role.HEAD])
    confirmed_at = factory.LazyFunction(days.now)


class SentFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    recorded_by = factory.SubFactory(UserFactory)


class InOwnName:
    """Of a row that the database lets nobody write for another (rptc/policies.py)."""

    _written_by = "recorded_by"

    @classmethod
    def _create(cls, model, *args, **columns):
        read_as(EVERYBODY, reader=columns[cls._written_by].pk)
        try:
            return super()._create(model, *args, **columns)
        finally:
            read_as(EVERYBODY)


class SavedFilterFactory(InOwnName, SentFactory):
    """Of the register: women. Nobody else's, until it is shared."""

    class Meta:
        model = SavedFilter

    name = factory.Sequence(lambda n: f"Perempuan {n}")
    path = "/intakes/"
    query = "sex=P"
