"""What waits for a decision, whatever it is about."""

from reports.desk.approvals import rows_waiting_for
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
        # Some ask the database what kind of row an entry of the log is about.
        is_fresh=True,
    )
)
