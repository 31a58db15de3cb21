"""The register of a year or a month in the unit's old columns, taken out as a file."""

import hashlib
import io
from dataclasses import dataclass

from cases.intakes.models import Intake
from cases.intakes.register.intake_rows import NamelessRow, RegisterRow
from cases.intakes.register.writer import cells_of, columns_of, title_of, write_register
from cases.people import access
from rptc import days
from rptc.letters.models import Signatory, Unit
from rptc.printing import pdf
from rptc.sheets import CSV, XLSX, csv_of
from rptc.words import pukul, tanggal

PRINTED = "cases/intakes/register_month_print.html"
KINDS = {"xlsx": XLSX, "csv": CSV, "pdf": "application/pdf"}


@dataclass(frozen=True)
class RegisterFile:
    """`sha256` is that of the rows. It stands in the file and in the log, so that a file that is
    found somewhere can be laid beside the line of the log that tells of it."""

    content: bytes
    rows: int
    sha256: str


def counted(year, month=None):
    """What the recap of the year, or of one month, counts."""
    rows = Intake.objects.filter(met_on__year=year, classification__in_table=True)
    return rows.filter(met_on__month=month) if month else rows


def taken_by(user, year, month=None):
    """Of these, what this user takes out: of files that are open to them whole. Whoever caught
    somebody in the street reads that row on the screen, and takes it nowhere."""
    rows = counted(year, month).visible_to(user)
    return in_order(rows.filter(access.whole_to(user, "person")))


def in_order(intakes):
    related = ("person__origin", "classification", "hot_spot")
    return intakes.select_related(*related).order_by("met_on", "met_at", "pk")


def closed_rows(user, year, month=None) -> int:
    """How many rows that the recap counts are missing in what this user takes out."""
    return counted(year, month).count() - taken_by(user, year, month).count()


def lines_of(intakes, *, with_names):
    return [(RegisterRow if with_names else NamelessRow)(intake) for intake in intakes]


def export_register(
    year, intakes, *, by, with_names=True, closed=0, month=None, kind="xlsx"
) -> RegisterFile:
    """These rows of a year, or of one month of it, in the unit's old columns: as a workbook with
    names it imports again with no difference, so that the office can run both for a year.
    `closed` rows are of files that are closed to who takes it: the file says so. `kind` is one of
    KINDS; a year is a workbook."""
    rows = lines_of(intakes, with_names=with_names)
    sha256, now, unit = fingerprint(rows), days.now(), Unit.current()
    origin = (
        f"Diunduh oleh {by}, {tanggal(now)} {pukul(now)}, {len(rows)} baris."
        + (f" {closed} baris berkas tertutup tidak termasuk." if closed else "")
        + f" SHA-256 {sha256}"
    )
    if kind == "pdf":
        content = printed(year, month, rows, unit, origin)
    elif kind == "csv":
        content = csv_of(list(columns_of(rows)), cells_of(rows))
    else:
        file = io.BytesIO()
        lines = [unit.government, unit.agency, unit.name]
        write_register(file, year, rows, unit_lines=lines, origin=origin, month=month)
        content = file.getvalue()
    return RegisterFile(content, len(rows), sha256)


def printed(year, month, rows, unit, origin) -> bytes:
    today = days.today()
    context = {
        "title": title_of(year, month),
        "heads": list(columns_of(rows)),
        "lines": cells_of(rows),
        "origin": origin,
        "unit": unit,
        "signatory": Signatory.objects.on(today).first(),
        "today": today,
    }
    return pdf(PRINTED, context, paper="F4")


def fingerprint(rows) -> str:
    """What is written of each row, a line a row, a tab between two columns."""
    told = hashlib.sha256()
    for row in rows:
        columns = [row.met_on, row.name, row.sex, row.age, row.origin, row.class_text]
        columns += [row.place, row.remarks, row.nik]
        told.update(("\t".join(map(str, columns)) + "\n").encode())
    return told.hexdigest()
