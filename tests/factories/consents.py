"""What a klien was asked, and told."""

import factory

from cases.file.consents.closed import look_at
from cases.file.consents.models import Answer, Consent, ConsentWithdrawal, LegalBasis, StandIn
from cases.file.consents.words import put_away, put_reason_away
from rptc import days
from tests.factories.accounts import SentFactory, UserFactory
from tests.factories.stays import StayFactory


class ConsentFactory(SentFactory):
    """An adult says yes to a referral. ConsentFactory(purpose="care"): is told."""

    class Meta:
        model = Consent

    stay = factory.SubFactory(StayFactory)
    purpose = "referral"
    answer = "yes"
    given_by = "self"
    explained = "aloud"
    asked_at = factory.LazyFunction(days.now)

    @classmethod
    def _create(cls, model, *args, recipient="Yayasan Pelangi", said="", **columns):
        if columns["purpose"] in {"care", "statistics"}:
            columns["answer"], recipient = Answer.TOLD, ""
            known = LegalBasis.objects.on(days.today())
            columns["legal_basis"] = known[columns["purpose"]]
        if columns["purpose"] == "family":
            recipient = ""
        row = model(*args, **columns)
        put_away(row, recipient=recipient, said=said)
        row.save()
        look_at([row])
        return row


class StandInFactory(SentFactory):
    """Waits for the head. StandInFactory(approved=True): of a child in the house."""

    class Meta:
        model = StandIn

    class Params:
        approved = factory.Trait(
            state="approved",
            decided_by=factory.SubFactory(UserFactory),
            decided_at=factory.LazyFunction(days.now),
        )

    stay = factory.SubFactory(StayFactory, child=True)
    ground = "unknown"

    @classmethod
    def _create(cls, model, *args, reason="Ditanyakan di pasar, tidak ada yang kenal.", **columns):
        row = model(*args, **columns)
        put_reason_away(row, reason=reason)
        row.save()
        return row


class ConsentWithdrawalFactory(SentFactory):
    class Meta:
        model = ConsentWithdrawal

    consent = factory.SubFactory(ConsentFactory)
    said_by = "Klien sendiri"
