from datetime import time, timedelta

import pghistory
from django.db import models

from cases.patrols.models import Patrol
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.permissions import Role
from rptc.columns import may_point_to, protected
from rptc.letters.models import Letter
from rptc.sending import Sent

NOON = time(12)


def night_began_at(moment):
    """A night goes from noon to noon, as the patrol's does: whoever came before midnight and
    whoever came after it were received in one."""
    noon = days.at(days.day_of(moment), NOON)
    return noon if moment >= noon else noon - timedelta(days=1)


class ReceptionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The house, social workers and the head; of whom they may see is said row by row."""
        inside = user.has_role(Role.CARETAKER, Role.SOCIAL_WORKER, Role.HEAD)
        return self if inside else self.none()

    def of_the_night(self, moment):
        return self.filter(at__gte=night_began_at(moment), at__lte=moment)


@pghistory.track()
class Reception(Sent):
    """Those who were received at once, mostly at night, from one patrol or from none: who took
    them over, at which hour. One berita acara for all of them."""

    at = models.DateTimeField("diterima pada")
    patrol = protected(Patrol, "patroli", null=True, editable=False, related_name="receptions")
    letter = may_point_to(Letter, "berita acara", editable=False, related_name="+")
    # A table of its own: stays are many, and their table stays as it is.
    stays = models.ManyToManyField(Stay, related_name="receptions", editable=False)

    objects = ReceptionQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "penerimaan"
        indexes = [models.Index(fields=["at"], name="reception_by_hour")]

    def __str__(self):
        return f"Penerimaan {days.day_of(self.at):%d/%m/%Y}"
