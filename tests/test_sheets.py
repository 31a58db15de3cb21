"""What leaves as a sheet comes back as it was, and nothing in it is ever reckoned."""

import csv
import io
import random
import re
import zipfile
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from rptc import days
from rptc.sheets import as_text, csv_of, is_formula, xlsx_of
from tests.sizes import size

STRINGS = size(10_000)
BEGINNINGS = ["=", "+", "-", "@", "|", "%", "\t", "\r", "\n", "'", "''", "\ufeff", "\u200b"]
BEGINNINGS += [
    "\u00a0",
    "\u3000",
    "＝",
    "＋",
    "－",
    "＠",
    "｜",
    "％",
    "﹢",
    "﹣",
    "＇",
    '"',
    ",",
    ";",
]
PIECES = [
    "1+1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://x.example","x")',
    "SUM(A1:A9)",
    "http://x.example",
    "mailto:a@x.example",
    "+62 811 000 111",
    "O'Neil",
    "_x0041_",
    "_x000D_",
    "\u202e",
    "\U0001f600",
    "\x01\x1f",
    "<b>&amp;",
    "{=1}",
    "TRUE",
    "0012",
    "1e9",
    "2026-11-29",
    "  ",
    "\r\n",
]


def hostile():
    """As many texts as a gate asks, drawn by chance that is the same each time."""
    draw = random.Random(20261129)
    for _ in range(STRINGS):
        begun = draw.choices(BEGINNINGS, k=draw.randint(0, 3))
        yield "".join(begun + draw.choices(PIECES, k=draw.randint(1, 3)))


def in_rows(texts):
    texts = list(texts)
    return [texts[number : number + 4] for number in range(0, len(texts), 4)]


def unmarked(cell):
    """Without the apostrophe that `as_text` puts before what a spreadsheet would reckon."""
    return cell[1:] if cell.startswith("'") and is_formula(cell) else cell


@pytest.mark.gate
def test_no_text_of_a_csv_is_reckoned_and_each_is_as_it_was():
    rows = in_rows(hostile())
    content = csv_of(["a", "b", "c", "d"], rows)
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1:]
    assert [[unmarked(cell) for cell in row] for row in read] == rows
    assert not [cell for row in read for cell in row if is_formula(cell) and cell[0] != "'"]


@pytest.mark.gate
def test_no_cell_of_a_workbook_is_a_formula_or_a_link_and_each_text_is_as_it_was():
    rows = in_rows(hostile())
    content = xlsx_of("Uji", ["=a", "b", "c", "d"], rows, origin="=1+1 & lain")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert not [name for name in parts.namelist() if "external" in name.lower()]
    assert not re.search(r"<f[ >]|<hyperlink", sheet)
    read = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert read[0][0] == "=a"
    assert read[1:] == rows


@pytest.mark.parametrize("text", ["'Aisyiyah", "Daeng Naba", "0012", "", "RPTC-1", "a=b"])
def test_what_is_no_formula_stays_as_it_is(text):
    assert as_text(text) == text


def test_days_moments_and_numbers_keep_their_kind():
    moment = days.at(date(2026, 12, 31), days.time(23, 30))
    line = [date(2026, 12, 31), moment, 12, None, "0012"]
    content = xlsx_of("Uji", list("abcde"), [line])
    read = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[1]
    assert read == [date(2026, 12, 31), moment.replace(tzinfo=None), 12.0, "", "0012"]
    text = csv_of(list("abcde"), [line]).decode("utf-8-sig")
    assert text.splitlines()[1] == "2026-12-31,2026-12-31 23:30,12,,0012"


def test_a_text_that_is_too_long_for_a_cell_is_not_cut_in_silence():
    with pytest.raises(ValueError, match="too long"):
        xlsx_of("Uji", ["a"], [["x" * 40_000]])
