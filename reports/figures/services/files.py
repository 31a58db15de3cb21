"""The SPM of a triwulan on paper and as a sheet; numbers alone."""

from reports.figures.services.models import NOT_SET
from reports.figures.services.quarter import Quarter
from rptc import days
from rptc.letters.models import Signatory, Unit
from rptc.printing import pdf
from rptc.sheets import CSV, XLSX, csv_of, xlsx_of
from rptc.words import angka

SHORT = "SPM"
PRINTED = "reports/figures/spm_print.html"
HEADS = (
    "Baris",
    "Kelompok",
    "Target setahun",
    "Triwulan ini L",
    "Triwulan ini P",
    "Triwulan ini",
    "Sampai triwulan ini L",
    "Sampai triwulan ini P",
    "Sampai triwulan ini",
    "Persen",
    "Tanpa NIK",
)


def lines_of(found: Quarter) -> list[list]:
    """Rows a to d, then each service with how many it reached in a row within the triwulan."""
    lines = [
        [
            row.line.value,
            row.line.label,
            NOT_SET if row.number is None else row.number,
            row.quarter.male,
            row.quarter.female,
            row.quarter.people,
            row.year.male,
            row.year.female,
            row.year.people,
            "" if row.percent is None else angka(row.percent, 1),
            row.without_nik,
        ]
        for row in found.rows
    ]
    blank = [None] * (len(HEADS) - 6)
    for spm, cells, _ in found.given:
        for line, cell in cells:
            told = [line.value, spm.label, None, cell.male, cell.female, cell.people]
            lines.append(told + blank)
    return lines


def title_of(found: Quarter) -> str:
    return f"{SHORT} {found.period.title}"


def csv_file(found, user) -> bytes:
    return csv_of(HEADS, lines_of(found))


def xlsx_file(found, user) -> bytes:
    origin = f"Diambil {user}, {days.now().astimezone(days.WITA):%d/%m/%Y %H.%M}"
    return xlsx_of(title_of(found), HEADS, lines_of(found), origin=origin)


def pdf_file(found, user) -> bytes:
    today = days.today()
    context = {
        "found": found,
        "is_over": found.period.is_over(today),
        "unit": Unit.current(),
        "signatory": Signatory.objects.on(today).first(),
        "today": today,
    }
    return pdf(PRINTED, context)


# extension: (content type, how it is made, what was done)
FILES = {
    "pdf": ("application/pdf", pdf_file, "printed"),
    "xlsx": (XLSX, xlsx_file, "exported"),
    "csv": (CSV, csv_file, "exported"),
}
