"""A cut as a file: PDF, XLSX and CSV, as those of the recap. No name of a klien, and none of a
partner with a closed destination, whoever asks: it goes from hand to hand."""

import io

import xlsxwriter

from reports.figures.cuts.table import CutTable
from reports.figures.recap import files
from reports.figures.recap.figures import Recap
from rptc.printing import pdf

PRINTED = "reports/figures/recap_cuts_print.html"


def pdf_file(table: CutTable, recap: Recap) -> bytes:
    return pdf(PRINTED, files.printed(recap) | {"table": table})


def xlsx_file(table: CutTable, recap: Recap) -> bytes:
    out = io.BytesIO()
    constants = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, constants) as book:
        files.fill_sheet(book, book.add_worksheet("Rekap"), table)
    return out.getvalue()


def csv_file(table: CutTable, recap: Recap) -> bytes:
    return files.csv_file(table, [table.divides_by, *files.HEADS[1:]])


MAKERS = {"pdf": pdf_file, "xlsx": xlsx_file, "csv": csv_file}


def file_name(table: CutTable, extension: str) -> str:
    """rekap-2024-umur.csv"""
    name = files.file_name(table, extension).removesuffix(f".{extension}")
    return f"{name}-{table.cut}.{extension}"
