"""Files that are not registers, by accident or on purpose, are refused in words and in time."""

import contextlib
import io
import os
import random
import struct
import time
import zipfile
from datetime import date

import pytest

from cases.intakes.register import workbook
from cases.intakes.register.workbook import UnusableFile, open_workbook
from tests import DATA
from tests.cases.intakes.register.sheets import HEADER, ods, people, read_file, xlsx, zipped

GOOD = [1, "Wati", "P", 8, "Tallo", "Anjal", date(2024, 1, 8), "Fly Over", ""]


def members_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_sheet_xml(rows: str) -> bytes:
    """A good workbook whose first sheet has these rows as XML."""
    members = members_of(xlsx({"JAN": [HEADER, GOOD]}))
    members["xl/worksheets/sheet1.xml"] = (
        '<?xml version="1.0"?><worksheet '
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    ).encode()
    return zipped(members)


def refused(source) -> str:
    began = time.monotonic()
    with pytest.raises(UnusableFile) as caught:
        read_file(source)
    assert time.monotonic() - began < workbook.MAX_SECONDS
    return str(caught.value)


def test_cells_are_plain():
    (sheet,) = open_workbook(xlsx({"JAN": [["  a\xa0b ", 8.0, 8.5, True, "", date(2024, 1, 8)]]}))

    assert sheet.rows == [["a b", 8, 8.5, True, None, date(2024, 1, 8)]]


def test_the_content_decides_and_not_the_name(tmp_path):
    path = tmp_path / "register.csv"
    path.write_bytes(xlsx({"JAN": [HEADER, GOOD]}))

    assert len(read_file(path).rows) == 1
    with path.open("rb") as file:
        assert len(read_file(file).rows) == 1


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "kosong"),
        (b" \r\n ", "kosong"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "gambar"),
        (b"<html><table><tr><td>NO</td></tr></table></html>", "halaman web"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "XML"),
        (b"PK\x03\x04 not a zip", "rusak"),
        (workbook.OLE + b"\0" * 5000, "bukan buku kerja"),
        (workbook.OLE + "EncryptedPackage".encode("utf-16-le") + b"\0" * 5000, "kata sandi"),
        (workbook.OLE + b"\xff" * 4000 + "Workbook".encode("utf-16-le") + b"\0" * 999, "rusak"),
        (zipped({"word/document.xml": "<w/>"}), "bukan buku kerja"),
        (zipped({"xl/workbook.bin": "x"}), "xlsb"),
        (zipped({"xl/workbook.xml": "no xml"}), "rusak"),
        (xlsx({"JAN": []}), "kosong"),
        (b'NO;NAMA;L/P\n1;"Wati;P\n2;Ani;P\n', "kutip"),
        (b"halo", "Judul kolom"),
    ],
)
def test_what_is_no_register_is_refused_in_words(data, word):
    message = refused(data)
    assert word in message
    assert message.endswith(".")


def test_random_bytes_are_refused():
    chance = random.Random(7)  # noqa: S311
    for length in (1, 10, 100, 10_000, 1_000_000):
        for start in (b"", b"PK\x03\x04", workbook.OLE):
            refused(start + chance.randbytes(length))


def test_a_damaged_workbook_never_crashes():
    whole = (DATA / "register_small.xls").read_bytes()
    chance = random.Random(8)  # noqa: S311
    for _ in range(25):
        data = bytearray(whole)
        for _ in range(30):
            data[chance.randrange(len(data))] = chance.randrange(256)
        with contextlib.suppress(UnusableFile):
            read_file(bytes(data))


def test_what_is_not_a_file_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "missing.xlsx", tmp_path / "pipe"):
        assert "tidak ada" in refused(path)


def test_100_megabytes_are_not_read(tmp_path):
    path = tmp_path / "large.xlsx"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)

    assert "2 MB" in refused(path)
    with path.open("rb") as file:
        assert "2 MB" in refused(file)
        assert file.tell() <= workbook.MAX_BYTES + 1


def test_a_zip_bomb_is_refused_before_it_is_inflated():
    bomb = members_of(xlsx({"JAN": [HEADER, GOOD]}))
    bomb["xl/media/image1.png"] = b"\0" * (100 * 1024 * 1024)

    assert "terlalu besar" in refused(zipped(bomb))


def test_a_zip_that_understates_its_sizes_is_measured():
    data = bytearray(zipped({"xl/workbook.xml": b"\0" * (100 * 1024 * 1024)}))
    central = data.index(b"PK\x01\x02")
    data[22:26] = data[central + 24 : central + 28] = struct.pack("<I", 100)

    assert "terlalu besar" in refused(bytes(data))


def test_an_encrypted_member_is_refused():
    data = bytearray(zipped({"xl/workbook.xml": "x"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1

    assert "kata sandi" in refused(bytes(data))


def test_entities_that_grow_are_refused():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    members = members_of(xlsx({"JAN": [HEADER, GOOD]}))
    text = members["xl/sharedStrings.xml"].decode()
    document_type = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>'
    members["xl/sharedStrings.xml"] = text.replace("?>", f"?>{document_type}", 1).encode()

    assert "rusak" in refused(zipped(members))


def test_xml_nested_a_million_deep_is_no_crash():
    refused(with_sheet_xml("<row>" * 1_000_000))


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="XFD1048576" t="str"><v>x</v></c>',
        '<c r="ZZZZZ99999999" t="str"><v>x</v></c>',
        '<c r="A0" t="str"><v>x</v></c>',
        '<c r="A1" t="s"><v>99999999</v></c>',
        '<c r="A1" s="999999"><v>1</v></c>',
        "<c><v>",
    ],
)
def test_a_cell_that_claims_the_impossible_is_no_crash(cell):
    refused(with_sheet_xml(f"<row><c r='A1'><v>1</v></c></row><row>{cell}</row>"))


def test_an_ods_that_repeats_its_cells_without_end_is_refused():
    members = members_of(ods({"JAN": [["X"]]}))
    members["content.xml"] = (
        members["content.xml"]
        .replace(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1048576">')
        .replace(
            b"<table:table-cell ", b'<table:table-cell table:number-columns-repeated="16384" '
        )
    )

    refused(zipped(members))


def test_100_000_rows_are_refused():
    rows = "".join(f"{n};W;P;8;T;Anjal;08/01/2024;F;\n" for n in range(100_000))
    assert "5.000 baris" in refused(rows[: workbook.MAX_BYTES].encode())
    row = '<row><c t="n"><v>1</v></c></row>'
    assert "5.000 baris" in refused(with_sheet_xml(row * 100_000))


def test_rows_are_counted_over_all_sheets():
    sheets = {str(n): [[1]] * 2_600 for n in (1, 2)}

    assert "5.000 baris" in refused(xlsx(sheets))


def test_hundreds_of_sheets_are_refused():
    assert "lembar" in refused(xlsx({f"S{n}": [[n]] for n in range(61)}))


def with_merges(*references: str) -> bytes:
    members = members_of(xlsx({"JAN": [HEADER, GOOD]}))
    merges = "".join(f'<mergeCell ref="{reference}"/>' for reference in references)
    text = members["xl/worksheets/sheet1.xml"].decode()
    members["xl/worksheets/sheet1.xml"] = text.replace(
        "</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>"
    ).encode()
    return zipped(members)


@pytest.mark.parametrize(
    "references",
    [
        ["A1:XFD1048576"],
        ["A1:I1", "A2:I2"],
        [f"{letter}1:{letter}1048576" for letter in "ABCDEFGHI"],
        ["A2:A1", "I2:A1", "A1:A1", "B2:D4", "C3:E5"],
        [f"A{n}:I{n + 9}" for n in range(1, 15_000)],
    ],
)
def test_merged_everywhere_is_read_all_the_same(references):
    assert isinstance(read_file(with_merges(*references)).rows, list)


def test_endless_merged_blocks_are_refused():
    assert "terlalu luas" in refused(with_merges(*[f"A{n}:I{n}" for n in range(1, 30_000)]))


def test_formulas_are_never_evaluated():
    cells = [
        '<c r="A{0}"><v>{0}</v></c>',
        '<c r="B{0}" t="str"><f>HYPERLINK("x")</f><v>Wati</v></c>',
        '<c r="C{0}" t="str"><f>UPPER("p")</f>{1}</c>',
        '<c r="D{0}" t="str"><f>1/0</f><v>#DIV/0!</v></c>',
        '<c r="F{0}" t="str"><v>Anjal</v></c>',
        '<c r="G{0}" t="str"><v>08-01-2024</v></c>',
    ]
    head = "".join(
        f'<c r="{letter}1" t="str"><v>{label}</v></c>'
        for letter, label in zip("ABCDEFGHI", HEADER, strict=True)
    )
    with_value = "".join(cells).format(2, "<v>P</v>")
    without = "".join(cells).format(3, "")
    reading = read_file(
        with_sheet_xml(f'<row r="1">{head}</row><row r="2">{with_value}</row>'
                       f'<row r="3">{without}</row>')
    )  # fmt: skip

    assert people(reading) == [("Wati", "P", "anjal", date(2024, 1, 8))]
    assert [(one.row, one.column, one.value) for one in reading.refused] == [(3, "L/P", "")]


def test_odd_numbers_and_characters_are_text_that_refuses():
    odd = ["NaN", "1e308", "-1", "99999999999999999999", "\x00", "\u202e", "𝟗", "²", "_x0041_"]
    rows = [[1, "Wati\x07\u200b", "P", one, "Tallo", "Anjal", "08-01-2024"] for one in odd]
    rows += [[1, "Wati", one, 9, "Tallo", one, one] for one in odd]
    reading = read_file(xlsx({"JAN": [HEADER, *rows]}))

    assert len(reading.rows) == len(odd)
    assert {row.name for row in reading.rows} == {"Wati"}
    assert reading.refused_rows == len(odd)


def test_a_mark_far_from_the_table_is_said_so():
    assert "terlalu luas" in refused(
        xlsx({"JAN": [HEADER, GOOD], "X": [[*[""] * 16_000, 1]] * 90})
    )


def test_excels_own_hint_of_the_delimiter():
    data = (
        b"sep=|\r\n" + "|".join(HEADER).encode() + b"\r\n1|Wati|P|8|A;B;C|Anjal|08-01-2024||\r\n"
    )
    reading = read_file(data)

    assert [(row.row, row.origin) for row in reading.rows] == [(2, "A;B;C")]
