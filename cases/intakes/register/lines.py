"""What the lines around people say: the month and year of a sheet, the date and place above,
totals, signatures."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from cases.intakes.register import words
from cases.intakes.register.header import find_header
from cases.intakes.register.words import text_of
from cases.intakes.register.workbook import Sheet

# Month and year of a sheet

YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")
MONTH_WORD = re.compile(rf"(?<![^\W\d_])({words.MONTH})(?![^\W\d_])", re.IGNORECASE)
MONTH_LINE = re.compile(
    rf"(?:bulan\b[\s:.]*)?({words.MONTH})\.?[\s,/-]*(?:tahun\b\s*)?(20[0-9]{{2}})?", re.IGNORECASE
)
TITLE_MONTH = re.compile(rf"\bbulan\b[\s:.]*({words.MONTH})\b", re.IGNORECASE)


def month_of(name: str) -> int | None:
    """The month that a sheet's name says: JAN, "Januari 2024", "01", "1-2024"."""
    found = {words.MONTHS[word.lower()] for word in MONTH_WORD.findall(name.replace("_", " "))}
    if len(found) == 1:
        return found.pop()
    number = re.fullmatch(r"(?:bulan\s*)?(0?[1-9]|1[0-2])(?:[\s./-]+20[0-9]{2})?", name.lower())
    return int(number[1]) if number and not found else None


def year_of(sheets: list[Sheet]) -> int | None:
    """The year that names and titles agree on most, for sheets that say none."""
    said = Counter(sheet_year for sheet in sheets if (sheet_year := own_year(sheet)))
    return said.most_common(1)[0][0] if said else None


def own_year(sheet: Sheet) -> int | None:
    """The year in a sheet's title ("TAHUN 2024", "BULAN JANUARI 2024") or name."""
    for row in range(min(len(sheet.rows), 15)):
        line = line_of(sheet.rows[row])
        if find_header(sheet, row):
            break
        if words.DATE.search(line) or LETTER.search(line):
            continue
        if len(found := {*YEAR.findall(line)}) == 1:
            return int(found.pop())
    found = YEAR.findall(sheet.name)
    return int(found[0]) if len(found) == 1 else None


def title_month(sheet: Sheet) -> int | None:
    for row in range(min(len(sheet.rows), 15)):
        if find_header(sheet, row):
            break
        line = line_of(sheet.rows[row])
        if (found := TITLE_MONTH.search(line)) and not SO_FAR.search(line):
            return words.MONTHS[found[1].lower()]
    return None


def line_of(cells) -> str:
    """A line as it is read aloud: its filled cells, one after another."""
    return " ".join(text_of(cell) for cell in cells if cell is not None)


# Lines that are not people

TOTAL = re.compile(r"\W*(?:jumlah|jml|jlh|(?:sub|grand)?\W*total)\b", re.IGNORECASE)
SO_FAR = re.compile(r"\b(?:s\W?d|sampai|hingga|kumulatif)\b", re.IGNORECASE)
LONGEST_LINE = 300
CATCH = "razia|terjaring|penjaringan|operasi|patroli|penjangkauan"
EVENT = re.compile(
    rf"\W*(?:(?:[ivx]+|[0-9]{{1,2}}|[a-h])[.)]*\s+)?(?:(?:hasil|kegiatan|pelaksanaan)\W+)*"
    rf"(?:{CATCH}|tanggal|tgl|lokasi|tempat|waktu|hari\W*(?:tanggal|tgl|{words.WEEKDAYS}|:)"
    rf"|(?:{words.WEEKDAYS})[\s,/-]*[0-9])",
    re.IGNORECASE,
)
STOP = r"(?=\W*\b(?:tanggal|tgl|hari|pukul|pkl|jam|waktu|petugas|tim|regu|tahun|bulan)\b|\W*$)"
PLACE = re.compile(rf"\b(?:lokasi|tempat|tkp|bertempat di)\b[\s:.]*(.+?){STOP}", re.IGNORECASE)
PLACE_OF_DAY = re.compile(rf"\bdi\s+(.+?){STOP}", re.IGNORECASE)
LETTER = re.compile(r"\b(?:surat|nomor|sprin|perda|sk|dicetak)\b", re.IGNORECASE)
SIGNATURE = re.compile(
    rf"\b(?:mengetahui|menyetujui|kepala (?:upt|dinas|seksi|bidang|sub)|nip\b|pangkat|"
    rf"yang membuat|dibuat oleh|penanggung jawab|pelaksana tugas|a\.?n\.|plt\.|"
    rf"makassar\s*,\s*(?:tgl\b|tanggal\b)?[\s0-9._-]*(?:{words.MONTH})?\b[\s0-9.]*$)",
    re.IGNORECASE,
)
DAY_RANGE = re.compile(
    rf"[0-9]{{1,2}}\s*(?:-|–|s\W?d|sampai|dan|&)\s*[0-9]{{1,2}}\s*(?:{words.MONTH})\b", re.I
)


@dataclass(frozen=True)
class Event:
    """What a line above people says of them. `day` is None where it says none."""

    day: date | None = None
    is_unreadable: bool = False
    place: str = ""


def read_event(line: str, *, year: int | None, month: int | None) -> Event | None:
    """ "Razia tanggal 2 Januari 2023 di Fly Over", "Senin, 2 Januari 2023", "LOKASI : PASAR".

    A line that begins with a word of the catch, one that names it and a day, or nothing but a
    day. Two days in one line are no day: whose is whose is not said.
    """
    if LETTER.search(line) or len(line) > LONGEST_LINE:
        return None
    found = words.find_dates(line)
    if not (
        EVENT.match(line)
        or (found and re.search(rf"\b(?:{CATCH})\b", line, re.IGNORECASE))
        or is_day(line)
    ):
        return None
    place = PLACE.search(line) or (found and PLACE_OF_DAY.search(line))
    place = words.DATE.sub(" ", place[1]).strip(" :,.-") if place else ""
    if not found and not re.search(r"\b(?:tanggal|tgl|hari)\b", line, re.IGNORECASE):
        return Event(place=place)
    try:
        return Event(day_in(line, found, year, month), place=place)
    except words.Unreadable:
        return Event(is_unreadable=True, place=place)


def is_day(line: str) -> bool:
    try:
        return bool(words.DATE.search(line) and words.read_date(line))
    except words.Unreadable:
        return False


def day_in(line: str, found: list[re.Match], year: int | None, month: int | None) -> date:
    if len(found) > 1 or DAY_RANGE.search(line):
        raise words.Unreadable(words.DATE_EXPECTED)
    if found:
        return words.plausible(words.day_found(found[0]))
    said = re.search(r"\b(?:tanggal|tgl|hari)\b[\s:.]*(.*)", line, re.IGNORECASE)
    rest = PLACE_OF_DAY.sub("", PLACE.sub("", said[1])).strip(" ,.-")
    return words.read_date(rest or None, year=year, month=month)


def day_and_place(text: str) -> tuple[str, str | None]:
    """ "12/01/2023 - Jl. Veteran" -> the day, and what stands around it. Without exactly one day
    the whole text is the day, which then cannot be read."""
    found = words.find_dates(text)
    if len(found) != 1 or DAY_RANGE.search(text):
        return text, None
    rest = f"{text[: found[0].start()]} {text[found[0].end() :]}"
    place = re.sub(rf"^\s*(?:{words.WEEKDAYS})\b", "", rest, flags=re.IGNORECASE)
    return found[0][0], place.strip(" ,;/:-") or None


def number_in(value) -> int | None:
    """The running number: 12, "12.", "12)"."""
    found = re.fullmatch(r"\(?([0-9]{1,5})[.)]*", text_of(value))
    return int(found[1]) if found and not isinstance(value, bool) else None


def is_number_row(cells) -> bool:
    """1 2 3 4 5 under the header."""
    numbers = [number_in(cell) for cell in cells if cell is not None]
    return len(numbers) >= 3 and numbers == list(range(1, len(numbers) + 1))


def is_counts(cells) -> bool:
    """One text and otherwise numbers: a class and how many."""
    filled = [cell for cell in cells if cell is not None]
    return len(filled) > 1 and sum(number_in(cell) is None for cell in filled) == 1


def is_total(cells) -> bool:
    """JUMLAH or TOTAL in the first filled cell, or in the one after a number."""
    first = [cell for cell in cells if cell is not None][:2]
    return any(isinstance(cell, str) and TOTAL.match(cell) for cell in first)


def is_signature(cells) -> bool:
    filled = [cell for cell in cells if cell is not None]
    return len(filled) <= 4 and any(SIGNATURE.search(text_of(cell)) for cell in filled)
