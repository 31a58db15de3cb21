"""Incidents, visitors, and who asks for somebody."""

import datetime

import factory
from factory.django import DjangoModelFactory

from cases.gate.incidents.models import Incident, IncidentPerson, Mediation
from cases.gate.refusals.models import Refusal
from cases.gate.somebody_else.models import SomebodyElse
from cases.gate.visits.models import Inquiry, Unwelcome, Visit
from rptc import days
from tests.factories.accounts import SentFactory, UserFactory
from tests.factories.stays import StayFactory


class IncidentFactory(SentFactory):
    """A fight of an hour ago between two who are in the house; the head has not been told."""

    class Meta:
        model = Incident
        skip_postgeneration_save = True

    happened_at = factory.LazyFunction(lambda: days.now() - datetime.timedelta(hours=1))
    kind = Incident.Kind.FIGHT
    severity = Incident.Severity.MEDIUM
    place = "Kamar Mawar"
    what = "Berebut tempat tidur."
    done_at_once = "Dipisahkan."

    @factory.post_generation
    def people(self, create, stays, **kwargs):
        """IncidentFactory(people=[stay, ...]): the first did it, the others are victims."""
        if not create:
            return
        for number, stay in enumerate(stays or [StayFactory(days_ago=1), StayFactory(days_ago=1)]):
            side = IncidentPerson.Side.VICTIM if number else IncidentPerson.Side.DID_IT
            IncidentPersonFactory(incident=self, stay=stay, side=side)


class IncidentPersonFactory(DjangoModelFactory):
    class Meta:
        model = IncidentPerson

    incident = factory.SubFactory(IncidentFactory)
    stay = factory.SubFactory(StayFactory, days_ago=1)
    side = IncidentPerson.Side.WITNESS


class MediationFactory(SentFactory):
    class Meta:
        model = Mediation

    incident = factory.SubFactory(IncidentFactory)
    held_at = factory.LazyFunction(days.now)
    attended = "Ibu klien dan pekerja sosial"
    result = Mediation.Result.AGREED
    text = "Saling memaafkan."


class VisitFactory(SentFactory):
    """Came a while ago, and is inside. VisitFactory(left=True), VisitFactory(refused=True)."""

    class Meta:
        model = Visit

    class Params:
        left = factory.Trait(left_at=factory.LazyAttribute(lambda visit: visit.came_at))
        refused = factory.Trait(outcome=Visit.Outcome.REFUSED, reason="Ada larangan.")

    stay = factory.SubFactory(StayFactory, days_ago=1)
    visitor = factory.Sequence(lambda n: f"Hasna {n}")
    relation = "ibu"
    id_kind = Visit.Identity.KTP
    id_number = "7371014404800001"
    came_at = factory.LazyFunction(lambda: days.now() - datetime.timedelta(minutes=1))
    outcome = Visit.Outcome.RECEIVED


class RefusalFactory(SentFactory):
    """Not looked at yet."""

    class Meta:
        model = Refusal

    person = factory.LazyFunction(lambda: StayFactory(days_ago=1).person)
    name = "Baso Rewa"
    act = Refusal.Act.VISIT
    because = Refusal.Because.BAN


class SomebodyElseFactory(SentFactory):
    """Of a ban of the whole house; the head has not read it."""

    class Meta:
        model = SomebodyElse

    person = factory.LazyFunction(lambda: StayFactory(days_ago=1).person)
    name = "Basri Rewa"
    unwelcome = factory.SubFactory("tests.factories.UnwelcomeFactory")
    why = "KTP dan wajahnya lain; ia paman dari ibu."


class UnwelcomeFactory(SentFactory):
    """Not received by the whole house, since today. UnwelcomeFactory(ended=True)."""

    class Meta:
        model = Unwelcome

    class Params:
        ended = factory.Trait(
            ended_at=factory.LazyFunction(days.now),
            ended_by=factory.SubFactory(UserFactory),
            end_reason="Bukan orang yang sama.",
        )

    name = "Baso Rewa"
    reason = "Menyuruh anak mengamen."


class InquiryFactory(SentFactory):
    """A wife called a minute ago, and waits for an answer. InquiryFactory(closed=True)."""

    class Meta:
        model = Inquiry

    class Params:
        closed = factory.Trait(
            outcome=Inquiry.Outcome.NOT_HERE,
            outcome_note="Istrinya datang besok.",
            closed_by=factory.SubFactory(UserFactory),
            closed_at=factory.LazyFunction(days.now),
        )

    channel = Inquiry.Channel.TELEPHONE
    asked_at = factory.LazyFunction(lambda: days.now() - datetime.timedelta(minutes=1))
    asker = "Hasna"
    relation = "istri"
    phone = "081234567890"
    sought = factory.Sequence(lambda n: f"Mappatunru {n}")
    answer = Inquiry.Answer.CALL_BACK
