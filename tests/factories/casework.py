"""Plans, and what follows the exit."""

import factory
from factory.django import DjangoModelFactory

from cases.aftercare.models import FollowUp
from cases.casework.assessments.models import Answer, Assessment
from cases.casework.assessments.questions.models import Question, QuestionSet
from cases.casework.assessments.risks.models import RiskRule
from cases.casework.assignments.models import Assignment
from cases.casework.plans.models import Plan, PlanItem, ServiceKind
from rptc import days
from rptc.accounts.permissions import Role
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
