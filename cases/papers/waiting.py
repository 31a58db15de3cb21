"""What waits of papers: longer at an office than is usual; a child without an akta."""

from django.db.models import F

from cases.health.waiting import CARE
from cases.papers.lists import children_without_birth, late_offices
from cases.papers.models import PaperRequest
from cases.papers.siks.models import own_not_entered
from cases.stays.waiting import IN_HOUSE
from rptc import days
from rptc.waiting import Act, DayEnds, Part, Urgency, Waits, register

CARE.lives_in(PaperRequest.objects.all(), "paper__person")

register(
    Waits(
        key="paper-overdue",
        label="Dokumen lewat dari biasanya",
        urgency=Urgency.DUE,
        order=540,
        permission="cases.write_paper",
        rows=lambda user: PaperRequest.objects.visible_to(user).overdue(days.today()),
        page="cases:paper_list?show=overdue",
        verb="Tanyakan",
        act=Act(
            Part.IDENTITY,
            "Tanyakan dokumen ke kantornya",
            "cases:paper_word",
            person="paper__person",
            due=DayEnds(F("due_on")),
            matter=CARE,
        ),
    ),
    Waits(
        key="paper-birth",
        label="Anak tanpa akta",
        urgency=Urgency.WAIT,
        order=1140,
        permission="cases.write_paper",
        rows=children_without_birth,
        page="cases:paper_list?show=child",
        verb="Tanyakan",
        act=Act(
            Part.IDENTITY,
            "Tanyakan akta kelahiran anak ini",
            "cases:paper_write",
            args=("person",),
            matter=IN_HOUSE,
        ),
    ),
    Waits(
        key="paper-office-late",
        label="Kantor yang lewat dari biasanya",
        urgency=Urgency.WAIT,
        order=1150,
        permission="cases.request_papers",
        rows=lambda user: late_offices(),
        page="cases:paper_letter_list?show=late",
    ),
    Waits(
        key="siks-missing",
        label="Belum dientri SIKS-NG",
        urgency=Urgency.WAIT,
        order=1145,
        permission="cases.enter_siks",
        rows=own_not_entered,
        page="cases:siks_list?show=own",
        verb="Salin data",
    ),
)
