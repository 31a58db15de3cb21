"""Tables for spreadsheets: CSV and XLSX, in which no cell is ever a formula or a link, and each
text is what it was."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import xlsxwriter

from rptc import days

# Nobody sees them at the beginning of a cell.
BLANKS = " \t\r\n\v\f\0\u200b\u2060\ufeff"
FORMULAS = ("=", "+", "-", "@", "|", "%")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
# Read as a sheet by a program that knows no other sign of UTF-8.
BOM = "\ufeff"

Cell = str | int | date | datetime | None


def is_formula(text: str) -> bool:
    """A spreadsheet takes a cell that begins like this for a formula; some do so after blanks or
    an apostrophe, or with the wide signs of East Asian keyboards. NFKC writes both in the usual
    way."""
    begins = unicodedata.normalize("NFKC", text).lstrip("'")
    return begins.startswith(("\t", "\r", "\n")) or begins.lstrip(BLANKS + "'").startswith(
        FORMULAS
    )


def as_text(text: str) -> str:
    """With one apostrophe before what a spreadsheet would reckon, and only before that: whoever
    takes it away again has the text."""
    return f"'{text}" if is_formula(text) else text


def csv_of(heads: Sequence[str], lines: Iterable[Sequence[Cell]]) -> bytes:
    out = io.StringIO(newline="")
    out.write(BOM)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(as_text, heads))
    for line in lines:
        writer.writerow([_in_csv(cell) for cell in line])
    return out.getvalue().encode()


def plain_csv(heads: Sequence[str], lines: Iterable[Sequence[str | int]]) -> bytes:
    """For programs as well as people: no mark before it, lines that end in a newline. Written one
    by one, as csv.writer quotes a carriage return in a text only where it ends lines with one."""
    return "".join(map(_plain_line, [heads, *lines])).encode()


def _plain_line(cells):
    out = io.StringIO(newline="")
    told = [as_text(cell) if isinstance(cell, str) else cell for cell in cells]
    csv.writer(out, lineterminator="\r\n").writerow(told)
    return out.getvalue().removesuffix("\r\n") + "\n"


def _in_csv(cell: Cell) -> str | int:
    if isinstance(cell, datetime):
        return f"{cell.astimezone(days.WITA):%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | None):
        return "" if cell is None else cell
    # What is no text here would be written as whatever it calls itself, names and all.
    return as_text(_text(cell))


def _text(cell) -> str:
    if not isinstance(cell, str):
        raise TypeError(f"no cell: {type(cell).__name__}")
    return cell


def xlsx_of(
    title: str, heads: Sequence[str], lines: Iterable[Sequence[Cell]], *, origin: str = ""
) -> bytes:
    """`origin` says who took the rows out, and when: among the properties and at the foot of each
    printed page, so that it is no row."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": title, "comments": origin})
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True, "bottom": 1})
        formats = {
            date: book.add_format({"num_format": "dd-mm-yyyy", "align": "left"}),
            datetime: book.add_format({"num_format": "dd-mm-yyyy hh:mm", "align": "left"}),
        }
        for column, text in enumerate(heads):
            write_text(sheet, 0, column, text, head)
        for number, line in enumerate(lines, 1):
            for column, cell in enumerate(line):
                _write(sheet, number, column, cell, formats)
        sheet.set_column(0, len(heads) - 1, 22)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.freeze_panes(1, 0)
        # "&" begins a code of the footer, which holds 255 signs.
        sheet.set_footer(f"&L&8{origin.replace('&', '&&')}"[:255])
    return out.getvalue()


def _write(sheet, line, column, cell: Cell, formats):
    if isinstance(cell, str):
        write_text(sheet, line, column, cell)
    elif isinstance(cell, datetime):
        at = cell.astimezone(days.WITA).replace(tzinfo=None)
        sheet.write_datetime(line, column, at, formats[datetime])
    elif isinstance(cell, date):
        sheet.write_datetime(line, column, cell, formats[date])
    elif isinstance(cell, int):
        sheet.write_number(line, column, cell)
    elif cell is not None:
        _text(cell)


def write_text(sheet, line: int, column: int, text: str, style=None):
    """XlsxWriter leaves out what is too long for a cell; leaving out is not for a list."""
    if text and sheet.write_string(line, column, text, style) != 0:
        raise ValueError(f"row {line + 1}: text too long for a cell")
