"""Who reads mail."""

import factory
from factory.django import DjangoModelFactory

from rptc.mail.models import MailChoice
from tests.factories.accounts import InOwnName, UserFactory


class MailChoiceFactory(InOwnName, DjangoModelFactory):
    """Both mails come to an address of their own."""

    _written_by = "user"

    class Meta:
        model = MailChoice

    user = factory.SubFactory(UserFactory)
    address = factory.Sequence(lambda n: f"petugas{n}@rptc.example")
