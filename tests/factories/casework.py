"""Plans, services, and what follows the exit."""

import hashlib

import factory
import pgtrigger
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from cases.aftercare.models import FollowUp
from cases.casework.assessments.models import Answer, Assessment
from cases.casework.assessments.questions.models import Question, QuestionSet
from cases.casework.assessments.risks.models import RiskRule
from cases.casework.assignments.models import Assignment
from cases.casework.certificates.models import Certificate, CertificateKind, CertificateRule
from cases.casework.conferences.models import Attendee, Conference, ConferencePhoto
from cases.casework.notes.models import Note
from cases.casework.notes.words import put_away
from cases.casework.plans.models import (
    BriefGuidance,
    Plan,
    PlanItem,
    PlanTemplate,
    ServiceKind,
)
from cases.casework.progress.models import ProgressReport, ProgressRow
from cases.casework.services.models import GroupSession, Service, SessionPhoto
from cases.casework.services.trainings.models import Training
from rptc import days
from rptc.accounts.permissions import Role
from tests import pictures
from tests.database_roles import as_owner
from tests.factories.accounts import SentFactory, UserFactory
from tests.factories.exits import LeftFactory
from tests.factories.stays import StayFactory


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


class AssignmentFactory(SentFactory):
    """At once, of somebody who had none before."""

    class Meta:
        model = Assignment

    stay = factory.SubFactory(StayFactory)
    from_worker = factory.SelfAttribute("stay.social_worker")
    to_worker = factory.SubFactory(UserFactory, roles=[Role.SOCIAL_WORKER])
    reason = "Bertetangga dengan keluarganya."
    state = "made"


class NoteFactory(SentFactory):
    """Of the team, today; `words` are put away as the level says."""

    class Meta:
        model = Note

    stay = factory.SubFactory(StayFactory)
    on = factory.LazyFunction(days.today)
    level = "team"
    about = "progress"

    @classmethod
    def _create(cls, model, *args, words="Mulai mau makan bersama.", why="", **columns):
        note = model(*args, **columns)
        put_away(note, words, why)
        note.save()
        return note


class PlanFactory(SentFactory):
    class Meta:
        model = Plan

    class Params:
        submitted = factory.Trait(state="submitted", submitted_at=factory.LazyFunction(days.now))

    stay = factory.SubFactory(StayFactory)
    wishes = "Mau pulang ke Mama."
    aim = "Kembali ke keluarga di Tallo."

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        """Laid before the head, or decided, it begins so here: written as it ended."""
        if kwargs.get("state", "draft") == "draft":
            return super()._create(model_class, *args, **kwargs)
        with as_owner(), pgtrigger.ignore("cases.Plan:plan_begins_as_a_draft"):
            return super()._create(model_class, *args, **kwargs)


class PlanItemFactory(DjangoModelFactory):
    class Meta:
        model = PlanItem

    plan = factory.SubFactory(PlanFactory)
    goal = "Mengikuti bimbingan."
    kind = factory.LazyFunction(lambda: ServiceKind.objects.first())
    owner_kind = "staff"
    owner = factory.SelfAttribute("plan.recorded_by")
    due_on = factory.LazyFunction(days.today)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        """Of a plan that is frozen too, as a plan is made here: line by line after the plan."""
        plan = Plan.objects.get(pk=kwargs.get("plan_id") or kwargs["plan"].pk)
        if not plan.is_frozen:
            return super()._create(model_class, *args, **kwargs)
        with as_owner(), pgtrigger.ignore("cases.PlanItem:lines_of_a_plan_are_frozen_added"):
            return super()._create(model_class, *args, **kwargs)


class BriefGuidanceFactory(SentFactory):
    class Meta:
        model = BriefGuidance

    stay = factory.SubFactory(StayFactory)
    text = "Diberi pengertian, dijemput ibunya."


class PlanTemplateFactory(DjangoModelFactory):
    class Meta:
        model = PlanTemplate

    name = factory.Sequence("Contoh {}".format)
    aim = "Kembali ke keluarga."


class AssessmentFactory(SentFactory):
    """A draft of the first one; `done` is finished now, at low risk."""

    class Meta:
        model = Assessment

    class Params:
        done = factory.Trait(
            done_at=factory.LazyFunction(days.now),
            done_by=factory.SelfAttribute("recorded_by"),
            finished_at=factory.SelfAttribute("done_at"),
            rule=factory.LazyFunction(lambda: RiskRule.objects.in_force()),
            points=0,
            risk="low",
        )

    stay = factory.SubFactory(StayFactory)
    stage = "initial"
    questions = factory.LazyFunction(lambda: QuestionSet.objects.in_force())


class AnswerFactory(DjangoModelFactory):
    """The first choice of a question that is no secret, in a draft."""

    class Meta:
        model = Answer

    assessment = factory.SubFactory(AssessmentFactory)
    question = factory.LazyFunction(lambda: Question.objects.get(code="keluarga"))
    chosen = factory.LazyAttribute(lambda o: o.question.options[:1])
    answered_by = factory.SelfAttribute("assessment.recorded_by")


class GroupSessionFactory(SentFactory):
    """An hour ago, in the study."""

    class Meta:
        model = GroupSession

    kind = factory.LazyFunction(lambda: ServiceKind.objects.get(code="sosial"))
    held_at = factory.LazyFunction(lambda: days.now() - days.ONE_HOUR)
    minutes = 60
    place = "Ruang belajar"
    led_by = factory.SelfAttribute("recorded_by")


class SessionPhotoFactory(SentFactory):
    class Meta:
        model = SessionPhoto

    class Params:
        drawn = factory.Sequence(lambda n: pictures.jpeg(seed=n))

    session = factory.SubFactory(GroupSessionFactory)
    file = factory.LazyAttribute(lambda photo: ContentFile(photo.drawn, name="foto.jpg"))
    sha256 = factory.LazyAttribute(lambda photo: hashlib.sha256(photo.drawn).hexdigest())
    size = factory.LazyAttribute(lambda photo: len(photo.drawn))


class ServiceFactory(SentFactory):
    """Done an hour ago. ServiceFactory(planned=True): for today; missed=True: not at a session."""

    class Meta:
        model = Service

    class Params:
        planned = factory.Trait(
            state="planned",
            planned_on=factory.LazyFunction(days.today),
            done_at=None,
            done_by=None,
            minutes=None,
        )
        missed = factory.Trait(
            session=factory.SubFactory(GroupSessionFactory),
            state="absent",
            absence="sick",
            done_at=None,
            done_by=None,
            minutes=None,
        )

    stay = factory.SubFactory(StayFactory, days_ago=2)
    kind = factory.LazyFunction(lambda: ServiceKind.objects.get(code="sandang"))
    state = "done"
    done_at = factory.LazyFunction(lambda: days.now() - days.ONE_HOUR)
    done_by = factory.SelfAttribute("recorded_by")
    minutes = 15
    spm = factory.SelfAttribute("kind.spm")


class TrainingFactory(SentFactory):
    """Began today; finished=True ended today; kitted=True has got its tools."""

    class Meta:
        model = Training

    class Params:
        finished = factory.Trait(
            state="finished",
            ended_on=factory.LazyFunction(days.today),
            certificate="12/BPV/2026",
        )
        kitted = factory.Trait(kit="Mesin jahit 1", kit_on=factory.LazyFunction(days.today))

    stay = factory.SubFactory(StayFactory, days_ago=2)
    kind = factory.LazyFunction(lambda: ServiceKind.objects.get(code="keterampilan"))
    subject = "Menjahit dasar"
    organiser = "Balai Pelatihan Vokasi"
    began_on = factory.LazyFunction(days.today)


class ProgressReportFactory(SentFactory):
    """Of today, of a stay of more than two weeks, without a row."""

    class Meta:
        model = ProgressReport

    stay = factory.SubFactory(StayFactory, days_ago=16)
    on = factory.LazyFunction(days.today)


class ProgressRowFactory(DjangoModelFactory):
    class Meta:
        model = ProgressRow

    report = factory.SubFactory(ProgressReportFactory)
    component = "body"
    discipline = "good"


class CertificateKindFactory(DjangoModelFactory):
    class Meta:
        model = CertificateKind

    name = factory.Sequence("Pelatihan {}".format)
    order = 50


class CertificateFactory(SentFactory):
    """Of a social worker, from a year ago, for two years; scanned=True has its paper."""

    class Meta:
        model = Certificate

    class Params:
        scanned = factory.Trait(
            content=factory.LazyFunction(lambda: pictures.jpeg(seed=1)),
            sha256=factory.LazyAttribute(lambda o: hashlib.sha256(o.content).hexdigest()),
        )

    user = factory.SubFactory(UserFactory, roles=[Role.SOCIAL_WORKER])
    kind = factory.LazyFunction(lambda: CertificateKind.objects.first())
    issuer = "LSPS Kementerian Sosial"
    issued_on = factory.LazyFunction(lambda: days.today() - 365 * days.ONE_DAY)
    expires_on = factory.LazyFunction(lambda: days.today() + 365 * days.ONE_DAY)


class CertificateRuleFactory(DjangoModelFactory):
    """Since a year ago, a comprehensive assessment asks for the first kind."""

    class Meta:
        model = CertificateRule

    act = "comprehensive"
    kind = factory.LazyFunction(lambda: CertificateKind.objects.first())
    valid_from = factory.LazyFunction(lambda: days.today() - 365 * days.ONE_DAY)


class ConferenceFactory(SentFactory):
    """Planned for tomorrow, with two who are asked."""

    class Meta:
        model = Conference
        skip_postgeneration_save = True

    stay = factory.SubFactory(StayFactory, days_ago=2)

    class Params:
        held = factory.Trait(
            state="held",
            held_at=factory.LazyFunction(lambda: days.now() - days.ONE_HOUR),
            minutes="Ibunya siap menerima.",
        )

    planned_at = factory.LazyFunction(lambda: days.now() + days.ONE_DAY)
    about = "Kembali ke keluarga atau ke asrama."

    @factory.post_generation
    def attendees(self, create, extracted, **kwargs):
        for office in ("Kepala UPT", "Lurah Tallo"):
            Attendee.objects.create(conference=self, office=office)


class ConferencePhotoFactory(SentFactory):
    class Meta:
        model = ConferencePhoto

    class Params:
        drawn = factory.Sequence(lambda n: pictures.jpeg(seed=n))

    conference = factory.SubFactory(ConferenceFactory, held=True)
    file = factory.LazyAttribute(lambda photo: ContentFile(photo.drawn, name="foto.jpg"))
    sha256 = factory.LazyAttribute(lambda photo: hashlib.sha256(photo.drawn).hexdigest())
    size = factory.LazyAttribute(lambda photo: len(photo.drawn))
