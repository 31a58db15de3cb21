"""What looks wrong among the rows: one number, and the page with its rules."""

from reports.quality.rules import all_hits_of
from rptc.waiting import Urgency, Waits, register

# From an old register without origins come thousands: whoever has so many need not know how many.
MOST = 100

register(
    Waits(
        key="quality",
        label="Mutu data: yang dapat Anda perbaiki",
        urgency=Urgency.WAIT,
        order=1320,
        permission="reports.mend_quality",
        rows=all_hits_of,
        page="reports:quality",
        most=MOST,
        verb="Perbaiki",
    )
)
