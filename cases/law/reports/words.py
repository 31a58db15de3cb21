"""What was said of violence: put away under the application's key, and read out to who may read
the report. Nobody else opens it, and no list shows it."""

from cases.law.reports.models import ViolenceReport, ViolenceWords
from rptc import keys

WORDS = ("said", "whom", "reason")


def put_away(row, /, **words):
    keys.seal_words(row, WORDS, words)
    return row


def versions_of(report, user):
    """All that was written, the newest first, each with its words; nothing for who may not read
    the report: the only place where a sealed text of it is opened."""
    if not ViolenceReport.objects.visible_to(user).filter(pk=report.pk).exists():
        return []
    rows = ViolenceWords.objects.filter(report=report).select_related("recorded_by")
    rows = list(rows.order_by("-pk"))
    for row in rows:
        keys.read_words(row, WORDS)
    return rows
