"""Partners and referrals."""

import hashlib
from datetime import date

import factory
from factory.django import DjangoModelFactory

from cases.places.models import Region
from partners.agreements.models import Agreement, AgreementScan
from partners.contributions.models import Contribution, ContributionScan, Pledge
from partners.directory.models import (
    FreePlaces,
    Member,
    Partner,
    PartnerContact,
    PartnerPaper,
)
from partners.earlier.models import EarlierReferral
from partners.incidents.models import IncidentNote, IncidentReply, PartnerIncident
from partners.links.models import hash_of
from partners.meetings.models import (
    Meeting,
    MeetingDecision,
    MeetingPartner,
    MeetingScan,
)
from partners.members.actions import refuse_member
from partners.members.models import MemberLeft, ProposedMember
from partners.months.models import MonthLink, MonthReport, month_asked
from partners.phones.models import PartnerPhone
from partners.questions.models import AskedPartner, PlaceAnswer, PlaceQuestion
from partners.questions.sentence import sentence_of
from partners.referrals.models import Referral
from partners.silence.models import Reminder
from partners.sources.models import Source
from rptc import days, keys
from rptc.accounts.permissions import Role
from tests import pictures
from tests.factories.accounts import InOwnName, SentFactory, UserFactory
from tests.factories.consents import ConsentFactory
from tests.factories.patrols import DeviceFactory
from tests.factories.stays import StayFactory


class PartnerFactory(DjangoModelFactory):
    class Meta:
        model = Partner

    name = factory.Sequence(lambda n: f"Yayasan Mitra {n}")
    short_name = factory.SelfAttribute("name")
    kind = Partner.Kind.FOUNDATION
    reveals_health = False
    closes_destination = factory.SelfAttribute("reveals_health")


class MemberFactory(DjangoModelFactory):
    class Meta:
        model = Member

    user = factory.SubFactory(UserFactory, roles=[Role.PARTNER])
    partner = factory.SubFactory(PartnerFactory)


def someone_of(partner, but=None):
    """A user of this partner: the database lets nobody else speak for it."""
    rows = partner.members.exclude(pk=but and but.pk)
    return (rows.first() or MemberFactory(partner=partner)).user


class ProposedMemberFactory(InOwnName, SentFactory):
    """Waits; with `why_not`, it was refused."""

    class Meta:
        model = ProposedMember
        skip_postgeneration_save = True

    partner = factory.SubFactory(PartnerFactory)
    recorded_by = factory.LazyAttribute(lambda row: someone_of(row.partner))
    name = factory.Sequence(lambda n: f"Contoh Petugas {n}")
    phone = "0811 000 700"

    @factory.post_generation
    def why_not(row, create, why_not):  # noqa: N805 (as factory_boy calls it)
        if why_not:
            refuse_member(row, why_not=why_not, by=UserFactory())


class MemberLeftFactory(InOwnName, SentFactory):
    """Said, and nobody of ours has read of it; the account is closed."""

    class Meta:
        model = MemberLeft

    member = factory.SubFactory(MemberFactory, user__is_active=False)
    recorded_by = factory.LazyAttribute(lambda row: someone_of(row.member.partner, row.member))


class PartnerPhoneFactory(DjangoModelFactory):
    """A telephone that some hand has made its own."""

    class Meta:
        model = PartnerPhone

    device = factory.SubFactory(DeviceFactory, kind="partner")
    partner = factory.SubFactory(PartnerFactory)


class PartnerContactFactory(SentFactory):
    class Meta:
        model = PartnerContact

    partner = factory.SubFactory(PartnerFactory)
    name = factory.Sequence(lambda n: f"Ibu Contoh {n}")
    phone = "0411 000 700"


class PartnerPaperFactory(SentFactory):
    """A registration without a last day."""

    class Meta:
        model = PartnerPaper

    partner = factory.SubFactory(PartnerFactory)
    kind = PartnerPaper.Kind.REGISTERED
    number = "460/11/2024"


class FreePlacesFactory(SentFactory):
    class Meta:
        model = FreePlaces

    partner = factory.SubFactory(PartnerFactory)
    male, female, said_by = 4, 2, "Ibu Contoh"
    said_at = factory.LazyFunction(days.now)


class PlaceQuestionFactory(SentFactory):
    """For a bed and a school, from today on; of whoever has the case, where somebody does."""

    class Meta:
        model = PlaceQuestion

    stay = factory.SubFactory(StayFactory)
    needs = factory.LazyFunction(lambda: ["boarding", "schooling"])
    from_on = factory.LazyFunction(days.today)
    sentence = factory.LazyAttribute(
        lambda row: sentence_of(row.stay.person, row.needs, row.from_on)
    )


class AskedPartnerFactory(SentFactory):
    """Not told yet. AskedPartnerFactory(sent=True): by this `link`, for seven days."""

    class Params:
        sent = factory.Trait(
            sent_at=factory.LazyFunction(days.now),
            answer_due_at=factory.LazyFunction(lambda: days.now() + days.ONE_DAY),
            expires_at=factory.LazyFunction(lambda: days.now() + 7 * days.ONE_DAY),
            token_hash=factory.LazyAttribute(lambda row: hash_of(row.link)),
        )

    class Meta:
        model = AskedPartner
        exclude = ["link"]

    link = factory.Sequence(lambda n: f"token-of-a-link-{n}")
    question = factory.SubFactory(PlaceQuestionFactory)
    partner = factory.SubFactory(PartnerFactory)
    recorded_by = factory.SelfAttribute("question.recorded_by")


class PlaceAnswerFactory(SentFactory):
    """A yes that came by telephone."""

    class Meta:
        model = PlaceAnswer

    asked = factory.SubFactory(AskedPartnerFactory, state="yes")
    says, from_on = "yes", factory.LazyFunction(days.today)
    said_by, channel = "Ibu Contoh", "telephone"
    said_at = factory.LazyFunction(days.now)


class SourceFactory(SentFactory):
    """Asked today. SourceFactory(to_check=True): asked more than a year ago."""

    class Meta:
        model = Source

    class Params:
        to_check = factory.Trait(
            checked_on=factory.LazyFunction(lambda: days.today() - 400 * days.ONE_DAY)
        )

    kind = "youth"
    name = factory.Sequence(lambda n: f"Karang Taruna Contoh {n}")
    village = factory.LazyFunction(lambda: village("Suangga"))
    offers = factory.LazyFunction(lambda: ["group"])


def village(name):
    """One of the 153 kelurahan of Makassar."""
    return Region.objects.of_makassar().get(level=Region.Level.VILLAGE, name=name)


class AgreementFactory(SentFactory):
    """In force for a year from last month on. AgreementFactory(draft=True), (proposed=True)."""

    class Meta:
        model = Agreement

    class Params:
        draft = factory.Trait(
            state=Agreement.State.DRAFT, proposed_at=None, decided_by=None, decided_at=None
        )
        proposed = factory.Trait(state=Agreement.State.PROPOSED, decided_by=None, decided_at=None)

    partner = factory.SubFactory(PartnerFactory)
    kind = Agreement.Kind.WORK
    our_number = factory.Sequence(lambda n: f"460/{n:03}/PKS/2026")
    their_number = factory.Sequence(lambda n: f"{n:03}/YSM/2026")
    subject = "Pengasuhan dan pendidikan anak"
    starts_on = factory.LazyFunction(lambda: days.today() - 30 * days.ONE_DAY)
    valid_until = factory.LazyFunction(lambda: days.today() + 365 * days.ONE_DAY)
    state = Agreement.State.CONFIRMED
    proposed_at = factory.LazyFunction(days.now)
    decided_by = factory.SubFactory(UserFactory)
    decided_at = factory.LazyFunction(days.now)


class AgreementScanFactory(SentFactory):
    class Meta:
        model = AgreementScan

    agreement = factory.SubFactory(AgreementFactory)
    content = factory.LazyFunction(lambda: pictures.jpeg(seed=3))
    sha256 = factory.LazyAttribute(lambda o: hashlib.sha256(o.content).hexdigest())


class MeetingFactory(SentFactory):
    """In three days. MeetingFactory(held=True): yesterday, with minutes; (cancelled=True)."""

    class Meta:
        model = Meeting

    class Params:
        held = factory.Trait(
            state=Meeting.State.HELD,
            at=factory.LazyFunction(lambda: days.now() - days.ONE_DAY),
            held_at=factory.SelfAttribute("at"),
            our_leader_present=True,
            minutes="Kedua pihak sepakat.",
        )
        cancelled = factory.Trait(state=Meeting.State.CANCELLED, end_reason="Mitra berhalangan.")

    kind = Meeting.Kind.COORDINATION
    subject = "Evaluasi pengasuhan anak"
    at = factory.LazyFunction(lambda: days.now() + 3 * days.ONE_DAY)
    first_at = factory.SelfAttribute("at")


class MeetingPartnerFactory(SentFactory):
    class Meta:
        model = MeetingPartner

    meeting = factory.SubFactory(MeetingFactory)
    partner = factory.SubFactory(PartnerFactory)


class MeetingDecisionFactory(SentFactory):
    """Of whoever wrote it down, for next week. MeetingDecisionFactory(late=True)."""

    class Meta:
        model = MeetingDecision

    class Params:
        late = factory.Trait(due_on=factory.LazyFunction(lambda: days.today() - days.ONE_DAY))

    meeting = factory.SubFactory(MeetingFactory, held=True)
    what = "Mengirim daftar kebutuhan asrama"
    owner = factory.SelfAttribute("recorded_by")
    due_on = factory.LazyFunction(lambda: days.today() + 7 * days.ONE_DAY)


class MeetingScanFactory(SentFactory):
    class Meta:
        model = MeetingScan

    meeting = factory.SubFactory(MeetingFactory, held=True)
    content = factory.LazyFunction(lambda: pictures.jpeg(seed=4))
    sha256 = factory.LazyAttribute(lambda o: hashlib.sha256(o.content).hexdigest())


class PledgeFactory(SentFactory):
    """Money for this year, of a draft. PledgeFactory(standing=True): the head has confirmed it."""

    class Meta:
        model = Pledge

    agreement = factory.SubFactory(AgreementFactory, draft=True)
    year = factory.LazyFunction(lambda: days.today().year)
    kind = Pledge.Kind.MONEY
    what = "Biaya sekolah anak asrama"
    amount = 10_000_000

    @classmethod
    def create(cls, **kwargs):
        standing = kwargs.pop("standing", False)
        pledge = super().create(**kwargs)
        if standing:
            confirm(pledge.agreement)
        return pledge


def confirm(agreement):
    """As the head does, on two days: laid before, and confirmed."""
    rows = Agreement.objects.filter(pk=agreement.pk)
    rows.update(state="proposed", proposed_at=days.now())
    rows.update(state="confirmed", decided_by=UserFactory(), decided_at=days.now())
    agreement.refresh_from_db()


class EarlierReferralFactory(InOwnName, SentFactory):
    """A line of the book of 2024, of which the book says nothing more."""

    class Meta:
        model = EarlierReferral

    partner = factory.SubFactory(PartnerFactory)
    number = factory.Sequence(lambda n: f"460/{n}/RPTC/2024")
    dated_on = date(2024, 5, 6)


class ContributionFactory(SentFactory):
    """Money, confirmed today. ContributionFactory(proposed=True), (draft=True), (goods=True)."""

    class Meta:
        model = Contribution

    class Params:
        proposed = factory.Trait(
            state=Contribution.State.PROPOSED, decided_by=None, decided_at=None
        )
        draft = factory.Trait(state=Contribution.State.DRAFT, decided_by=None, decided_at=None)
        goods = factory.Trait(
            kind=Contribution.Kind.GOODS, what="Kasur", quantity=10, unit="buah", amount=None
        )

    partner = factory.SubFactory(PartnerFactory)
    source = "partner"
    kind = Contribution.Kind.MONEY
    what = "Biaya sekolah anak asrama"
    amount = 2_500_000
    on = factory.LazyFunction(days.today)
    state = Contribution.State.CONFIRMED
    decided_by = factory.SubFactory(UserFactory)
    decided_at = factory.LazyFunction(days.now)


class ContributionScanFactory(SentFactory):
    class Meta:
        model = ContributionScan

    contribution = factory.SubFactory(ContributionFactory)
    content = factory.LazyFunction(lambda: pictures.jpeg(seed=5))
    sha256 = factory.LazyAttribute(lambda o: hashlib.sha256(o.content).hexdigest())


class ReferralFactory(SentFactory):
    """A draft. ReferralFactory(sent=True, agreed=True): sent to the partner, with their yes."""

    class Meta:
        model = Referral
        skip_postgeneration_save = True

    class Params:
        sent = factory.Trait(
            state="sent", packet={"name": "B. N."}, sent_at=factory.LazyFunction(days.now)
        )
        # With the partner now.
        there = factory.Trait(
            state="in_service",
            packet={
                "name": "B. N.",
                "age": "12 th",
                "need": "Asrama",
                "contact": "Pekerja sosial",
                "phone": "0812 0000 0310",
            },
            sent_at=factory.LazyFunction(days.now),
        )
        # Said yes that their health may be opened.
        agreed = factory.Trait(
            consent=factory.SubFactory(
                ConsentFactory, stay=factory.SelfAttribute("..stay"), purpose="health"
            )
        )

    sent_at = None
    answer_due_at = factory.LazyAttribute(lambda o: o.sent_at and o.sent_at + days.ONE_DAY)
    decided_by = factory.Maybe("sent_at", factory.SubFactory(UserFactory), None)
    decided_at = factory.SelfAttribute("sent_at")

    stay = factory.SubFactory(StayFactory)
    person = factory.SelfAttribute("stay.person")
    partner = factory.SubFactory(PartnerFactory)
    need = "Pendampingan keluarga"
    without_basis = factory.LazyAttribute(
        lambda o: "" if o.basis else "Belum ada perjanjian dengan mitra ini."
    )
    basis = None

    @factory.post_generation
    def arrived_at(self, create, extracted, **kwargs):
        """ReferralFactory(there=True, arrived_at=...): when they came, two months ago else."""
        is_there = self.state == "in_service" and "contact" in (self.packet or {})
        if create and is_there:
            self.steps.create(
                from_state="accepted",
                to_state="arrived",
                at=extracted or days.now() - 61 * days.ONE_DAY,
                by=self.recorded_by,
                channel="portal",
            )


class ReminderFactory(SentFactory):
    """Nobody picked up, a moment ago: a text is to be sent."""

    class Meta:
        model = Reminder

    referral = factory.SubFactory(ReferralFactory, sent=True)
    says, then = "not_reached", "text"
    recorded_at = factory.LazyFunction(days.now)
    due_at = factory.SelfAttribute("recorded_at")


class PartnerIncidentFactory(SentFactory):
    """Somebody ran away; said in the portal."""

    class Meta:
        model = PartnerIncident

    referral = factory.SubFactory(ReferralFactory, there=True)
    stay = factory.SelfAttribute("referral.stay")
    kind, channel = "ran_away", "portal"
    at = factory.LazyFunction(lambda: days.now() - days.ONE_HOUR / 60)


class IncidentNoteFactory(SentFactory):
    class Meta:
        model = IncidentNote
        exclude = ["words"]

    incident = factory.SubFactory(PartnerIncidentFactory)
    words, channel = "Lewat pagar belakang", "portal"
    sealed_words = factory.LazyAttribute(lambda row: keys.encrypt(row.words))


class IncidentReplyFactory(SentFactory):
    """It was handled."""

    class Meta:
        model = IncidentReply
        exclude = ["reason"]

    incident = factory.SubFactory(PartnerIncidentFactory)
    says, reason = "handled", "Dicari bersama Satpol PP"
    sealed_reason = factory.LazyAttribute(lambda row: keys.encrypt(row.reason))


class MonthLinkFactory(SentFactory):
    """Of the month that is over: by this `link`, for seven days."""

    class Meta:
        model = MonthLink
        exclude = ["link"]

    link = factory.Sequence(lambda n: f"token-of-a-month-{n}")
    partner = factory.SubFactory(PartnerFactory)
    month = factory.LazyFunction(month_asked)
    referrals = factory.LazyFunction(lambda: [1])
    token_hash = factory.LazyAttribute(lambda row: hash_of(row.link))
    expires_at = factory.LazyFunction(lambda: days.now() + 7 * days.ONE_DAY)


class MonthReportFactory(SentFactory):
    """Of the month that is over, as it was. MonthReportFactory(changed=True); (linked=True): by a
    link, without a login."""

    class Meta:
        model = MonthReport

    class Params:
        changed = factory.Trait(
            answer="changed",
            sealed_school=factory.LazyFunction(lambda: keys.encrypt("Pindah kelas")),
        )
        linked = factory.Trait(
            channel="link",
            said_by="Ibu Contoh",
            recorded_by=None,
            by_link=factory.SubFactory(MonthLinkFactory),
        )

    referral = factory.SubFactory(ReferralFactory, there=True)
    month = factory.LazyFunction(month_asked)
    answer, channel = "same", "portal"
