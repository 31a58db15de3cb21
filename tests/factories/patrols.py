"""What happens before somebody is met."""

import datetime

import factory
from factory.django import DjangoModelFactory

from cases.patrols.devices.models import Device, fingerprint
from cases.patrols.models import OrderLetter, Patrol, Team, Vehicle
from cases.patrols.prevention.models import Prevention
from cases.patrols.public_reports.models import PublicReport
from cases.places.models import HotSpot, Region
from rptc import days
from rptc.accounts.permissions import Role
from tests.factories.accounts import SentFactory, UserFactory


class HotSpotFactory(DjangoModelFactory):
    class Meta:
        model = HotSpot

    name = factory.Sequence(lambda n: f"Simpang {n}")
    village = factory.LazyFunction(
        lambda: Region.objects.of_makassar().filter(level=Region.Level.VILLAGE).first()
    )


class TeamFactory(DjangoModelFactory):
    class Meta:
        model = Team

    name = factory.Sequence(lambda n: f"Regu {n}")


class VehicleFactory(DjangoModelFactory):
    class Meta:
        model = Vehicle

    plate = factory.Sequence(lambda n: f"DD {1000 + n} XX")


class OrderLetterFactory(SentFactory):
    class Meta:
        model = OrderLetter

    number = factory.Sequence(lambda n: f"094/{n}/Rehsos/2026")
    issued_on = factory.LazyFunction(days.today)
    valid_from = factory.LazyFunction(days.today)
    valid_until = factory.LazyFunction(days.today)


class PatrolFactory(SentFactory):
    class Meta:
        model = Patrol

    team = factory.SubFactory(TeamFactory)
    route = "Adhyaksa, Abdesir"
    started_at = factory.LazyFunction(lambda: days.now() - datetime.timedelta(hours=2))


class PublicReportFactory(SentFactory):
    """A call of an hour ago about a place without a hot spot."""

    class Meta:
        model = PublicReport

    received_at = factory.LazyFunction(lambda: days.now() - datetime.timedelta(hours=1))
    channel = PublicReport.Channel.TELEPHONE
    place = factory.Sequence(lambda n: f"Jl. Pettarani {n}")
    what = "Anak meminta-minta di lampu merah."


class PreventionFactory(SentFactory):
    """Today, twenty reached. PreventionFactory(dropped=True) counts no more."""

    class Meta:
        model = Prevention

    class Params:
        dropped = factory.Trait(
            dropped_at=factory.LazyFunction(days.now),
            dropped_by=factory.SubFactory(UserFactory, roles=[Role.OFFICE]),
            drop_reason="Tercatat dua kali.",
        )

    kind = Prevention.Kind.SOCIALISATION
    subject = factory.Sequence(lambda n: f"Larangan memberi uang di jalan {n}")
    on = factory.LazyFunction(days.today)
    place = "SMP Negeri 8"
    done_by = "Regu A TRC"
    reached = 20


class DeviceFactory(DjangoModelFactory):
    """A registered phone whose cookie holds "token-of-<name>"."""

    class Meta:
        model = Device

    name = factory.Sequence(lambda n: f"Ponsel Regu {n}")
    registered_by = factory.SubFactory(UserFactory, roles=[Role.HEAD])
    seen_at = factory.LazyFunction(days.now)
    token_hash = factory.LazyAttribute(lambda d: fingerprint("token", f"token-of-{d.name}"))
