"""What waits for a decision, whatever it is about; and what was looked at in an unusual way."""

from reports.desk.approvals import rows_waiting_for
from reports.desk.looks.unusual import unusual_looks
from rptc.waiting import Urgency, Waits, register

register(
    Waits(
        key="decisions",
        label="Menunggu keputusan saya",
        urgency=Urgency.DUE,
        order=100,
        permission="reports.view_approvals",
        rows=rows_waiting_for,
        page="reports:approvals",
    ),
    Waits(
        key="unusual-looks",
        label="Akses tidak biasa, 7 hari terakhir",
        urgency=Urgency.WAIT,
        order=900,
        permission="audit.view_unusual",
        rows=unusual_looks,
        page="reports:unusual_list",
        is_fresh=True,
    ),
)
