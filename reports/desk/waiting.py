"""What waits for a decision, whatever it is about; and what was looked at in an unusual way."""

from reports.desk.approvals import FIRST, first_decisions, rows_waiting_for
from reports.desk.looks.unusual import unusual_looks
from rptc.waiting import Row, Urgency, Waits, register


def _first_decisions(user):
    return [
        Row(
            DECISIONS,
            text=": ".join(filter(None, [decision.matter.title, decision.detail])),
            due=decision.runs_out,
            url=(decision.read_url or DECISIONS.url) if decision.matter.is_told else decision.url,
            title=decision.about,
            apart=decision.apart,
            verb="Baca" if decision.matter.is_told else "",
        )
        for decision in first_decisions(user)
    ]


DECISIONS = Waits(
    key="decisions",
    label="Menunggu keputusan saya",
    urgency=Urgency.DUE,
    order=100,
    permission="reports.view_approvals",
    rows=rows_waiting_for,
    page="reports:approvals",
    named=FIRST,
    rest="Semua keputusan",
    firsts=_first_decisions,
    leads=True,
    verb="Putuskan",
)
register(
    DECISIONS,
    Waits(
        key="unusual-looks",
        label="Akses tidak biasa, 7 hari terakhir",
        urgency=Urgency.WAIT,
        order=900,
        permission="audit.view_unusual",
        rows=unusual_looks,
        page="reports:unusual_list",
        is_counted=True,
    ),
)
