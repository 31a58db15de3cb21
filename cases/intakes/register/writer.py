"""Writes a year's register in the unit's old columns, a sheet a month, so that `read_register`
reads the same rows again: the office keeps both for a year."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

import xlsxwriter

from cases.intakes.register.words import CLASS_NAMES, MONTH_NAMES, StatedAge

SHEETS = "JAN FEB MAR APR MEI JUN JUL AGU SEP OKT NOV DES".split()
COLUMNS = {
    "NO": 5,
    "NAMA": 28,
    "L/P": 5,
    "UMUR / TTL": 24,
    "ALAMAT ASAL": 24,
    "KLASIFIKASI": 28,
    "TGL TERJARING": 15,
    "LOKASI": 28,
    "KET": 40,
}
HEADER_ROW = 5
MAX_UNIT_LINES = 3


class RegisterLine(Protocol):
    """What a row needs to be written; a `ReadRow` has it. `class_text` is the class's name; where
    it is empty, the usual name of `class_code` is written."""

    name: str
    sex: str
    age: StatedAge
    origin: str
    class_code: str
    class_text: str
    met_on: date
    place: str
    remarks: str
    nik: str


def write_register(
    file,
    year: int,
    rows: Iterable[RegisterLine],
    *,
    unit_lines: Sequence[str],
    origin: str = "",
    month: int | None = None,
):
    """Writes to a path or an open binary file: a year, or one `month` of it. `unit_lines` are the
    letterhead, at most three. `origin` says who took the rows out, when; it stands among the
    file's properties and at the foot of each printed page, so that it is no line of the register.

    Nothing is ever a formula or a link: a name that begins with "=" stays text.
    """
    rows = list(rows)
    if strangers := [row for row in rows if row.met_on.year != year]:
        raise ValueError(f"{len(strangers)} rows are not of {year}")
    if len(unit_lines) > MAX_UNIT_LINES:
        raise ValueError(f"at most {MAX_UNIT_LINES} lines of letterhead")
    columns = columns_of(rows)
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"comments": origin})
        formats = make_formats(book)
        for number in [month] if month else range(1, 13):
            sheet = book.add_worksheet(SHEETS[number - 1])
            write_head(sheet, formats, columns, [*unit_lines], title_of(year, number))
            # "&" begins a code of the footer, which holds 255 signs.
            sheet.set_footer(f"&L&8{origin.replace('&', '&&')}"[:255])
            of_month = [row for row in rows if row.met_on.month == number]
            write_month(sheet, formats, of_month, with_nik="NIK" in columns)


def title_of(year: int, month: int) -> str:
    return f"DATA PMKS TERJARING BULAN {MONTH_NAMES[month - 1].upper()} {year}"


def columns_of(rows: Sequence[RegisterLine]) -> dict[str, int]:
    """A column NIK comes last when any row has one."""
    return COLUMNS | ({"NIK": 20} if any(row.nik for row in rows) else {})


def cells_of(rows: Sequence[RegisterLine], first: int = 1) -> list[list]:
    """What the register says of each row, column by column, where it is no workbook: numbered from
    `first` on."""
    with_nik = "NIK" in columns_of(rows)
    lines = []
    for number, row in enumerate(rows, start=first):
        texts = texts_of(row)
        line = [number, texts[1], texts[2], age_cell(row.age), texts[4], texts[5]]
        lines.append([*line, row.met_on, texts[7], texts[8], *([row.nik] if with_nik else [])])
    return lines


def make_formats(book) -> dict:
    cell = {"border": 1, "valign": "top"}
    return {
        "title": book.add_format({"bold": True, "align": "center"}),
        "head": book.add_format({"bold": True, "border": 1, "align": "center"}),
        "cell": book.add_format(cell),
        "date": book.add_format(cell | {"num_format": "dd-mm-yyyy", "align": "left"}),
    }


def write_head(sheet, formats: dict, columns: dict[str, int], unit_lines: list[str], title: str):
    last = len(columns) - 1
    for line, text in enumerate([*unit_lines, *[""] * (MAX_UNIT_LINES - len(unit_lines)), title]):
        sheet.merge_range(line, 0, line, last, "", formats["title"])
        sheet.write_string(line, 0, text, formats["title"])
    for column, (label, width) in enumerate(columns.items()):
        sheet.set_column(column, column, width)
        sheet.write_string(HEADER_ROW, column, label, formats["head"])
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW)
    sheet.freeze_panes(HEADER_ROW + 1, 0)


def write_month(sheet, formats: dict, rows: list[RegisterLine], *, with_nik: bool):
    line = HEADER_ROW
    for number, row in enumerate(rows, start=1):
        line += 1
        sheet.write_number(line, 0, number, formats["cell"])
        for column, text in texts_of(row).items():
            write_text(sheet, line, column, text, formats["cell"])
        age = age_cell(row.age)
        if isinstance(age, int):
            sheet.write_number(line, 3, age, formats["cell"])
        else:
            write_text(sheet, line, 3, age, formats["cell"])
        sheet.write_datetime(line, 6, row.met_on, formats["date"])
        if with_nik:
            write_text(sheet, line, len(COLUMNS), row.nik, formats["cell"])
    sheet.write_string(line + 2, 1, "JUMLAH", formats["head"])
    sheet.write_number(line + 2, 2, len(rows), formats["head"])


def texts_of(row: RegisterLine) -> dict[int, str]:
    class_name = row.class_text or CLASS_NAMES[row.class_code]
    return {1: row.name, 2: row.sex, 4: row.origin, 5: class_name, 7: row.place, 8: row.remarks}


def write_text(sheet, line: int, column: int, text: str, cell_format):
    """XlsxWriter leaves out what is too long for a cell; leaving out is not for a register."""
    if not text:
        sheet.write_blank(line, column, None, cell_format)
    elif sheet.write_string(line, column, text, cell_format) != 0:
        raise ValueError(f"row {line + 1}: text too long for a cell")


def age_cell(age: StatedAge) -> int | str:
    """An age in the register's own notation, which `read_age` reads back as it was."""
    text = {
        "exact": age.years,
        "about": f"± {age.years}",
        "child": "anak",
        "adult": "dewasa",
        "elder": "lansia",
        "birth": age.born_on and f"{age.born_on:%d-%m-}{age.born_on.year:04}",
        "unknown": "",
    }[age.kind]
    if age.birthplace:
        return f"{age.birthplace}, {text if text != '' else '-'}"
    return text
