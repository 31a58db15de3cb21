from django.core.exceptions import ValidationError
from django.db import transaction

from cases.intakes.models import Intake
from cases.intakes.sheets.models import PaperSheet, SheetCounter
from rptc import days
from rptc.audit.record import keep, record
from rptc.saving import locked


@transaction.atomic
def print_batch(batch, *, by):
    """The next numbers of this year, as many as asked for."""
    batch.recorded_by, batch.recorded_at = by, days.now()
    batch.save()
    first = _take(batch.copies, days.today().year)
    PaperSheet.objects.bulk_create(
        PaperSheet(batch=batch, year=days.today().year, sequence=sequence)
        for sequence in range(first, first + batch.copies)
    )
    record(by, "printed", batch, copies=batch.copies)
    return batch


def _take(copies, year):
    """The first of as many numbers; whoever prints at the same moment waits for it."""
    SheetCounter.objects.get_or_create(year=year)
    counter = SheetCounter.objects.select_for_update().get(year=year)
    first = counter.last + 1
    counter.last += copies
    counter.save()
    return first


def take_sheet(sheet, *, by):
    """Lock a sheet that is about to be typed. Whoever comes second is told whose file it is.

    Raises ValidationError on the field `sheet` when it was typed already, or declared void.
    """
    sheet = locked(sheet)
    if sheet.voided_at:
        raise ValidationError({"sheet": f"{sheet} dinyatakan batal: {sheet.void_reason}"})
    if sheet.intake_id:
        raise ValidationError({"sheet": f"{sheet} sudah diketik: {_whose(sheet, by)}."})
    return sheet


def _whose(sheet, reader):
    """Whose file it became, as far as the reader may know."""
    intake = Intake.objects.visible_to(reader).filter(pk=sheet.intake_id).first()
    by = Intake.objects.select_related("recorded_by").get(pk=sheet.intake_id).recorded_by
    if intake is None:
        return f"oleh {by}, ke berkas yang tidak dapat Anda buka"
    return f"oleh {by}, untuk {intake.name_for(reader)}"


def give_sheet(sheet, intake, *, by):
    """The paper is typed: it belongs to this intake from now on."""
    sheet.intake = intake
    keep(sheet, "typed", by=by, person=intake.person_id)


@transaction.atomic
def void_sheet(sheet, reason, *, by):
    """Torn, wet, lost, or written wrongly: said once, and its number is never typed."""
    sheet = locked(sheet)
    if not sheet.is_unused:
        raise ValidationError(f"{sheet} sudah diketik atau sudah dinyatakan batal.")
    sheet.voided_at, sheet.voided_by, sheet.void_reason = days.now(), by, reason
    return keep(sheet, "voided", by=by)
