"""What the part Catatan of a file shows of progress reports."""

from cases.casework.progress.models import AFTER, ProgressReport
from rptc import days
from rptc.parts import Part, register

# So many of the last are shown; all of them stand on the paper.
SHOWN = 4


def _reports(context, stay):
    """The last ones of a stay, with what was scored; nothing where none is due yet."""
    reports = ProgressReport.objects.visible_to(context["user"]).filter(stay=stay)
    reports = reports.select_related("recorded_by").prefetch_related("rows")
    last = list(reports.order_by("-on", "-pk")[:SHOWN])
    is_due = days.today() - stay.entered_on >= AFTER
    return {"stay": stay, "reports": last} if last or is_due else None


register(
    "notes.side", Part(10, "cases/casework/_progress_part.html", _reports, "cases.view_progress")
)
