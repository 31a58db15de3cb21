"""The recap as a file and as a message: PDF, XLSX, CSV and WhatsApp, from the same Recap."""

import io
from collections.abc import Sequence

import xlsxwriter
from django.urls.converters import StringConverter

from reports.figures.recap import figures
from reports.figures.recap.figures import Measure, Recap
from rptc import days, words
from rptc.letters.models import Signatory, Unit
from rptc.printing import pdf
from rptc.sheets import plain_csv

HEADS = ("Klasifikasi", "Laki-laki", "Perempuan", "Jumlah")
HIDDEN = "*"
HIDDEN_NOTE = "* Angka kecil disembunyikan untuk melindungi orangnya."
PRINTED = "reports/figures/recap_print.html"
TITLE = ("Data Jumlah PMKS dibina", "Dinas Sosial Kota Makassar")
NOTES = {
    Measure.INTAKES: "Setiap kali terjaring dihitung, dengan satu klasifikasi utama.",
    Measure.PEOPLE: "Dihitung menurut orang, sekali dalam periode ini, dengan klasifikasi saat"
    " pertama kali terjaring.",
    Measure.STAYS: "Dihitung menurut masa pembinaan yang mulai dalam periode ini.",
}


def points_of(recap: Recap) -> list[str]:
    """Why this recap is SEMENTARA."""
    unsettled = figures.unsettled_rows(recap.period, recap.measure).count()
    return figures.open_points(recap, unsettled, figures.balance(recap.period))


def pdf_file(recap: Recap) -> bytes:
    return pdf(PRINTED, printed(recap))


def printed(recap: Recap) -> dict:
    """What the printed page shows."""
    today = days.today()
    return {
        "recap": recap,
        "table": recap,
        "title": TITLE,
        "note": NOTES[recap.measure],
        "hidden_note": HIDDEN_NOTE,
        "unit": Unit.current(),
        "signatory": Signatory.objects.on(today).first(),
        "today": today,
        "points": points_of(recap),
    }


def csv_file(recap: Recap, heads: Sequence[str] = HEADS) -> bytes:
    rows = (*recap.rows, recap.sums)
    return plain_csv(heads, [[row.name, *map(as_number, row.numbers)] for row in rows])


def csv_for_programs(recap: Recap) -> bytes:
    """The heads that other programs read, whatever people read (`manage.py recap`)."""
    return csv_file(recap, ["classification", "male", "female", "total"])


def as_number(number: int | None) -> int | str:
    return HIDDEN if number is None else number


def xlsx_file(recap: Recap) -> bytes:
    out = io.BytesIO()
    constants = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, constants) as book:
        fill_sheet(book, book.add_worksheet("Rekap"), recap)
    return out.getvalue()


def fill_sheet(book, sheet, recap: Recap) -> None:
    """The printed table: title, two lines of heads, the classes, JUMLAH, where it comes from."""
    title = book.add_format({"bold": True, "align": "center"})
    head = book.add_format({"bold": True, "align": "center", "valign": "vcenter", "border": 1})
    body = book.add_format({"border": 1})
    total = book.add_format({"border": 1, "bold": True})
    for line, text in enumerate([TITLE[0], f"{TITLE[1]} {recap.period.official_title}"]):
        sheet.merge_range(line, 0, line, 4, text, title)
    for column, text in ((0, "NO"), (1, recap.divides_by.upper()), (4, "TOTAL")):
        sheet.merge_range(3, column, 4, column, text, head)
    sheet.merge_range(3, 2, 3, 3, "JENIS KELAMIN", head)
    sheet.write_string(4, 2, "L", head)
    sheet.write_string(4, 3, "P", head)
    for number, row in enumerate(recap.rows, 1):
        sheet.write_number(4 + number, 0, number, body)
        fill_row(sheet, 4 + number, row, body)
    last = 5 + len(recap.rows)
    sheet.write_blank(last, 0, None, total)
    fill_row(sheet, last, recap.sums, total)
    notes = [f"Sumber: {Unit.current().source}. {NOTES[recap.measure]}", *points_of(recap)]
    if recap.hides_something:
        notes.append(HIDDEN_NOTE)
    for line, text in enumerate(notes, last + 2):
        sheet.write_string(line, 0, text)
    sheet.set_column(1, 1, 34)


def fill_row(sheet, line: int, row, style) -> None:
    sheet.write_string(line, 1, row.name, style)
    for column, number in enumerate(row.numbers, 2):
        if number is None:
            sheet.write_string(line, column, HIDDEN, style)
        else:
            sheet.write_number(line, column, number, style)


def whatsapp_text(recap: Recap, points: list[str]) -> str:
    """The figures as a message: never a name."""
    lines = [
        f"*{' '.join(TITLE)} {recap.period.official_title}*",
        f"Menurut {recap.measure.label.lower()}, per {words.tanggal_surat(days.today())}",
        "",
        *(
            f"{i}. {row.name}: L {shown(row.male)}, P {shown(row.female)}, {shown(row.total)}"
            for i, row in enumerate(recap.rows, 1)
        ),
        "",
        f"*JUMLAH: L {shown(recap.male)}, P {shown(recap.female)}, {shown(recap.total)}*",
    ]
    if recap.hides_something:
        lines.append(HIDDEN_NOTE)
    if points:
        lines += ["", f"SEMENTARA. {' '.join(points)}"]
    return "\n".join(lines)


def shown(number: int | None) -> str:
    return HIDDEN if number is None else words.angka(number)


# extension: (content type, how it is made, what was done)
FILES = {
    "pdf": ("application/pdf", pdf_file, "printed"),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        xlsx_file,
        "exported",
    ),
    "csv": ("text/csv; charset=utf-8", csv_file, "exported"),
}


def file_name(recap: Recap, extension: str) -> str:
    measure = "" if recap.measure == Measure.INTAKES else f"-{recap.measure}"
    return f"rekap-{recap.period.slug}{measure}.{extension}"


class FileExtension(StringConverter):
    """What an address may end in."""

    regex = "|".join(FILES)
