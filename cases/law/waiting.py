"""What waits of law: violence that nobody has reported yet, or of which the head does not know;
who is placed here by a letter that ends; a hearing without somebody who goes along, or without a
result."""

from django.db.models import F

from cases.health.waiting import CARE
from cases.law.matters.models import Hearing
from cases.law.placements.models import Placement
from cases.law.reports.models import ViolenceReport
from rptc import days
from rptc.waiting import Act, Part, Urgency, Waits, register

CARE.lives_in(ViolenceReport.objects.all())
CARE.lives_in(Placement.objects.all(), "stay__person")
CARE.lives_in(Hearing.objects.all(), "matter__person")

REPORT = "Lapor polisi dan UPTD PPA"
RENEW = "Minta surat penegak hukum yang baru, atau siapkan keluarnya"


def _reports(which):
    return lambda user: which(ViolenceReport.objects.visible_to(user))


register(
    Waits(
        key="violence-late",
        label="Wajib lapor: lewat batas waktu",
        urgency=Urgency.LATE,
        order=10,
        permission="cases.report_violence",
        rows=_reports(lambda rows: rows.late(days.now())),
        page="cases:violence_report_list?show=late",
        verb="Lapor",
        act=Act(Part.LAW, REPORT, "cases:violence_report_detail", due=F("due_at"), matter=CARE),
    ),
    Waits(
        key="violence-open",
        label="Wajib lapor: polisi dan UPTD PPA",
        urgency=Urgency.DUE,
        order=11,
        permission="cases.report_violence",
        rows=_reports(lambda rows: rows.running(days.now())),
        page="cases:violence_report_list?show=open",
        verb="Lapor",
        act=Act(Part.LAW, REPORT, "cases:violence_report_detail", due=F("due_at"), matter=CARE),
    ),
    Waits(
        key="violence-to-know",
        label="Laporan kekerasan belum diketahui",
        urgency=Urgency.LATE,
        order=12,
        permission="cases.acknowledge_violence",
        rows=lambda user: ViolenceReport.objects.to_be_known_by(user),
        page="cases:violence_report_list?show=unknown",
        act=Act(
            Part.LAW,
            "Nyatakan laporan kekerasan diketahui",
            "cases:violence_report_detail",
            due=F("recorded_at") + days.ONE_DAY,
            matter=CARE,
        ),
    ),
)


def _over(user):
    return Placement.objects.visible_to(user).over(days.now())


def _ending_at_once(user):
    return Placement.objects.visible_to(user).ending_at_once(days.now())


def _ending(user):
    return Placement.objects.visible_to(user).ending_for(user, days.now())


register(
    Waits(
        key="placement-over",
        label="Titipan penegak hukum berakhir tanpa surat baru: harus keluar",
        urgency=Urgency.LATE,
        order=20,
        permission="cases.view_law",
        rows=_over,
        page="cases:placement_list?show=over",
        act=Act(
            Part.LAW,
            "Titipan penegak hukum berakhir tanpa surat baru: harus keluar",
            "cases:placement_detail",
            person="stay__person",
            due=F("ends_at"),
            matter=CARE,
        ),
    ),
    # As pressing as what is late: tomorrow it is.
    Waits(
        key="placement-ends-at-once",
        label="Titipan penegak hukum berakhir dalam 24 jam",
        urgency=Urgency.LATE,
        order=21,
        permission="cases.view_law",
        rows=_ending_at_once,
        page="cases:placement_list?show=day",
        act=Act(
            Part.LAW,
            RENEW,
            "cases:placement_detail",
            person="stay__person",
            due=F("ends_at"),
            matter=CARE,
        ),
    ),
    Waits(
        key="placement-ends",
        label="Titipan penegak hukum segera berakhir",
        urgency=Urgency.DUE,
        order=520,
        permission="cases.view_law",
        rows=_ending,
        page="cases:placement_list?show=soon",
        act=Act(
            Part.LAW,
            RENEW,
            "cases:placement_detail",
            person="stay__person",
            due=F("ends_at"),
            matter=CARE,
        ),
    ),
)


def _without_escort(user):
    return Hearing.objects.visible_to(user).without_escort(days.now())


def _without_result(user):
    return Hearing.objects.visible_to(user).without_result(days.today())


register(
    Waits(
        key="hearing-without-escort",
        label="Jadwal perkara tanpa pendamping",
        urgency=Urgency.DUE,
        order=521,
        permission="cases.write_law",
        rows=_without_escort,
        page="cases:hearing_list?show=escort",
        verb="Tunjuk",
        act=Act(
            Part.LAW,
            "Tunjuk pendamping ke jadwal perkara",
            "cases:hearing_edit",
            person="matter__person",
            due=F("at"),
            matter=CARE,
        ),
    ),
    Waits(
        key="hearing-without-result",
        label="Jadwal perkara belum ada hasil",
        urgency=Urgency.DUE,
        order=522,
        permission="cases.write_law",
        rows=_without_result,
        page="cases:hearing_list?show=result",
        verb="Catat",
        act=Act(
            Part.LAW,
            "Catat hasil jadwal perkara",
            "cases:hearing_result",
            person="matter__person",
            due=F("at") + days.ONE_DAY,
            matter=CARE,
        ),
    ),
)
