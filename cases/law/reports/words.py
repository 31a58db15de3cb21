"""What was said of violence: put away under the application's key, and read out to who may read
the report. Nobody else opens it, and no list shows it."""

from cases.law.reports.models import ViolenceReport, ViolenceWords
from rptc import keys

WORDS = ("said", "whom", "reason")


def put_away(row, /, **words):
    """No database, history, log, backup or search ever holds them plain."""
    for name in WORDS:
        text = words.get(name, "")
        setattr(row, f"sealed_{name}", keys.encrypt(text) if text else "")
    return row


def versions_of(report, user):
    """All that was written, the newest first, each with its words; nothing for who may not read
    the report: the only place where a sealed text of it is opened."""
    if not ViolenceReport.objects.visible_to(user).filter(pk=report.pk).exists():
        return []
    rows = ViolenceWords.objects.filter(report=report).select_related("recorded_by")
    rows = list(rows.order_by("-pk"))
    for row in rows:
        for name in WORDS:
            setattr(row, name, keys.opened(getattr(row, f"sealed_{name}")))
    return rows
