from itertools import product

import pytest
from django.db import DatabaseError, connection, transaction

from cases.stays.extensions.models import Extension, ExtensionState
from rptc import days
from tests.factories import ExtensionFactory, UserFactory

# Written by hand from the rule: asked once, then decided or taken back; never again.
ALLOWED = {
    ("proposed", "approved"),
    ("proposed", "refused"),
    ("proposed", "cancelled"),
}
PAIRS = [(old, new) for old, new in product(ExtensionState.values, repeat=2) if old != new]


def columns(state):
    """What the row's own constraints ask of each state, so that only the move decides."""
    decided = state in {"approved", "refused"}
    return {
        "decided_at": days.now() if decided else None,
        "decided_by_id": UserFactory().pk if decided else None,
        "decision_note": "Belum perlu." if state == "refused" else "",
    }


@pytest.mark.parametrize(("old", "new"), product(ExtensionState.values, repeat=2))
def test_the_action_asks_the_table(old, new):
    assert Extension(state=old).can_become(new) == ((old, new) in ALLOWED)


@pytest.mark.django_db
@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_the_database_refuses_every_other_move(old, new):
    extension = ExtensionFactory(state=old, **columns(old))
    fitting = {"state": new, **columns(new)}
    setting = ", ".join(f"{name} = %s" for name in fitting)

    def update():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE cases_extension SET {setting} WHERE id = %s",  # noqa: S608
                [*fitting.values(), extension.pk],
            )

    if (old, new) in ALLOWED:
        update()
        extension.refresh_from_db()
        assert extension.state == new
    else:
        with pytest.raises(DatabaseError, match="Invalid transition"):
            update()
