from itertools import product

import pytest
from django.db import DatabaseError, connection, transaction

from cases.casework.plans.models import Plan, PlanState
from rptc import days
from tests.factories import PlanFactory, PlanItemFactory, UserFactory

# Written by hand from the rule: draft -> submitted -> approved | returned -> submitted again.
ALLOWED = {
    ("draft", "submitted"),
    ("submitted", "approved"),
    ("submitted", "returned"),
    ("returned", "submitted"),
}
PAIRS = [(old, new) for old, new in product(PlanState.values, repeat=2) if old != new]


def columns(state):
    """What the row's own constraint asks of each state, so that only the move decides."""
    now = days.now()
    decided = state in {"approved", "returned"}
    return {
        "submitted_at": None if state == "draft" else now,
        "decided_at": now if decided else None,
        "decided_by_id": UserFactory().pk if decided else None,
    }


@pytest.mark.parametrize(("old", "new"), product(PlanState.values, repeat=2))
def test_the_action_asks_the_table(old, new):
    assert Plan(state=old).can_become(new) == ((old, new) in ALLOWED)


@pytest.mark.django_db
@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_the_database_refuses_every_other_move(old, new):
    plan = PlanItemFactory(plan=PlanFactory(state=old, **columns(old))).plan
    fitting = {"state": new, **columns(new)}
    setting = ", ".join(f"{name} = %s" for name in fitting)

    def update():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE cases_plan SET {setting} WHERE id = %s",  # noqa: S608
                [*fitting.values(), plan.pk],
            )

    if (old, new) in ALLOWED:
        update()
        plan.refresh_from_db()
        assert plan.state == new
    else:
        with pytest.raises(DatabaseError, match="Invalid transition"):
            update()
