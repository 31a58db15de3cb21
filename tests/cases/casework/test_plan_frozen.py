"""What was laid before the head, and what was approved, changes by no path (R31)."""

import pytest
from django.db import IntegrityError, connection, transaction

from cases.casework.plans.models import Plan, PlanItem, ServiceKind
from rptc import days
from tests.factories import PlanFactory, PlanItemFactory, StayFactory, UserFactory

pytestmark = pytest.mark.django_db


def laid(state):
    plan = PlanFactory(submitted=True)
    item = PlanItemFactory(plan=plan)
    if state == "approved":
        plan.state, plan.decided_at, plan.decided_by = "approved", days.now(), UserFactory()
        plan.save()
    return plan, item


def sql(text, *values):
    with connection.cursor() as cursor:
        cursor.execute(text, values)


PATHS = {
    "wish": lambda p, i: Plan.objects.filter(pk=p.pk).update(wishes="x"),
    "aim in SQL": lambda p, i: sql("UPDATE cases_plan SET aim = 'x' WHERE id = %s", p.pk),
    "goal": lambda p, i: PlanItem.objects.filter(pk=i.pk).update(goal="x"),
    "day in bulk": lambda p, i: PlanItem.objects.bulk_update(
        [_with(i, due_on=i.due_on + days.ONE_DAY)], ["due_on"]
    ),
    "owner in SQL": lambda p, i: sql(
        "UPDATE cases_planitem SET owner_kind = 'client', owner_id = NULL WHERE id = %s", i.pk
    ),
    "to another plan": lambda p, i: PlanItem.objects.filter(pk=i.pk).update(plan=PlanFactory()),
    "one more": lambda p, i: PlanItem.objects.bulk_create(
        [PlanItem(plan=p, goal="x", kind=ServiceKind.objects.first(), owner_kind="client")]
    ),
    "one less": lambda p, i: sql("DELETE FROM cases_planitem WHERE id = %s", i.pk),
}


def _with(row, **columns):
    for name, value in columns.items():
        setattr(row, name, value)
    return row


@pytest.mark.parametrize("state", ["submitted", "approved"])
@pytest.mark.parametrize("path", PATHS)
def test_no_path_changes_it(state, path):
    plan, item = laid(state)
    with pytest.raises(IntegrityError), transaction.atomic():
        PATHS[path](plan, item)


def test_what_came_of_a_line_is_still_written_down():
    _, item = laid("approved")
    item.result, item.result_on, item.result_by = "done", days.today(), UserFactory()
    item.save()


def test_a_returned_one_is_changed_again():
    plan, item = laid("submitted")
    plan.state, plan.decided_at, plan.decided_by = "returned", days.now(), UserFactory()
    plan.decision_note = "Lengkapi."
    plan.save()
    Plan.objects.filter(pk=plan.pk).update(aim="Lain.")
    PlanItem.objects.filter(pk=item.pk).update(goal="Lain.")


@pytest.mark.parametrize(
    "half",
    [
        lambda plan, item: Plan.objects.filter(pk=plan.pk).update(wishes=""),
        lambda plan, item: PlanItem.objects.filter(pk=item.pk).update(due_on=None),
        lambda plan, item: PlanItem.objects.filter(pk=item.pk).update(owner_kind="", owner=None),
    ],
)
def test_half_a_plan_does_not_go_to_the_head_by_any_path(half):
    plan = PlanFactory()
    half(plan, PlanItemFactory(plan=plan))
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(state="submitted", submitted_at=days.now())


def test_none_begins_as_laid_or_approved_already():
    stay, user, now = StayFactory(), UserFactory(), days.now()
    for state, decided in [("submitted", (None, None)), ("approved", (now, user))]:
        plan = Plan(stay=stay, wishes="x", aim="x", state=state, submitted_at=now)
        plan.recorded_by, (plan.decided_at, plan.decided_by) = user, decided
        with pytest.raises(IntegrityError, match="begins as a draft"), transaction.atomic():
            Plan.objects.bulk_create([plan])


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_what_was_laid_before_the_head_is_not_taken_away(state):
    plan, _ = laid(state)
    with pytest.raises(IntegrityError, match="kept"), transaction.atomic():
        sql("DELETE FROM cases_plan WHERE id = %s", plan.pk)


def test_it_is_not_laid_before_the_head_without_a_line():
    plan = PlanFactory()
    with pytest.raises(IntegrityError, match="whole"), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(state="submitted", submitted_at=days.now())
