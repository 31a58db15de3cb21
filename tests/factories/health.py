"""What was found, what must not be given, what is given at which hours."""

import datetime

import factory
from factory.django import DjangoModelFactory

from cases.health.findings.models import Allergy, Finding
from cases.health.findings.words import put_away
from cases.health.hospital.models import (
    Hospital,
    HospitalBill,
    HospitalGuard,
    HospitalNews,
    HospitalStay,
)
from cases.health.medicines import names
from cases.health.medicines.models import Dose, FastingPeriod, Medicine
from rptc import days
from tests.factories.accounts import SentFactory
from tests.factories.house import LeaveFactory
from tests.factories.people import PersonFactory
from tests.factories.stays import StayFactory


class FindingFactory(SentFactory):
    """Seen a moment ago; the words are put away under the key."""

    class Meta:
        model = Finding

    stay = factory.SubFactory(StayFactory)
    seen_at = factory.LazyFunction(days.now)
    told_by = "self"

    @classmethod
    def _create(cls, model, *args, complaint="Pusing sejak pagi.", **columns):
        words = {name: columns.pop(name, "") for name in ("finding", "treatment", "reason")}
        row = model(*args, **columns)
        put_away(row, complaint=complaint, **words)
        row.save()
        return row


class AllergyFactory(SentFactory):
    class Meta:
        model = Allergy

    person = factory.SubFactory(PersonFactory)
    substance = "udang"
    reaction = "Gatal."
    told_by = "self"


class MedicineFactory(SentFactory):
    """At seven and at seven, since yesterday. MedicineFactory(secret=True): under a label."""

    class Meta:
        model = Medicine

    class Params:
        secret = factory.Trait(name_is_secret=True, label="Amplop biru")
        needed = factory.Trait(as_needed=True, hours=[], moves_in_fast=False)

    stay = factory.SubFactory(StayFactory, days_ago=3)
    dose = "1 tablet"
    hours = factory.LazyFunction(lambda: [datetime.time(7), datetime.time(19)])
    hours_since = factory.LazyAttribute(lambda o: o.stay.began_at)
    prescribed_by = "Puskesmas Barombong"
    first_on = factory.LazyFunction(lambda: days.today() - 2 * days.ONE_DAY)

    @classmethod
    def _create(cls, model, *args, name="Amlodipin 5 mg", **columns):
        row = model(*args, **columns)
        names.put_away(row, name)
        row.save()
        return row


class DoseFactory(SentFactory):
    """Yesterday's morning dose, given."""

    class Meta:
        model = Dose

    medicine = factory.SubFactory(MedicineFactory)
    due_on = factory.LazyFunction(lambda: days.today() - days.ONE_DAY)
    slot = datetime.time(7)
    outcome = "given"


class FastingPeriodFactory(DjangoModelFactory):
    class Meta:
        model = FastingPeriod

    first_on = datetime.date(2027, 2, 8)
    last_on = datetime.date(2027, 3, 9)
    sahur = datetime.time(4, 15)
    buka = datetime.time(18, 10)


class HospitalStayFactory(SentFactory):
    """Since yesterday, out by a leave that runs."""

    class Meta:
        model = HospitalStay

    class Params:
        over = factory.Trait(
            outcome="back",
            outcome_at=factory.LazyFunction(days.now),
            outcome_by=factory.SelfAttribute("recorded_by"),
        )

    stay = factory.SubFactory(StayFactory, days_ago=3)
    leave = factory.LazyAttribute(
        lambda o: None if o.stay.ended_at else LeaveFactory(stay=o.stay, left_at=o.went_at)
    )
    hospital = factory.LazyFunction(lambda: Hospital.objects.first())
    went_at = factory.LazyFunction(lambda: days.now() - days.ONE_DAY)


class HospitalGuardFactory(SentFactory):
    class Meta:
        model = HospitalGuard

    hospital_stay = factory.SubFactory(HospitalStayFactory)
    who = "Sitti Nompo"
    since = factory.LazyFunction(lambda: days.now() - days.ONE_HOUR)


class HospitalNewsFactory(SentFactory):
    class Meta:
        model = HospitalNews

    hospital_stay = factory.SubFactory(HospitalStayFactory)
    heard_at = factory.LazyFunction(days.now)
    heard_from = "Perawat jaga"


class HospitalBillFactory(SentFactory):
    """Of today, owed. HospitalBillFactory(paid=True)."""

    class Meta:
        model = HospitalBill

    class Params:
        paid = factory.Trait(
            paid_on=factory.SelfAttribute("on"),
            receipt="K-12",
            paid_by=factory.SelfAttribute("recorded_by"),
        )

    hospital_stay = factory.SubFactory(HospitalStayFactory)
    on = factory.LazyFunction(days.today)
    amount = 1_180_000
    payer = "dinkes"
