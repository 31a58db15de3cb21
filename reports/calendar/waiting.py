"""Reports that are late, and those due within a week: told to office and head, each with the way
to its ready table and to where it is written down as sent."""

from django.urls import reverse

from reports.calendar import periods
from reports.calendar.ready import table_of
from rptc.waiting import Row, Urgency, Waits, register

NAMED = 3


def sending_page(asked):
    first = asked.period.first
    return reverse("reports:report_sent_add", args=[asked.report.pk, first.year, first.month])


def _row(waits, asked, user):
    table, sending = table_of(asked.report, asked.period, user), sending_page(asked)
    return Row(
        waits,
        text=f"Kepada {asked.report.recipient}",
        due=asked.due_at,
        url=table or sending,
        title=str(asked),
        verb="Buka tabel" if table else "Catat terkirim",
        then=("Sudah dikirim", sending) if table else (),
    )


def _pressing(user):
    """Read once for both kinds of a page."""
    found = getattr(user, "found_out", None)
    if found is None:
        return periods.pressing()
    if "reports" not in found:
        found["reports"] = periods.pressing()
    return found["reports"]


def _named(key):
    def rows(user):
        own = [row for row in _pressing(user) if row.is_late == (key == "late")]
        return [_row(WAITS[key], row, user) for row in own[:NAMED]]

    return rows


WAITS = {
    "late": Waits(
        key="reports-late",
        label="Laporan resmi lewat tanggalnya",
        urgency=Urgency.LATE,
        order=1522,
        permission="reports.change_report_calendar",
        rows=lambda user: periods.late(),
        page="reports:report_calendar?show=late",
        named=NAMED,
        rest="Laporan lain yang lewat tanggalnya",
        firsts=_named("late"),
    ),
    "due": Waits(
        key="reports-due",
        label=f"Laporan resmi jatuh tempo dalam {periods.SOON_DAYS} hari",
        urgency=Urgency.DUE,
        order=1523,
        permission="reports.change_report_calendar",
        rows=lambda user: periods.due_soon(),
        page="reports:report_calendar?show=due",
        named=NAMED,
        rest=f"Laporan lain yang jatuh tempo dalam {periods.SOON_DAYS} hari",
        firsts=_named("due"),
    ),
}
register(*WAITS.values())
