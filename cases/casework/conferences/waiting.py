"""What waits of conferences: that one is needed, and that its minutes are missing."""

from django.db.models import F

from cases.casework.conferences.models import Conference, needing_conference
from cases.stays.models import Stay
from cases.stays.waiting import IN_HOUSE
from rptc import days
from rptc.waiting import Act, Part, Urgency, Waits, register

WRITE = "cases.write_conference"


def _needed(user):
    return needing_conference(Stay.objects.visible_to(user).of_worker_or_nobody(user))


register(
    Waits(
        key="conferences-needed",
        label="Konferensi kasus diusulkan",
        urgency=Urgency.WAIT,
        order=1300,
        permission=WRITE,
        rows=_needed,
        page="cases:conference_list?show=needed",
        verb="Rencanakan",
        act=Act(
            Part.NOTES, "Rencanakan konferensi kasus", "cases:conference_plan", matter=IN_HOUSE
        ),
    ),
    Waits(
        key="conferences-open",
        label="Notula konferensi belum ditulis",
        urgency=Urgency.DUE,
        order=1270,
        permission=WRITE,
        rows=lambda user: Conference.objects.visible_to(user).to_be_held(days.now()),
        page="cases:conference_list?show=open",
        verb="Tulis notula",
        act=Act(
            Part.NOTES,
            "Tulis notula konferensi",
            "cases:conference_hold",
            person="stay__person",
            due=F("planned_at"),
        ),
    ),
)
