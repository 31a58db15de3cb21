"""A document is written down, put right, confirmed, scanned; somebody has read it."""

from django.core.exceptions import ValidationError
from django.db import transaction

from rptc import days
from rptc.accounts.models import User
from rptc.audit.record import enter, keep, record
from rptc.letters.procedures.models import Procedure, ProcedureReading, ProcedureScan
from rptc.saving import locked, save

# What a document says. The rest (until when, for which work, by whom to be read) is ours.
WORDS = ["kind", "number", "year", "title", "articles", "valid_from"]
CHANGED = "Dokumen ini berubah sejak halaman Anda dibuka. Periksa lagi."
UNFINISHED = "Isi nomor dan tanggal berlakunya dahulu, lalu konfirmasi."


@transaction.atomic
def write_procedure(row: Procedure, *, by: User) -> Procedure:
    """Raises ValidationError of one that stands there already."""
    return keep(row, "registered", by=by)


@transaction.atomic
def change_procedure(row: Procedure, *, by: User) -> Procedure:
    """`row` is locked by its page and filled by the form. With other words it is another edition,
    which somebody confirms anew."""
    before = Procedure.objects.get(pk=row.pk)
    if any(getattr(row, name) != getattr(before, name) for name in WORDS):
        _begin_edition(row)
    return keep(row, "changed", by=by)


@transaction.atomic
def confirm_procedure(row: Procedure, *, version: int, by: User) -> None:
    """Somebody of the unit has compared number, article and first day with the paper: from now on
    letters and pages name it. Raises ValidationError where one of them is not written, or it is
    no longer as it stood on their page."""
    row = locked(row)
    if row.version != version:
        raise ValidationError(CHANGED)
    if row.is_confirmed:
        raise ValidationError("Dokumen ini sudah dikonfirmasi.")
    if row.missing:
        raise ValidationError(UNFINISHED)
    row.confirmed_at, row.confirmed_by = days.now(), by
    row.version += 1
    keep(row, "confirmed", by=by)


@transaction.atomic
def add_procedure_scan(scan: ProcedureScan, *, paper: bytes, by: User) -> ProcedureScan:
    """The paper. After another one the document is to be confirmed and read anew."""
    row = locked(scan.procedure)
    if row.scans.exists():
        _begin_edition(row)
        row.version += 1
        save(row)
    scan.keep(paper)
    return enter(scan, "attached", by=by)


def _begin_edition(row):
    row.edition += 1
    row.confirmed_at = row.confirmed_by = None


@transaction.atomic
def say_read(row: Procedure, *, edition: int, by: User) -> None:
    """Raises ValidationError of a document that nobody has confirmed, for it may still change; of
    one that is not attached, for there is nothing to read; and of another edition than theirs."""
    row = locked(row)
    if row.edition != edition:
        raise ValidationError(CHANGED)
    if not row.is_confirmed:
        raise ValidationError("Dokumen ini belum dikonfirmasi. Baca setelah dikonfirmasi.")
    if not row.scans.exists():
        raise ValidationError("Dokumennya belum dilampirkan: belum ada yang dapat dibaca.")
    reading, is_new = ProcedureReading.objects.get_or_create(
        procedure=row, edition=row.edition, reader=by
    )
    if is_new:
        record(by, "said_read", reading)
