"""Two lists that somebody keeps under a name: one of the office, and one that the head shares."""

from rptc import days
from rptc.accounts.filters.actions import keep_filter
from rptc.accounts.filters.models import SavedFilter

KEPT = [
    ("kepala", "Perempuan, belum ditetapkan", "/intakes/", "sex=P&settled=no", True),
    ("tu", "Surat belum bernomor", "/letters/", "state=number", False),
]


def add(story):
    for username, name, path, query, is_shared in KEPT:
        row = SavedFilter(name=name, path=path, query=query, is_shared=is_shared)
        with days.told_at(story.ago(4, 9)):
            row.recorded_at = days.now()
            keep_filter(row, by=story.staff[username])
