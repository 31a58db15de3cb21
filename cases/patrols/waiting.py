"""What waits before anybody is met."""

from cases.patrols.public_reports.models import PublicReport
from rptc.waiting import Urgency, Waits, register

register(
    Waits(
        key="public-reports",
        label="Laporan belum ditangani",
        urgency=Urgency.DUE,
        order=1000,
        permission="cases.view_public_report",
        rows=lambda user: PublicReport.objects.visible_to(user).open(),
        page="cases:public_report_list?show=open",
    )
)
