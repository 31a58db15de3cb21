"""Up to where the history of a model is written. A change has its number in there before it is
committed, so that a younger one may be read before an older one: a mark between them would miss
the older one for ever. So every change of such a model holds a lock until it is committed, and who
takes a mark waits for all of them."""

import pgtrigger
from django.db import connection, transaction
from django.db.models import Max

# Of all advisory locks, this one.
CHANGES = 3_160_877_252


def waited_for(name):
    """The trigger of a model of which marks are taken."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"PERFORM pg_advisory_xact_lock_shared({CHANGES}); RETURN NULL;",
    )


def last_events(*models) -> list[int]:
    """The number of the last event in the history of each, when nobody is changing a row of them;
    0 where there is none. Whatever is committed later has a higher one. In a transaction, before
    anything is read that the marks are to stand for."""
    start = transaction.savepoint()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHANGES])
    numbers = [_last_event(model) for model in models]
    # Others change rows again: the lock goes back with the savepoint.
    transaction.savepoint_rollback(start)
    return numbers


def _last_event(model):
    events = model.history.rel.related_model.objects
    return events.aggregate(last=Max("pgh_id"))["last"] or 0
