"""Who is out of the house now is given nothing here, from when they went on. One rule for the
round, for a dose that is put right and for one as needed."""

from dataclasses import dataclass
from datetime import datetime

from cases.health.medicines.planned import MISSED_AFTER
from cases.house.leaves.models import Leave
from cases.house.presence.models import Absence

OUT = (
    "{}, jadi tidak mungkin diberi atau menolak. Pilih “Tidak ada”. Bila sudah kembali, catat"
    " dahulu kembalinya."
)


@dataclass(frozen=True)
class Away:
    """`since`: nothing can be given from then on. `hour_since`: nothing of an hour of the plan
    from there on, for nobody knows when in the hour before the roll call they left."""

    words: str
    since: datetime
    hour_since: datetime

    @property
    def why(self):
        return OUT.format(self.words)


def away_of(stays) -> dict[int, Away]:
    """{stay: how it is away}, of those that are out now."""
    found = {}
    for absence in Absence.objects.open().filter(stay__in=stays):
        noticed = absence.noticed_at
        hour_since = max(absence.last_seen_at, noticed - MISSED_AFTER)
        found[absence.stay_id] = Away("Tidak terlihat", noticed, hour_since)
    for leave in Leave.objects.open().filter(stay__in=stays):
        words = leave.words
        if leave.reason != Leave.Reason.HOSPITAL:
            words = f"{words}: {leave.get_reason_display().lower()}"
        found[leave.stay_id] = Away(words, leave.left_at, leave.left_at)
    return found
