"""How a stay ends."""

import datetime

import factory
import pgtrigger

from cases.exits.deaths.models import Death
from cases.exits.models import Exit, ExitKind, ExitProof, ExitWitness, PromiseText
from cases.exits.receivers import tell_the_gate
from cases.people.photos.models import Photo
from rptc import days
from tests.database_roles import as_owner
from tests.factories.accounts import SentFactory, UserFactory
from tests.factories.files import PhotoFactory
from tests.factories.intakes import IntakeFactory
from tests.factories.people import PersonFactory
from tests.factories.stays import StayFactory


def exit_kind(code="keluarga"):
    return ExitKind.objects.get(code=code)


class ExitFactory(SentFactory):
    """Proposed to the head. ExitFactory(whole=True) has every piece that a child's release needs,
    ExitFactory(ready=True) all but those of the handover itself."""

    class Meta:
        model = Exit
        skip_postgeneration_save = True

    class Params:
        ready = factory.Trait(
            identity_kind="ktp",
            identity_number="7371094108800001",
            identity_photo=factory.LazyAttribute(
                lambda exit: PhotoFactory(person=exit.stay.person, kind=Photo.Kind.RECEIVER)
            ),
            home_checked_on=factory.LazyFunction(days.today),
            home_checked_by="Peksos Rina",
            home_result="Rumah layak, ada kamar anak.",
            next_contact_on=factory.LazyFunction(lambda: days.today() + days.ONE_DAY * 7),
            next_contact_way="visit",
            proof=factory.RelatedFactory("tests.factories.ExitProofFactory", "exit"),
        )
        whole = factory.Trait(
            ready=True,
            promise=factory.LazyFunction(lambda: PromiseText.objects.in_force(days.today())),
            promise_signed_on=factory.LazyFunction(days.today),
            items_handed="Akta kelahiran, satu tas pakaian.",
        )

    stay = factory.SubFactory(StayFactory, child=True)
    kind = factory.LazyFunction(exit_kind)
    receiver = "Rosdiana"
    relation = "Ibu"
    address = "Jl. Dangko 4, Tamalate"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        """One that is done may be of a time before releases had pieces."""
        with as_owner(), pgtrigger.ignore("cases.Exit:release_is_whole"):
            exit = super()._create(model_class, *args, **kwargs)
        tell_the_gate(exit)
        return exit


class ExitProofFactory(SentFactory):
    """The family card of whoever receives."""

    class Meta:
        model = ExitProof

    exit = factory.SubFactory(ExitFactory)
    kind = ExitProof.Kind.FAMILY_CARD
    number = "7371091203150004"
    photo = factory.LazyAttribute(
        lambda proof: PhotoFactory(person=proof.exit.stay.person, kind=Photo.Kind.CARD)
    )


class ExitWitnessFactory(SentFactory):
    class Meta:
        model = ExitWitness

    exit = factory.SubFactory(ExitFactory)
    name = factory.Sequence(lambda n: f"Saksi {n}")
    address = "Ketua RT 02, Mangasa"
    phone = "0411 555 010"


def _early_on(day):
    """At half past midnight; while that has not come, as the day begins."""
    early = days.at(day, datetime.time(0, 30))
    return early if early <= days.now() else days.starts_at(day)


class LeftFactory(SentFactory):
    """Home to the family on a day, known by the head. LeftFactory(days_ago=7, code="mitra")."""

    class Meta:
        model = Exit

    class Params:
        days_ago = 0
        code = "keluarga"
        person = factory.SubFactory(PersonFactory)
        left_on = factory.LazyAttribute(
            lambda left: days.today() - datetime.timedelta(days=left.days_ago)
        )

    kind = factory.LazyAttribute(lambda left: exit_kind(left.code))
    state = "done"
    left_at = factory.LazyAttribute(lambda left: _early_on(left.left_on))
    stay = factory.SubFactory(
        StayFactory,
        began_at=factory.LazyAttribute(
            lambda s: s.factory_parent.left_at - datetime.timedelta(days=2)
        ),
        ended_at=factory.SelfAttribute("..left_at"),
        intake=factory.SubFactory(
            IntakeFactory,
            person=factory.SelfAttribute("...person"),
            met_on=factory.LazyAttribute(lambda i: days.day_of(i.factory_parent.began_at)),
        ),
    )
    receiver = "Rosdiana"
    relation = "Ibu"
    done_by = factory.SelfAttribute("recorded_by")
    must_be_known = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        """Of a time before releases had pieces."""
        with as_owner(), pgtrigger.ignore("cases.Exit:release_is_whole"):
            exit = super()._create(model_class, *args, **kwargs)
        tell_the_gate(exit)
        return exit


class DeathFactory(SentFactory):
    """Written down an hour ago; the file is open still: sealing is the action's."""

    class Meta:
        model = Death

    exit = factory.SubFactory(
        ExitFactory,
        kind=factory.LazyFunction(lambda: exit_kind("meninggal")),
        state="done",
        left_at=factory.LazyFunction(lambda: days.now() - days.ONE_HOUR),
        done_by=factory.SubFactory(UserFactory),
        must_be_known=True,
        receiver="",
        relation="",
        address="",
        stay__days_ago=2,
        stay__ended_at=factory.LazyFunction(lambda: days.now() - days.ONE_HOUR),
    )
    died_at = factory.SelfAttribute("exit.left_at")
    place = "RPTC Makassar"
