from django.core.exceptions import ValidationError
from django.db import transaction

from cases.casework.progress.models import AFTER, ProgressRow
from cases.stays.locks import lock_stay
from rptc.audit.record import enter


@transaction.atomic
def report_progress(report, *, rows, by):
    """Of a stay of more than two weeks, with the components that were scored."""
    stay = lock_stay(report.stay)
    if not rows:
        raise ValidationError("Nilai sedikitnya satu komponen.")
    if report.on - stay.entered_on < AFTER:
        raise ValidationError({"on": "Laporan dimulai pada hari ke-15 masa pembinaan."})
    if stay.left_on and report.on > stay.left_on:
        raise ValidationError({"on": "Tanggal ini sesudah klien keluar."})
    enter(report, "wrote", by=by, person=stay.person_id, components=len(rows))
    for row in rows:
        row.report = report
    ProgressRow.objects.bulk_create(rows)
    return report
