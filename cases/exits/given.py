"""Rows that say to whom something was given for a klien, and so whither the klien went."""

from django.db import models
from django.db.models import Q

from cases.exits.destinations import is_closed
from cases.exits.models import Exit
from cases.gate.closed_places import keeps_case
from rptc.decisions import decides_by_office


class GivenQuerySet(models.QuerySet):
    """Of acts about a `stay`. Each kind says in `of_closed_place` which of its rows tell what is
    closed (docs/rules.md, Exits), and in `writer` the column of who gave it."""

    writer = "recorded_by"

    def telling_place_to(self, user):
        """Of which this reader may know to whom it was given."""
        if decides_by_office(user, Exit.PERMISSION):
            return self
        told = Exit.objects.telling_destination_to(user).filter(is_closed()).values("stay")
        told = Q(**{self.writer: user}) | keeps_case(user) | Q(stay__in=told)
        closed = self.model.objects.of_closed_place().values("pk")
        return self.filter(told | ~Q(pk__in=closed))
