"""The days in the house: beds, presence, belongings, shifts."""

import datetime
import hashlib

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from cases.house.beds.models import Bed, BedUse, Room
from cases.house.belongings.models import Bag, Belonging, BelongingEnd, BelongingPhoto
from cases.house.leaves.models import Leave
from cases.house.presence.models import Absence, AbsenceAct, RollCall, RollCallRow, half_day
from cases.house.shifts.hours import shift_at
from cases.house.shifts.models import ShiftNote
from cases.house.tasks.models import Task
from rptc import days
from tests import pictures
from tests.factories.accounts import SentFactory, UserFactory
from tests.factories.stays import StayFactory


class RoomFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Room

    name = factory.Sequence(lambda n: f"Kamar {n}")


class BedFactory(factory.django.DjangoModelFactory):
    """A free bed in a room for all. BedFactory(room__sex="P")."""

    class Meta:
        model = Bed

    room = factory.SubFactory(RoomFactory)
    label = factory.Sequence(str)


class BedUseFactory(SentFactory):
    """Somebody sleeps in a bed since a moment ago. BedUseFactory(out=True) is out of service."""

    class Meta:
        model = BedUse

    class Params:
        out = factory.Trait(stay=None, reason="Kasur basah.")

    bed = factory.SubFactory(BedFactory)
    stay = factory.SubFactory(StayFactory)
    began_at = factory.LazyFunction(lambda: days.now() - datetime.timedelta(seconds=1))


class LeaveFactory(SentFactory):
    """Went to the hospital an hour ago, back in two. LeaveFactory(late=True): should be back
    since a minute. LeaveFactory(back=True)."""

    class Meta:
        model = Leave

    class Params:
        late = factory.Trait(
            expected_at=factory.LazyFunction(lambda: days.now() - datetime.timedelta(minutes=1))
        )
        back = factory.Trait(
            returned_at=factory.LazyFunction(days.now), returned_by=factory.SubFactory(UserFactory)
        )

    stay = factory.SubFactory(StayFactory, days_ago=1)
    reason = Leave.Reason.HOSPITAL
    place = "RSUD Daya"
    left_at = factory.LazyFunction(lambda: days.now() - days.ONE_HOUR)
    expected_at = factory.LazyFunction(lambda: days.now() + 2 * days.ONE_HOUR)


class RollCallFactory(SentFactory):
    """The one of this half day. RollCallFactory(taken_at=...): of that moment's."""

    class Meta:
        model = RollCall

    taken_at = factory.LazyFunction(days.now)
    taken_by = factory.SelfAttribute("recorded_by")
    on = factory.LazyAttribute(lambda call: half_day(call.taken_at)[0])
    part = factory.LazyAttribute(lambda call: half_day(call.taken_at)[1])


class RollCallRowFactory(DjangoModelFactory):
    """Somebody is present. RollCallRowFactory(status="absent", reason="not_seen")."""

    class Meta:
        model = RollCallRow

    roll_call = factory.SubFactory(RollCallFactory)
    stay = factory.SubFactory(StayFactory, days_ago=1)
    status = "present"


class AbsenceFactory(SentFactory):
    """An adult, not seen ten minutes ago, and nobody has done anything.
    AbsenceFactory(ended=True): back since. AbsenceFactory(seen=True): a roll call saw them again,
    and nobody has written how they came back."""

    class Meta:
        model = Absence

    class Params:
        ended = factory.Trait(
            ended_at=factory.LazyFunction(days.now),
            ended_by=factory.SubFactory(UserFactory),
            ended_how=Absence.End.RETURNED,
        )
        seen = factory.Trait(
            ended_at=factory.LazyFunction(days.now),
            ended_by=factory.SubFactory(UserFactory),
            ended_how=Absence.End.SEEN,
        )

    stay = factory.SubFactory(StayFactory, days_ago=1)
    noticed_at = factory.LazyFunction(lambda: days.now() - datetime.timedelta(minutes=10))
    last_seen_at = factory.SelfAttribute("stay.began_at")
    reason = "not_seen"


class AbsenceActFactory(SentFactory):
    """Searched. AbsenceActFactory(police=True): the Polsek was told, and gave no number yet."""

    class Meta:
        model = AbsenceAct

    class Params:
        police = factory.Trait(
            kind=AbsenceAct.Kind.POLICE,
            received_by="Polsek Panakkukang, Bripka Andi",
            told_at=factory.LazyFunction(days.now),
        )

    absence = factory.SubFactory(AbsenceFactory)
    kind = AbsenceAct.Kind.SEARCHED


class BagFactory(SentFactory):
    """Hangs there, not listed yet. BagFactory(listed=True)."""

    class Meta:
        model = Bag

    class Params:
        listed = factory.Trait(
            listed_at=factory.LazyFunction(days.now),
            listed_by=factory.SubFactory(UserFactory),
            witness="Klien sendiri",
        )

    stay = factory.SubFactory(StayFactory)
    number = factory.Sequence(lambda n: f"TAS {n}")


class BelongingFactory(SentFactory):
    """A shirt in a listed bag. BelongingFactory(money=True)."""

    class Meta:
        model = Belonging

    class Params:
        money = factory.Trait(what="Uang kertas", kind=Belonging.Kind.MONEY, amount=150_000)

    bag = factory.SubFactory(BagFactory, listed=True)
    what = "Baju"


class BelongingEndFactory(SentFactory):
    """Given back. BelongingEndFactory(lost=True), (kept=True): until tomorrow."""

    class Meta:
        model = BelongingEnd

    class Params:
        lost = factory.Trait(kind=BelongingEnd.Kind.LOST, reason="Tidak ada di lemari.")
        kept = factory.Trait(
            kind=BelongingEnd.Kind.KEPT,
            reason="Menunggu kakaknya.",
            kept_until=factory.LazyFunction(lambda: days.today() + days.ONE_DAY),
        )

    stay = factory.SubFactory(StayFactory)
    kind = BelongingEnd.Kind.RETURNED
    at = factory.LazyFunction(days.now)


class BelongingPhotoFactory(SentFactory):
    class Meta:
        model = BelongingPhoto

    class Params:
        drawn = factory.Sequence(lambda n: pictures.jpeg(seed=n))

    belonging = factory.SubFactory(BelongingFactory)
    file = factory.LazyAttribute(lambda photo: ContentFile(photo.drawn, name="foto.jpg"))
    sha256 = factory.LazyAttribute(lambda photo: hashlib.sha256(photo.drawn).hexdigest())
    size = factory.LazyAttribute(lambda photo: len(photo.drawn))


class TaskFactory(SentFactory):
    """Given an hour ago, due at the next hour, for the shift. TaskFactory(late=True)."""

    class Meta:
        model = Task

    class Params:
        late = factory.Trait(
            due_at=factory.LazyFunction(lambda: days.now() - datetime.timedelta(minutes=1))
        )
        done = factory.Trait(
            done_at=factory.LazyFunction(days.now),
            done_by=factory.SubFactory(UserFactory),
            proof="Obat diambil di puskesmas.",
        )
        cancelled = factory.Trait(
            cancelled_at=factory.LazyFunction(days.now),
            cancelled_by=factory.SubFactory(UserFactory),
            cancel_reason="Sudah dikerjakan orang lain.",
        )

    what = factory.Sequence(lambda n: f"Jemput obat {n}")
    recorded_at = factory.LazyFunction(lambda: days.now() - datetime.timedelta(hours=1))
    due_at = factory.LazyFunction(lambda: days.now() + datetime.timedelta(hours=1))


class ShiftNoteFactory(SentFactory):
    """Written now, by somebody who goes home; nobody has read it."""

    class Meta:
        model = ShiftNote

    class Params:
        read = factory.Trait(
            acknowledged_at=factory.LazyFunction(days.now),
            acknowledged_by=factory.SubFactory(UserFactory),
        )

    shift_on = factory.LazyFunction(lambda: shift_at(days.now())[0])
    shift = factory.LazyFunction(lambda: shift_at(days.now())[1])
    state_of_house = "Tenang."
    number_in_house = 3
    number_late = 1
