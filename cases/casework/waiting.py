"""What waits of whose case a klien is, and of what was planned for one."""

from django.db.models import F, Value
from django.db.models.functions import Concat

from cases.casework.assignments.models import Assignment
from cases.casework.plans.models import Plan
from cases.casework.progress.models import stays_without_report
from cases.casework.services.models import Service
from cases.stays.models import Stay
from cases.stays.waiting import IN_HOUSE
from rptc import days
from rptc.waiting import Act, DayEnds, Part, Urgency, Waits, register

register(
    Waits(
        key="assignments-unread",
        label="Klien diserahkan kepada atau dari Anda",
        urgency=Urgency.DUE,
        order=1250,
        permission="cases.propose_assignment",
        rows=lambda user: Assignment.objects.unread_by(user),
        page="cases:assignment_list",
    ),
    Waits(
        key="cases-of-nobody",
        label="Klien tanpa pekerja sosial",
        urgency=Urgency.DUE,
        order=1255,
        permission="cases.decide_assignment",
        rows=lambda user: Stay.objects.visible_to(user).open().of_nobody(),
        page="cases:stay_list?mine=none",
        verb="Tetapkan",
        act=Act(Part.STAY, "Tetapkan pekerja sosial", "cases:stay_assign", matter=IN_HOUSE),
    ),
    Waits(
        key="plans-returned",
        label="Rencana dikembalikan Kepala UPT",
        urgency=Urgency.DUE,
        order=425,
        permission="cases.write_plan",
        rows=lambda user: Plan.objects.visible_to(user).returned_to(user),
        page="cases:plan_list?show=returned",
        verb="Perbaiki",
        is_answer=True,
        act=Act(
            Part.PLAN,
            "Rencana dikembalikan",
            "cases:plan_edit",
            person="stay__person",
            matter=IN_HOUSE,
        ),
    ),
    Waits(
        key="services-due",
        label="Layanan yang direncanakan, waktunya tiba",
        urgency=Urgency.DUE,
        order=1260,
        permission="cases.write_service",
        rows=lambda user: Service.objects.visible_to(user).of_worker(user).due(days.today()),
        page="cases:service_list?show=due",
        verb="Catat",
        act=Act(
            Part.PLAN,
            Concat(Value("Layanan: "), F("kind__name")),
            "cases:service_close",
            person="stay__person",
            due=DayEnds(F("planned_on")),
            matter=IN_HOUSE,
        ),
    ),
    Waits(
        key="progress-reports",
        label="Laporan perkembangan pekan ini",
        urgency=Urgency.DUE,
        order=1260,
        permission="cases.write_progress",
        rows=stays_without_report,
        page="cases:progress_report_list",
        verb="Isi laporan",
        act=Act(
            Part.NOTES,
            "Laporan perkembangan pekan ini",
            "cases:progress_report_write",
            matter=IN_HOUSE,
        ),
    ),
)
