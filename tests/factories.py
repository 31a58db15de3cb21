"""Rows that are valid with no arguments; all people are invented."""

import datetime
import functools
import hashlib
import io
import uuid

import factory
import pgtrigger
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory
from pypdf import PdfWriter

from cases.aftercare.models import FollowUp
from cases.casework.models import Plan, PlanItem, ServiceKind
from cases.intakes.contests.models import Contest
from cases.intakes.models import Classification, Door, Intake, Outcome
from cases.intakes.sheets.models import PaperSheet, SheetBatch
from cases.intakes.triage.models import Triage
from cases.patrols.devices.models import Device, fingerprint
from cases.patrols.models import OrderLetter, Patrol, Team, Vehicle
from cases.patrols.public_reports.models import PublicReport
from cases.people.ages import AgeKind
from cases.people.doubles.models import Double, Merge
from cases.people.flags.models import Flag
from cases.people.models import Person
from cases.people.photos.models import Photo
from cases.people.relations.models import Relation
from cases.places.models import HotSpot, Region
from cases.stays.beds.models import Bed, BedUse, Room
from cases.stays.belongings.models import Bag, Belonging, BelongingEnd, BelongingPhoto
from cases.stays.deaths.models import Death
from cases.stays.exits.models import ExitProof, ExitWitness, PromiseText
from cases.stays.extensions.models import Extension
from cases.stays.incidents.models import Incident, IncidentPerson, Mediation
from cases.stays.leaves.models import Leave
from cases.stays.models import Exit, ExitKind, Stay, StayReturn, StayRule
from cases.stays.presence.models import Absence, AbsenceAct, RollCall, RollCallRow, half_day
from cases.stays.receptions.models import Reception
from cases.stays.shifts.hours import shift_at
from cases.stays.shifts.models import ShiftNote
from cases.stays.tasks.models import Task
from cases.stays.visits.models import Inquiry, Unwelcome, Visit
from partners.models import Member, Partner, Referral
from rptc import days
from rptc.accounts.models import Delegation, RoleGrant, User
from rptc.accounts.permissions import Role
from rptc.letters.models import Letter, LetterFile, LetterKind, Signatory
from tests import pictures


def classification(code="gepeng"):
    return Classification.objects.get(code=code)


def exit_kind(code="keluarga"):
    return ExitKind.objects.get(code=code)


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
    entered_by = factory.SubFactory(UserFactory, roles=[Role.HEAD])
    send_key = factory.LazyFunction(uuid.uuid4)


class SentFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    recorded_by = factory.SubFactory(UserFactory)


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


class DeviceFactory(DjangoModelFactory):
    """A registered phone whose cookie holds "token-of-<name>"."""

    class Meta:
        model = Device

    name = factory.Sequence(lambda n: f"Ponsel Regu {n}")
    registered_by = factory.SubFactory(UserFactory, roles=[Role.HEAD])
    seen_at = factory.LazyFunction(days.now)
    token_hash = factory.LazyAttribute(lambda d: fingerprint("token", f"token-of-{d.name}"))


class PersonFactory(SentFactory):
    """An adult of about 40. PersonFactory(child=True): a child of 11."""

    class Meta:
        model = Person

    class Params:
        child = factory.Trait(age_kind=AgeKind.EXACT, age_years=11)
        nameless = factory.Trait(name="", found="Fly Over 12/03/2024")

    name = factory.Sequence(lambda n: f"Baharuddin {n}")
    sex = "L"
    age_kind = AgeKind.ABOUT
    age_years = 40
    age_stated_on = factory.LazyFunction(days.today)


class IntakeFactory(SentFactory):
    """Came to the door today. IntakeFactory(by_patrol=True), IntakeFactory(child=True)."""

    class Meta:
        model = Intake

    class Params:
        by_patrol = factory.Trait(door=Door.PATROL, patrol=factory.SubFactory(PatrolFactory))
        child = factory.Trait(
            person=factory.SubFactory(PersonFactory, child=True),
            provisional=factory.LazyFunction(lambda: classification("anjal")),
        )

    person = factory.SubFactory(PersonFactory)
    sex = factory.SelfAttribute("person.sex")
    met_on = factory.LazyFunction(days.today)
    door = Door.WALK_IN
    provisional = factory.LazyFunction(classification)
    classification = factory.LazyAttribute(lambda intake: intake.settled or intake.provisional)
    settled = None
    outcome = Outcome.BROUGHT
    place = "Jl. Veteran"


class StayFactory(SentFactory):
    """In the house since today. StayFactory(days_ago=8), StayFactory(ended=True, days_ago=5)."""

    class Meta:
        model = Stay

    class Params:
        days_ago = 0
        child = factory.Trait(intake__child=True)
        ended = factory.Trait(ended_at=factory.LazyFunction(days.now))

    intake = factory.SubFactory(
        IntakeFactory,
        met_on=factory.LazyAttribute(lambda i: days.day_of(i.factory_parent.began_at)),
    )
    person = factory.SelfAttribute("intake.person")
    began_at = factory.LazyAttribute(
        lambda stay: days.now() - datetime.timedelta(days=stay.days_ago, seconds=1)
    )
    rule = factory.LazyAttribute(
        lambda stay: StayRule.objects.for_entry(
            stay.intake.classification, days.day_of(stay.began_at)
        )
    )
    last_on = factory.LazyAttribute(lambda s: s.rule.last_day(days.day_of(s.began_at)))


class StayReturnFactory(SentFactory):
    """Caught again a minute ago, and the same stay goes on."""

    class Meta:
        model = StayReturn

    stay = factory.SubFactory(StayFactory, days_ago=1)
    intake = factory.SubFactory(IntakeFactory, person=factory.SelfAttribute("..stay.person"))
    not_seen_since = factory.SelfAttribute("stay.began_at")
    returned_at = factory.LazyFunction(lambda: days.now() - datetime.timedelta(minutes=1))


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
    AbsenceFactory(ended=True): back since."""

    class Meta:
        model = Absence

    class Params:
        ended = factory.Trait(
            ended_at=factory.LazyFunction(days.now),
            ended_by=factory.SubFactory(UserFactory),
            ended_how=Absence.End.RETURNED,
        )

    stay = factory.SubFactory(StayFactory, days_ago=1)
    noticed_at = factory.LazyFunction(lambda: days.now() - datetime.timedelta(minutes=10))
    last_seen_at = factory.SelfAttribute("stay.began_at")
    reason = "not_seen"


class AbsenceActFactory(SentFactory):
    class Meta:
        model = AbsenceAct

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


class ReceptionFactory(SentFactory):
    class Meta:
        model = Reception

    at = factory.LazyFunction(days.now)


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
                lambda exit: PhotoFactory(person=exit.stay.person, kind=Photo.Kind.CARD)
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
        with pgtrigger.ignore("cases.Exit:release_is_whole"):
            return super()._create(model_class, *args, **kwargs)


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


class SheetBatchFactory(SentFactory):
    class Meta:
        model = SheetBatch

    copies = 1
    for_whom = "Regu 2"


class PaperSheetFactory(DjangoModelFactory):
    """Printed, and nobody has typed it."""

    class Meta:
        model = PaperSheet

    class Params:
        void = factory.Trait(
            voided_at=factory.LazyFunction(days.now),
            voided_by=factory.SubFactory(UserFactory),
            void_reason="Basah.",
        )

    batch = factory.SubFactory(SheetBatchFactory)
    year = factory.LazyFunction(lambda: days.today().year)
    sequence = factory.Sequence(lambda n: n + 1)


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
    left_at = factory.LazyAttribute(lambda left: days.at(left.left_on, datetime.time(0, 30)))
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
        with pgtrigger.ignore("cases.Exit:release_is_whole"):
            return super()._create(model_class, *args, **kwargs)


class FollowUpFactory(SentFactory):
    """Found at home today, thirty days after the exit."""

    class Meta:
        model = FollowUp

    exit = factory.SubFactory(LeftFactory, days_ago=30)
    day = 30
    result = FollowUp.Result.FOUND
    done_on = factory.LazyFunction(days.today)
    way = "call"
    met = "Klien sendiri"


class ExtensionFactory(SentFactory):
    """Proposed to the head: three days more. ExtensionFactory(refused=True)."""

    class Meta:
        model = Extension

    class Params:
        refused = factory.Trait(
            state=Extension.State.REFUSED,
            decided_by=factory.SubFactory(UserFactory),
            decided_at=factory.LazyFunction(days.now),
            decision_note="Keluarga sudah siap.",
        )

    stay = factory.SubFactory(StayFactory)
    from_last_on = factory.SelfAttribute("stay.last_on")
    new_last_on = factory.LazyAttribute(lambda e: e.from_last_on + datetime.timedelta(days=3))
    reason = "Menunggu hasil penelusuran keluarga."


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


class ContestFactory(SentFactory):
    """Open, about an intake of today. ContestFactory(upheld=True)."""

    class Meta:
        model = Contest

    class Params:
        upheld = factory.Trait(
            state=Contest.State.UPHELD,
            decided_by=factory.SubFactory(UserFactory),
            decided_at=factory.LazyFunction(days.now),
            decision_note="Saat itu ia di Gowa.",
        )

    intake = factory.SubFactory(IntakeFactory)
    said_by = "Klien sendiri"
    reason = "Hari itu saya di Gowa."


class TriageFactory(SentFactory):
    """Yellow, with an act that is due, for somebody in the house."""

    class Meta:
        model = Triage

    class Params:
        impossible = factory.Trait(
            colour="",
            act="",
            impossible_reason="Tidur.",
            impossible_until=factory.LazyFunction(lambda: Triage.next_morning(days.now())),
        )

    intake = factory.LazyFunction(lambda: StayFactory().intake)
    answers = factory.LazyFunction(lambda: {"demam": True})
    colour = "yellow"
    act = "Dokter hari ini"


class FlagFactory(SentFactory):
    """Do not release to Baso, on somebody in the house."""

    class Meta:
        model = Flag

    person = factory.LazyFunction(lambda: StayFactory(child=True).person)
    kind = Flag.Kind.DO_NOT_RELEASE
    whom = "Baso (paman)"
    what_to_do = "Hubungi Kepala UPT."
    reason = "Pernah menyuruh anak mengemis."


class RelationFactory(SentFactory):
    """Rosdiana is the mother of a child. RelationFactory(in_the_house=True): both of them are."""

    class Meta:
        model = Relation

    class Params:
        in_the_house = factory.Trait(
            person=factory.LazyFunction(
                lambda: (
                    StayFactory(intake__person__name="Rosdiana", intake__person__sex="P").person
                )
            ),
            other=factory.LazyFunction(lambda: StayFactory(child=True).person),
        )
        marked = factory.Trait(
            suspected_exploitation=True, exploitation_note="Mengambil uang anak."
        )

    person = factory.SubFactory(PersonFactory, name="Rosdiana", sex="P")
    other = factory.SubFactory(PersonFactory, child=True)
    kind = Relation.Kind.MOTHER


class PhotoFactory(SentFactory):
    """A face of somebody in the house. PhotoFactory(of_patrol=True), PhotoFactory(waits=True)."""

    class Meta:
        model = Photo

    class Params:
        content = factory.Sequence(lambda n: pictures.jpeg(seed=n))
        of_patrol = factory.Trait(
            person=None, patrol=factory.SubFactory(PatrolFactory), kind=Photo.Kind.PATROL
        )
        waits = factory.Trait(
            person=None, patrol=factory.SubFactory(PatrolFactory), waits_for_row=True
        )

    person = factory.LazyFunction(lambda: StayFactory().person)
    file = factory.LazyAttribute(lambda photo: ContentFile(photo.content, name="foto.jpg"))
    sha256 = factory.LazyAttribute(lambda photo: hashlib.sha256(photo.content).hexdigest())
    size = factory.LazyAttribute(lambda photo: len(photo.content))


class PlanFactory(SentFactory):
    class Meta:
        model = Plan

    class Params:
        submitted = factory.Trait(state="submitted", submitted_at=factory.LazyFunction(days.now))

    stay = factory.SubFactory(StayFactory)
    aim = "Kembali ke keluarga di Tallo."


class PlanItemFactory(DjangoModelFactory):
    class Meta:
        model = PlanItem

    plan = factory.SubFactory(PlanFactory)
    goal = "Mengikuti bimbingan."
    kind = factory.LazyFunction(lambda: ServiceKind.objects.first())
    owner = factory.SelfAttribute("plan.recorded_by")
    due_on = factory.LazyFunction(days.today)


class PartnerFactory(DjangoModelFactory):
    class Meta:
        model = Partner

    name = factory.Sequence(lambda n: f"Yayasan Mitra {n}")
    short_name = factory.SelfAttribute("name")


class MemberFactory(DjangoModelFactory):
    class Meta:
        model = Member

    user = factory.SubFactory(UserFactory, roles=[Role.PARTNER])
    partner = factory.SubFactory(PartnerFactory)


class ReferralFactory(SentFactory):
    """A draft. ReferralFactory(sent=True): sent to the partner."""

    class Meta:
        model = Referral

    class Params:
        sent = factory.Trait(
            state="sent", packet={"name": "B. N."}, sent_at=factory.LazyFunction(days.now)
        )

    stay = factory.SubFactory(StayFactory)
    person = factory.SelfAttribute("stay.person")
    partner = factory.SubFactory(PartnerFactory)
    need = "Pendampingan keluarga"


class DoubleFactory(DjangoModelFactory):
    """Two files that are likely one person, not decided yet."""

    class Meta:
        model = Double

    person = factory.SubFactory(PersonFactory)
    other = factory.SubFactory(PersonFactory)
    score = 2.5
    reasons = ["nama sama"]
    facts = "0" * 64


class MergeFactory(SentFactory):
    """Proposed to the head. MergeFactory(done=True): of two adults, without any row."""

    class Meta:
        model = Merge

    class Params:
        done = factory.Trait(
            state="done",
            done_at=factory.LazyFunction(days.now),
            lost=factory.LazyAttribute(lambda merge: PersonFactory(merged_into=merge.kept)),
        )

    kept = factory.SubFactory(PersonFactory)
    lost = factory.SubFactory(PersonFactory, child=True)
    reason = "Kartu keluarganya sama."


class SignatoryFactory(DjangoModelFactory):
    class Meta:
        model = Signatory

    name = "Drs. Contoh Kepala, M.Si."
    rank = "Pembina, IV/a"
    nip = "197001011995031001"
    starts_on = datetime.date(2020, 1, 1)


class LetterFactory(DjangoModelFactory):
    """LetterFactory(numbered=True): with a number from outside. It has no file."""

    class Meta:
        model = Letter

    class Params:
        numbered = factory.Trait(
            number=factory.Sequence(lambda n: f"{n}/AGENDA"), number_source="Buku agenda"
        )

    kind = factory.LazyFunction(lambda: LetterKind.objects.get(code="perpanjangan"))
    dated_on = factory.LazyFunction(days.today)
    year = factory.LazyAttribute(lambda letter: letter.dated_on.year)
    about = "Berkas 00001"
    recorded_by = factory.SubFactory(UserFactory, roles=[Role.OFFICE])


@functools.cache
def blank_sheet():
    """A PDF that opens."""
    sheet, file = PdfWriter(), io.BytesIO()
    sheet.add_blank_page(width=595, height=842)
    sheet.write(file)
    return file.getvalue()


class LetterFileFactory(DjangoModelFactory):
    class Meta:
        model = LetterFile

    letter = factory.SubFactory(LetterFactory)
    kind = LetterFile.Kind.PRINTED
    content = factory.LazyFunction(blank_sheet)
    sha256 = factory.LazyAttribute(lambda file: hashlib.sha256(file.content).hexdigest())
    recorded_by = factory.SubFactory(UserFactory, roles=[Role.OFFICE])
