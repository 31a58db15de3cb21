"""Plans, and what follows the exit."""

import factory
from factory.django import DjangoModelFactory

from cases.aftercare.models import FollowUp
from cases.casework.assignments.models import Assignment
from cases.casework.notes.models import Note
from cases.casework.notes.words import put_away
from cases.casework.plans.models import Plan, PlanItem, ServiceKind
from cases.casework.progress.models import ProgressReport, ProgressRow
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
    aim = "Kembali ke keluarga di Tallo."


class PlanItemFactory(DjangoModelFactory):
    class Meta:
        model = PlanItem

    plan = factory.SubFactory(PlanFactory)
    goal = "Mengikuti bimbingan."
    kind = factory.LazyFunction(lambda: ServiceKind.objects.first())
    owner = factory.SelfAttribute("plan.recorded_by")
    due_on = factory.LazyFunction(days.today)


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
