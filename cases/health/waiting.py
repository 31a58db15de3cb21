"""What waits of health: medicine of which nobody wrote whether it was given."""

from django.db.models import F

from cases.health.medicines.models import Medicine
from rptc.waiting import Act, Part, Urgency, Waits, register


def _missed(user):
    return Medicine.objects.visible_to(user).filter(stay__ended_at=None).missed()


register(
    Waits(
        key="medicine-missed",
        label="Obat belum tercatat",
        urgency=Urgency.LATE,
        order=505,
        permission="cases.give_medicine",
        rows=_missed,
        page="cases:medicine_round?show=missed",
        verb="Catat",
        act=Act(
            Part.HEALTH,
            "Obat belum tercatat: diberi atau tidak",
            "cases:medicine_round",
            args=(),
            person="stay__person",
            due=F("missed_at"),
        ),
    )
)
