"""What the part Catatan of a file shows of progress reports."""

from cases.casework.progress.models import AFTER, ProgressReport
from rptc import days
from rptc.kept import THIS, kept_rows
from rptc.parts import Part, register

# So many of the last are shown; all of them stand on the paper.
SHOWN = 4


def _reports(context, stay):
    """The last ones of a stay, with what was scored; nothing where none is due yet."""
    last = kept_rows(_last, context["user"], this=stay.pk)
    is_due = days.today() - stay.entered_on >= AFTER
    return {"stay": stay, "reports": last} if last or is_due else None


def _last(user):
    reports = ProgressReport.objects.visible_to(user).filter(stay=THIS)
    reports = reports.select_related("recorded_by").prefetch_related("rows")
    return reports.order_by("-on", "-pk")[:SHOWN]


register(
    "notes.side", Part(10, "cases/casework/_progress_part.html", _reports, "cases.view_progress")
)
