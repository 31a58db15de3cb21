"""What the server did not do by itself."""

from django.db.models import Exists

from rptc.accounts.models import User
from rptc.upkeep.models import Job
from rptc.waiting import Urgency, Waits, register


def _without(kind):
    """One line or none: it has no row of its own, so it stands at whom it is told."""

    def rows(user):
        return User.objects.filter(~Exists(Job.objects.done_lately(kind)), pk=user.pk)

    return rows


def _line(kind, label, urgency, order):
    return Waits(
        key=kind.value,
        label=label,
        urgency=urgency,
        order=order,
        permission="upkeep.keep_server",
        rows=_without(kind),
        page=f"upkeep:server?part={kind.value}",
    )


register(
    _line(Job.Kind.NIGHTLY, "Pekerjaan malam tidak jalan", Urgency.LATE, 90),
    _line(Job.Kind.BACKUP, "Cadangan tidak jadi", Urgency.LATE, 92),
    _line(Job.Kind.FILES, "Berkas foto hilang atau tidak diperiksa", Urgency.LATE, 93),
    _line(Job.Kind.PROOF, "Cadangan belum dicoba pulih", Urgency.DUE, 94),
)
