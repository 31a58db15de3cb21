"""What the server did not do by itself."""

from django.db.models import Exists

from rptc.accounts.models import User
from rptc.upkeep.models import BACKUP_WITHIN, NIGHTLY_WITHIN, PROOF_WITHIN, Job
from rptc.waiting import Urgency, Waits, register


def _without(kind, within):
    """One line or none: it has no row of its own, so it stands at whom it is told."""

    def rows(user):
        return User.objects.filter(~Exists(Job.objects.done_lately(kind, within)), pk=user.pk)

    return rows


def _line(key, label, urgency, order, kind, within):
    return Waits(
        key=key,
        label=label,
        urgency=urgency,
        order=order,
        permission="upkeep.keep_server",
        rows=_without(kind, within),
        page=f"upkeep:server?part={key}",
    )


register(
    _line(
        "nightly",
        "Pekerjaan malam tidak jalan",
        Urgency.LATE,
        90,
        Job.Kind.NIGHTLY,
        NIGHTLY_WITHIN,
    ),
    _line("backup", "Cadangan tidak jadi", Urgency.LATE, 92, Job.Kind.BACKUP, BACKUP_WITHIN),
    _line("proof", "Cadangan belum dicoba pulih", Urgency.DUE, 94, Job.Kind.PROOF, PROOF_WITHIN),
)
