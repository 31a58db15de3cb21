"""What the server did not do by itself."""

from django.db.models import Exists

from rptc.accounts.models import User
from rptc.upkeep.models import NIGHTLY_WITHIN, Job
from rptc.waiting import Urgency, Waits, register


def _no_night(user):
    """One line or none: it has no row of its own, so it stands at whom it is told."""
    done = Job.objects.done_lately(Job.Kind.NIGHTLY, NIGHTLY_WITHIN)
    return User.objects.filter(~Exists(done), pk=user.pk)


register(
    Waits(
        key="nightly",
        label="Pekerjaan malam tidak jalan",
        urgency=Urgency.LATE,
        order=90,
        permission="upkeep.keep_server",
        rows=_no_night,
        page="upkeep:server",
    )
)
