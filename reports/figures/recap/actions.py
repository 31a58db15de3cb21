from django.db import transaction

from reports.figures.models import OfficialFigure
from rptc.audit.record import record


@transaction.atomic
def type_official_figures(year: int, figures: list[OfficialFigure], *, by) -> None:
    """Keep the published table of a year as it is typed now; a class left empty has no figure.

    One statement writes all: two who save at once leave one table, not an error.
    """
    for figure in figures:
        figure.recorded_by = by
    kept = [figure.classification_id for figure in figures]
    OfficialFigure.objects.filter(year=year).exclude(classification__in=kept).delete()
    OfficialFigure.objects.bulk_create(
        figures,
        update_conflicts=True,
        unique_fields=["year", "classification"],
        update_fields=["male", "female", "recorded_by", "recorded_at"],
    )
    record(by, "typed_official_figures", year=year, classes=len(figures))
