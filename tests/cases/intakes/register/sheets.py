"""Builds small registers as an office would: rows of cells, merged blocks, several sheets."""

import io
import zipfile
from datetime import date
from xml.sax.saxutils import escape

import xlsxwriter

from cases.intakes.register.reader import read_register
from cases.intakes.register.words import NICKNAMES

HEADER = ["NO", "NAMA", "L/P", "UMUR", "ALAMAT ASAL", "KLASIFIKASI", "TGL", "LOKASI", "KET"]


def xlsx(sheets: dict[str, list[list]], merges=(), hidden=()) -> bytes:
    """A workbook; `merges` are (sheet, first row, first column, last row, last column) from 0."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for merged in merges:
                if merged[0] == name:
                    sheet.merge_range(*merged[1:], "")
            for line, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, date):
                        sheet.write_datetime(line, column, cell, day)
                    elif cell not in ("", None):
                        sheet.write(line, column, cell)
            if name in hidden:
                sheet.hide()
        if hidden:
            book.get_worksheet_by_name(next(n for n in sheets if n not in hidden)).activate()
    return file.getvalue()


def ods(sheets: dict[str, list[list]]) -> bytes:
    """The least that LibreOffice would write, by hand."""
    tables = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join(
            f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows
        )
        + "</table:table>"
        for name, rows in sheets.items()
    )
    office = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-content xmlns:office="{office}:office:1.0"'
        f' xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0" office:version="1.2">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped(
        {
            "mimetype": mimetype,
            "content.xml": content,
            "META-INF/manifest.xml": '<?xml version="1.0"?><manifest:manifest '
            f'xmlns:manifest="{office}:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mimetype}"/>'
            "</manifest:manifest>",
        }
    )


def ods_cell(cell) -> str:
    if cell in ("", None):
        return "<table:table-cell/>"
    if isinstance(cell, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{cell}"/>'
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
    text = f"<text:p>{escape(cell)}</text:p>"
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'


def zipped(members: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def read_file(source, *, nicknames=NICKNAMES, **options):
    """A register, with the nicknames that are known from the start."""
    return read_register(source, nicknames=nicknames, **options)


def read(rows, name="JAN", **options):
    """One sheet, read; `merges` without the sheet's name."""
    merges = [(name, *merge) for merge in options.pop("merges", ())]
    return read_file(xlsx({name: rows}, merges), **options)


def people(reading) -> list[tuple]:
    """(name, sex, class, day) of each row."""
    return [(row.name, row.sex, row.class_code, row.met_on) for row in reading.rows]


def lines_of(reading) -> list[tuple]:
    """Every line that is accounted for, once each, as (sheet, row)."""
    refused = {(one.sheet, one.row) for one in reading.refused}
    return sorted([(one.sheet, one.row) for one in [*reading.rows, *reading.ignored]] + [*refused])
