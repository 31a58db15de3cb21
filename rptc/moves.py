"""States that move by a table: the action asks it, and a database trigger enforces it."""

import pgtrigger
from django.db import models
from django.db.models import Q


class Decisions(models.QuerySet):
    """Rows that are proposed, and then decided by another."""

    def decided_for(self, user):
        """Decided, and known to whoever wanted to decide as well."""
        own = Q(decided_by=user) | Q(pk__in=self.visible_to(user).values("pk"))
        return self.exclude(state="proposed").filter(own)


def state_moves(name, moves):
    """A trigger that refuses every change of `state` that is not in the table of moves."""
    return pgtrigger.FSM(
        name=name,
        field="state",
        transitions=sorted((old.value, new.value) for old, news in moves.items() for new in news),
    )
