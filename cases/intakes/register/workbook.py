"""Opens a file as sheets of plain cells. The content decides what a file is, never its name.

Refused in words, as `UnusableFile`: what is not a workbook, what is encrypted or damaged, what is
empty, and what is larger than a register can be. A zip is measured before anything reads it, and
calamine reads it in a process of its own (sheet_process.py says why).
"""

import csv
import io
import json
import math
import os
import re
import struct
import subprocess
import sys
import unicodedata
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

MAX_BYTES = 2 * 1024 * 1024
MAX_INFLATED = 64 * 1024 * 1024
MAX_MEMBERS = 500
MAX_SHEETS = 60
MAX_ROWS = 5_000
MAX_CELLS = 1_000_000
MAX_SECONDS = 30

SAVE_AS = "Buka berkas itu di Excel, lalu simpan sebagai .xlsx."
NOT_A_WORKBOOK = f"Berkas ini bukan buku kerja Excel. {SAVE_AS}"
DAMAGED = f"Berkas ini rusak atau bukan buku kerja Excel. {SAVE_AS}"
ENCRYPTED = "Berkas ini dikunci dengan kata sandi. Hapus kata sandinya, lalu coba lagi."
EMPTY = "Berkas ini kosong."
OPEN_QUOTE = (
    "Di berkas ini ada tanda kutip yang tidak ditutup, atau sel yang terlalu panjang. "
    "Perbaiki dahulu, lalu coba lagi."
)
TOO_LARGE = "Berkas ini lebih besar dari 2 MB. Bagi menjadi beberapa berkas."
TOO_LARGE_INSIDE = "Isi berkas ini terlalu besar sesudah dibuka. Berkas tidak dibaca."
TOO_MANY_ROWS = "Berkas ini berisi lebih dari 5.000 baris. Bagi menjadi beberapa berkas."
TOO_MANY_SHEETS = f"Berkas ini berisi lebih dari {MAX_SHEETS} lembar. Bagi dahulu."
TOO_WIDE = (
    "Lembar di berkas ini terlalu luas: ada isi yang jauh di luar tabel. "
    "Hapus isi yang jauh itu, lalu coba lagi."
)
UNUSABLE = {
    "cells": TOO_WIDE,
    "rows": TOO_MANY_ROWS,
    "sheets": TOO_MANY_SHEETS,
    "encrypted": ENCRYPTED,
    "damaged": DAMAGED,
}

ZIP = b"PK\x03\x04"
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
OTHER_KINDS = {
    b"%PDF": "berkas PDF",
    b"\x89PNG": "gambar",
    b"\xff\xd8\xff": "gambar",
    b"GIF8": "gambar",
    b"Rar!": "arsip RAR",
    b"7z\xbc\xaf": "arsip 7z",
    b"\x1f\x8b": "arsip gzip",
    b"{\\rtf": "dokumen RTF",
}
MARKUP = re.compile(rb"(\xef\xbb\xbf)?\s*<(!|\?|[a-z])", re.IGNORECASE)
DELIMITERS = ";,\t|"

Cell = str | int | float | bool | date | None


class UnusableFile(Exception):
    """A file that cannot be read at all. Its text is a sentence for the screen."""


@dataclass(frozen=True)
class Sheet:
    """Rows of cells from A1 on; an empty cell is None. `merges` are pairs of corners
    ((row, column), (row, column)), counted from 0, both ends included."""

    name: str
    rows: list[list[Cell]]
    merges: list = field(default_factory=list)
    hidden: bool = False


def open_workbook(source: bytes | str | os.PathLike | io.IOBase) -> list[Sheet]:
    data = read_bounded(source)
    if not data.strip():
        raise UnusableFile(EMPTY)
    if data.startswith(ZIP):
        check_zip(data)
        sheets = read_native(data)
    elif data.startswith(OLE):
        check_ole(data)
        sheets = read_native(data)
    else:
        sheets = [read_csv(data)]
    if not any(is_filled(row) for sheet in sheets for row in sheet.rows):
        raise UnusableFile(EMPTY)
    return sheets


def is_filled(row: list[Cell]) -> bool:
    return any(cell is not None for cell in row)


def read_bounded(source) -> bytes:
    """The bytes of a file, and never more of them than the limit."""
    if isinstance(source, bytes):
        data = source
    elif hasattr(source, "read"):
        data = source.read(MAX_BYTES + 1)
    else:
        path = Path(source)
        try:
            if not path.is_file():
                raise UnusableFile(f"Berkas {path.name} tidak ada.")
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except (OSError, ValueError) as error:
            raise UnusableFile(f"Berkas {path.name} tidak dapat dibuka.") from error
    if len(data) > MAX_BYTES:
        raise UnusableFile(TOO_LARGE)
    return data


# Zip: .xlsx and .ods


def check_zip(data: bytes):
    """Refuses what is no workbook and what grows too large, before anything inflates it whole."""
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        raise UnusableFile(DAMAGED) from error
    if any(member.flag_bits & 1 for member in members):
        raise UnusableFile(ENCRYPTED)
    names = {member.filename for member in members}
    if "xl/workbook.bin" in names:
        raise UnusableFile(f"Berkas ini buku kerja biner (.xlsb). {SAVE_AS}")
    if "content.xml" not in names and not any(name.startswith("xl/") for name in names):
        raise UnusableFile(NOT_A_WORKBOOK)
    declared = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or declared > MAX_INFLATED:
        raise UnusableFile(TOO_LARGE_INSIDE)
    left = MAX_INFLATED
    for member in members:
        left -= inflated_size(data, member, left)


def inflated_size(data: bytes, member: zipfile.ZipInfo, limit: int) -> int:
    """The size of a member as it really is, whatever it declares.

    The XML of a workbook never has a document type: one is only there to make entities grow.
    """
    size, tail = 0, b""
    for piece in inflated(data, member):
        size += len(piece)
        if size > limit:
            raise UnusableFile(TOO_LARGE_INSIDE)
        if b"<!DOCTYPE" in tail + piece or b"<!ENTITY" in tail + piece:
            raise UnusableFile(DAMAGED)
        tail = piece[-8:]
    return size


def inflated(data: bytes, member: zipfile.ZipInfo, step: int = 256 * 1024):
    """The content of a member in pieces no larger than a step."""
    header = data[member.header_offset : member.header_offset + 30]
    if not header.startswith(ZIP) or len(header) < 30:
        raise UnusableFile(DAMAGED)
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    start = member.header_offset + 30 + name_length + extra_length
    packed = data[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        yield packed
    elif member.compress_type == zipfile.ZIP_DEFLATED:
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            while packed and not stream.eof:
                yield stream.decompress(packed, step)
                packed = stream.unconsumed_tail
        except zlib.error as error:
            raise UnusableFile(DAMAGED) from error
    else:
        raise UnusableFile(DAMAGED)


def check_ole(data: bytes):
    """An old .xls; or what is kept in the same container: a locked .xlsx, a Word document."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnusableFile(ENCRYPTED)
    if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        raise UnusableFile(NOT_A_WORKBOOK)


def read_native(data: bytes) -> list[Sheet]:
    script = Path(__file__).with_name("sheet_process.py")
    limits = [str(limit) for limit in (MAX_SHEETS, MAX_ROWS, MAX_CELLS)]
    try:
        process = subprocess.run(  # noqa: S603  our own script, with numbers of our own
            [sys.executable, "-I", str(script), *limits],
            input=data,
            capture_output=True,
            timeout=MAX_SECONDS,
            check=True,
            env={},  # no secret of ours goes there
        )
        answer = json.loads(process.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise UnusableFile(DAMAGED) from error
    if "unusable" in answer:
        raise UnusableFile(UNUSABLE[answer["unusable"]])
    return [
        Sheet(
            name=sheet["name"],
            rows=[[plain_cell(cell) for cell in row] for row in sheet["rows"]],
            merges=sheet["merges"],
            hidden=sheet["hidden"],
        )
        for sheet in answer["sheets"]
    ]


def plain_cell(cell) -> Cell:
    """A cell without the accidents of its format: 8.0 is 8, blank text is nothing."""
    if isinstance(cell, str):
        return plain_text(cell)
    if isinstance(cell, dict):
        return date.fromisoformat(cell["date"])
    if isinstance(cell, float) and not math.isfinite(cell):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell


def plain_text(text: str) -> str | None:
    """Without control characters, byte order marks and odd spaces; None when nothing is left."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = text.translate(ODD_CHARACTERS).strip()
    return text or None


ODD_CHARACTERS = {code: None for code in [*range(32), *range(127, 160), 0x200B, 0xFEFF]}
ODD_CHARACTERS |= {ord("\n"): "\n", ord("\t"): " ", 0xA0: " ", 0x2007: " ", 0x202F: " "}


# CSV, as Excel writes it


def read_csv(data: bytes) -> Sheet:
    text = decode(data)
    # Excel's own hint on the first line, which it does not show as a row.
    hint = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    if hint:
        text, delimiter = text[hint.end() :], hint[1]
    else:
        delimiter = max(DELIMITERS, key=lambda one: regularity(text, one))
    try:
        return Sheet("CSV", split(text, delimiter))
    except csv.Error as error:
        raise UnusableFile(OPEN_QUOTE) from error


def regularity(text: str, delimiter: str) -> int:
    """How much a delimiter makes a table: how many there are in lines with the usual number."""
    counts = Counter(line.count(delimiter) for line in text.splitlines())
    return max(count * lines for count, lines in counts.items())


def decode(data: bytes) -> str:
    for other, kind in OTHER_KINDS.items():
        if data.startswith(other):
            raise UnusableFile(f"Berkas ini {kind}, bukan buku kerja Excel.")
    if MARKUP.match(data):
        raise UnusableFile(f"Berkas ini halaman web atau XML, bukan buku kerja. {SAVE_AS}")
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if wide else ["utf-8-sig", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if re.search(r"[\x00-\x08\x0e-\x1f]", text):
            break
        return text
    raise UnusableFile(NOT_A_WORKBOOK)


def split(text: str, delimiter: str) -> list[list[Cell]]:
    """Rows of a CSV. Strict: a quotation mark left open would swallow the people below it."""
    rows, filled, cells = [], 0, 0
    for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
        row = [plain_text(cell) for cell in record]
        rows.append(row)
        filled += is_filled(row)
        cells += len(row)
        if filled > MAX_ROWS:
            raise UnusableFile(TOO_MANY_ROWS)
        if cells > MAX_CELLS:
            raise UnusableFile(TOO_WIDE)
    return rows
