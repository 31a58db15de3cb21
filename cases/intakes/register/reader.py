"""Reads an old register: every line of every sheet becomes a row, a refusal, or an ignored line
with its reason. Nothing is guessed and nothing is dropped.

What is read from where:
- The header is found by its words (header.py). Above it stands the letterhead.
- An empty date is that of the row above, or of the line above ("Razia tanggal 2 Januari 2023").
  After a date that cannot be read, an empty one is refused too: the row above is not known.
- A day without its year or month takes them from the sheet ("JAN", "BULAN JANUARI 2024").
- A class, sex or date that cannot be read refuses the row. An age or NIK that cannot be read
  does not: the field may be empty, so it stays unknown, with a warning, and the age as it was
  written goes to the remarks.
- A column that nobody knows goes to the remarks under its label.
- JUMLAH may count the rows since the last JUMLAH, those of the sheet, or all so far.
"""

import re
from collections import Counter
from dataclasses import replace
from datetime import date

from cases.intakes.register import lines, totals, words
from cases.intakes.register.header import Header, find_header, is_recap_header, letter
from cases.intakes.register.lines import line_of, number_in
from cases.intakes.register.reading import (
    IgnoredLine,
    Reading,
    ReadRow,
    ReadSheet,
    ReadWarning,
    Refusal,
)
from cases.intakes.register.words import StatedAge, UnknownClass, Unreadable, text_of
from cases.intakes.register.workbook import Sheet, UnusableFile, is_filled, open_workbook

NO_DATE_ABOVE = f"Tidak ada tanggal di baris ini maupun di atasnya. {words.DATE_EXPECTED}"
UNREADABLE_ABOVE = f"Tanggal di atas baris ini tidak terbaca. {words.DATE_EXPECTED}"


def read_register(source, *, nicknames, sheet=None, year=None) -> Reading:
    """Reads a register from a path, bytes or an open file. `nicknames`: {word: code of a class};
    `year` is the year it should be of."""
    sheets = open_workbook(source)
    if sheet is not None:
        names = ", ".join(one.name for one in sheets)
        sheets = [replace(one, hidden=False) for one in sheets if one.name == sheet]
        if not sheets:
            raise UnusableFile(f"Tidak ada lembar bernama {sheet}. Lembar di berkas ini: {names}.")
    nicknames = {words.key_of(word): code for word, code in nicknames.items()}
    reading = Reading()
    most = lines.year_of(sheets)
    readers = [SheetReader(one, reading, nicknames, year, most) for one in sheets]
    for reader in readers:
        reader.read()
    if not any(reader.header_row for reader in readers):
        raise UnusableFile(no_header(readers))
    return reading


def no_header(readers) -> str:
    if any(reader.has_recap for reader in readers):
        return "Berkas ini berisi rekap angka, bukan register orang. Pilih berkas registernya."
    return (
        "Judul kolom register tidak ditemukan di lembar mana pun. Perlu paling sedikit kolom "
        "NAMA, L/P, KLASIFIKASI, dan TGL TERJARING."
    )


RECAP = "Rekap angka, bukan orang."
COPIED_DOWN = {"class", "date", "date_place", "place", "origin", "remarks"}
UNREADABLE = object()


class SheetReader:
    """Reads one sheet from top to bottom. What a line means depends on those above it: the
    header in force, the date and place above, and whether the table has ended (JUMLAH)."""

    def __init__(self, sheet: Sheet, reading: Reading, nicknames: dict, year, most_years):
        self.sheet = sheet
        self.reading = reading
        self.nicknames = nicknames
        self.expected_year: int | None = year
        self.year: int | None = lines.own_year(sheet) or year or most_years
        self.month = lines.month_of(sheet.name) or lines.title_month(sheet)
        self.header: Header | None = None
        self.header_row: int | None = None
        self.has_recap = self.in_recap = self.is_closed = False
        self.date_above: date | object | None = None
        self.place_above = ""
        self.above: dict[str, str] = {}
        self.has_people_since_line = False
        self.since_total = Counter()
        self.in_sheet = Counter()
        self.outside: set[int] = set()
        self.has_second_table = False
        self.covered = self.cells_under_merges()

    # Whole sheet

    def read(self):
        if self.sheet.hidden:
            self.skip_hidden()
            return
        row = 0
        while row < len(self.sheet.rows):
            row = self.read_line(row)
        if self.outside:
            names = ", ".join(letter(column) for column in sorted(self.outside))
            what = "tabel orang kedua" if self.has_second_table else "isi di luar tabel"
            self.warn(None, f"Ada {what} (kolom {names}). Isinya tidak dibaca.")
        if self.header_row is None and any(map(is_filled, self.sheet.rows)):
            what = "berisi rekap" if self.has_recap else "tanpa judul kolom register"
            self.warn(None, f"Lembar ini {what}. Tidak ada orang yang dibaca darinya.")
        self.reading.sheets.append(
            ReadSheet(
                name=self.sheet.name,
                month=self.month,
                year=self.year,
                header_row=self.header_row,
                rows=self.in_sheet["rows"],
                refused=self.in_sheet["refused"],
            )
        )

    def skip_hidden(self):
        for row, cells in enumerate(self.sheet.rows):
            if is_filled(cells):
                self.ignore(row, "Lembar tersembunyi.")
        self.warn(None, "Lembar ini tersembunyi dan tidak dibaca. Tampilkan dahulu bila perlu.")

    def cells_under_merges(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Cells below the first of a block merged downwards -> that first cell, whose value is
        that of each person beside the block. Wide blocks are letterhead."""
        covered = {}
        rows, budget = len(self.sheet.rows), 200_000
        for (top, left), (bottom, right) in self.sheet.merges:
            bottom = min(bottom, rows - 1)
            if bottom <= top or right - left > 3:
                continue
            budget -= bottom - top
            if budget < 0:
                break
            for row in range(top + 1, bottom + 1):
                covered[row, left] = (top, left)
        return covered

    def read_line(self, row: int) -> int:
        """Reads the line and returns the next one to read."""
        cells = self.sheet.rows[row]
        if not is_filled(cells):
            return row + 1
        if header := find_header(self.sheet, row):
            return self.begin_table(header)
        if self.header is None:
            self.read_above_header(row)
        elif not is_filled(cells[self.header.left : self.header.right + 1]):
            self.ignore(row, "Di luar tabel.")
        else:
            self.read_in_table(row)
        return row + 1

    def begin_table(self, header: Header) -> int:
        reason = "Judul kolom." if self.header is None else "Judul kolom berulang."
        for row in range(header.first_row, header.last_row + 1):
            self.ignore(row, reason)
        self.header = header
        self.header_row = self.header_row or header.first_row + 1
        self.has_second_table |= header.has_second_table
        self.in_recap = self.is_closed = False
        for column, label in header.extra.items():
            if not label.startswith("kolom ") and header.first_row + 1 == self.header_row:
                text = f"Kolom {label} ({letter(column)}) tidak dikenal. Isinya masuk keterangan."
                self.warn(header.first_row, text)
        for needed in ("class", "sex"):
            if needed not in header.columns and not (needed == "sex" and "male" in header.columns):
                self.warn(header.first_row, f"Tabel ini tanpa kolom {header.label(needed)}.")
        return header.last_row + 1

    def read_above_header(self, row: int):
        cells = self.sheet.rows[row]
        if is_recap_header(cells):
            self.has_recap = True
        if self.has_recap:
            self.ignore(row, RECAP)
        elif not self.read_event(row, line_of(cells)):
            self.ignore(row, "Kepala surat.")

    # A line inside the table

    def read_in_table(self, row: int):
        values = self.values_of(row)
        own = self.sheet.rows[row][self.header.left : self.header.right + 1]
        if self.is_summary(values, own):
            self.ignore(row, "Ringkasan, bukan orang.")
        elif self.is_person(values):
            self.read_person(row, values)
        elif is_recap_header(own):
            self.in_recap = True
            self.ignore(row, RECAP)
        elif self.in_recap:
            self.read_in_recap(row, values, own)
        elif lines.is_number_row(own):
            self.ignore(row, "Nomor kolom.")
        elif lines.is_total(own):
            self.read_total(row, own)
        elif self.may_be_event(values, own) and self.read_event(row, line_of(own)):
            pass
        elif values["number"] is None and lines.is_signature(own):
            self.is_closed = True
            self.ignore(row, "Blok tanda tangan.")
        elif self.looks_like_person(values):
            self.read_person(row, values)
        elif values["number"] is not None and len(own) - own.count(None) == 1:
            self.ignore(row, "Hanya nomor urut.")
        elif self.is_closed:
            self.ignore(row, "Di bawah tabel.")
        else:
            self.read_note(row, line_of(own))

    def read_in_recap(self, row: int, values: dict, own):
        """Counts go by; a named person whose sex or class is readable is not swallowed."""
        is_named = bool(re.search(r"[^\W\d_]", text_of(values["name"])))
        is_known = self.sex_of(values) is not None or self.class_of(values) is not None
        if is_named and is_known and not lines.is_total(own):
            self.read_person(row, values)
        else:
            self.ignore(row, RECAP)

    def is_person(self, values: dict) -> bool:
        return self.sex_of(values) is not None and self.class_of(values) is not None

    def is_summary(self, values: dict, own) -> bool:
        """Counts after a JUMLAH or in a recap ("1, Anak Jalanan, 1, 0, 1", where 1 looks like a
        tick), or a class where names stand and none of its own ("Anak Jalanan 20")."""
        is_after = self.in_recap or self.is_closed
        if is_after and lines.is_counts(own) and not lines.is_total(own):
            return True
        return (
            values["class"] is None
            and (is_after or values["number"] is None)
            and words.key_of(text_of(values["name"])) in self.nicknames
        )

    def may_be_event(self, values: dict, own) -> bool:
        """Without a number; or a number and one text ("1. Razia tanggal 2 Januari 2023")."""
        return values["number"] is None or len(own) - own.count(None) == 2

    def values_of(self, row: int) -> dict:
        """The cells of a line by field. Several columns of a field are read as one text; a cell
        merged downwards is the value of each of its people."""
        columns = self.header.columns
        values = dict.fromkeys(
            ["number", "name", "sex", "male", "female", "age", "birth", "birthplace", "class"]
            + ["date", "date_place", "place", "origin", "remarks", "nik"]
        )
        for name, of in columns.items():
            cells = [cell for cell in (self.cell(row, c, name) for c in of) if cell is not None]
            if len(cells) == 1:
                values[name] = cells[0]
            elif cells:
                values[name] = (" " if name == "name" else ", ").join(map(text_of, cells))
        values["number"] = number_in(values["number"])
        return values

    def cell(self, row: int, column: int, name: str):
        cells = self.sheet.rows[row]
        cell = cells[column] if column < len(cells) else None
        if cell is None and name in COPIED_DOWN and (row, column) in self.covered:
            top, left = self.covered[row, column]
            if top > self.header.last_row and left < len(self.sheet.rows[top]):
                return self.sheet.rows[top][left]
        return cell

    def sex_of(self, values: dict) -> str | None:
        try:
            return self.read_sex(values)
        except Unreadable:
            return None

    def class_of(self, values: dict) -> str | None:
        try:
            return words.read_class(self.as_above(values, "class"), self.nicknames)
        except Unreadable:
            return None

    def read_sex(self, values: dict) -> str:
        if "male" in self.header.columns:
            return words.read_ticked_sex(values["male"], values["female"])
        return words.read_sex(self.as_above(values, "sex"))

    def as_above(self, values: dict, name: str):
        """The value, or that of the row above where the cell says "sda"."""
        return self.above.get(name) if words.is_ditto(values[name]) else values[name]

    def looks_like_person(self, values: dict) -> bool:
        """A line that must be a row or a refusal, though its sex or class cannot be read."""
        filled = {name for name, value in values.items() if value is not None}
        sex_filled = bool(filled & {"sex", "male", "female"})
        if values["number"] is not None:
            if self.is_closed:
                return ("class" in filled or sex_filled) and len(filled) > 2
            return len(filled) > 1
        if self.is_closed:
            return self.class_of(values) is not None or (
                self.sex_of(values) is not None and "name" in filled
            )
        if self.class_of(values) is not None or "class" in filled:
            return len(filled) > 1
        if self.sex_of(values) is not None:
            return bool(filled & {"name", "age", "birth", "origin"})
        return len(filled & {"name", "age", "birth", "origin", "date", "place"}) >= 3

    # A person

    def read_person(self, row: int, values: dict):
        if "date_place" in self.header.columns:
            self.split_date_and_place(values)
        refusals: list[Refusal] = []
        warnings: list[str] = []
        readers = {
            "sex": lambda: self.read_sex(values),
            "class": lambda: words.read_class(self.as_above(values, "class"), self.nicknames),
            "date": lambda: self.read_met_on(values, warnings),
        }
        read = {}
        for name, read_value in readers.items():
            try:
                read[name] = read_value()
            except Unreadable as reason:
                refusals.append(self.refusal(row, name, values, reason))
        if refusals:
            self.reading.refused += refusals
        else:
            self.add_row(row, values, warnings, read["sex"], read["class"], read["date"])
        self.count("refused" if refusals else "rows", read.get("sex"))
        self.remember(values)
        self.note_outside(row)

    def refusal(self, row: int, name: str, values: dict, reason: Unreadable) -> Refusal:
        if isinstance(reason, UnknownClass):
            rows = self.reading.unknown_classes.setdefault(reason.word, [])
            rows.append((self.sheet.name, row + 1))
        cells = ["male", "female"] if "male" in self.header.columns and name == "sex" else [name]
        value = line_of(values[cell] for cell in cells)
        return Refusal(self.sheet.name, row + 1, self.header.label(name), value, str(reason))

    def remember(self, values: dict):
        """What "sda" in the rows below means, and that the table goes on."""
        self.above = {
            "class": text_of(self.as_above(values, "class")),
            "sex": text_of(self.as_above(values, "sex")),
            "place": self.place_of(values),
            "origin": text_of(self.as_above(values, "origin")),
        }
        self.has_people_since_line = True
        self.is_closed = self.in_recap = False

    def add_row(self, row, values, warnings, sex, class_code, met_on):
        remarks = [] if values["remarks"] is None else [self.remarks_of(values["remarks"])]
        age = self.read_age(values, met_on, warnings, remarks)
        nik = ""
        try:
            nik = words.read_nik(values["nik"])
        except Unreadable as reason:
            warnings.append(f"NIK «{text_of(values['nik'])}» tidak dibaca. {reason}")
        for column, label in self.header.extra.items():
            if (cell := self.cell(row, column, "extra")) is not None:
                remarks.append(f"{label}: {text_of(cell)}")
        self.reading.rows.append(
            ReadRow(
                sheet=self.sheet.name,
                row=row + 1,
                number_in_sheet=values["number"],
                name=words.read_name(values["name"]),
                sex=sex,
                age=age,
                age_text=self.age_text(values),
                origin=words.read_origin(self.as_above(values, "origin")),
                class_code=class_code,
                class_text=text_of(self.as_above(values, "class")),
                met_on=met_on,
                place=self.place_of(values),
                remarks="; ".join(remarks),
                nik=nik,
                warnings=tuple(warnings),
            )
        )
        self.reading.warnings += [ReadWarning(self.sheet.name, row + 1, text) for text in warnings]

    def remarks_of(self, value) -> str:
        """Remarks keep their lines."""
        return value if isinstance(value, str) else text_of(value)

    def place_of(self, values: dict) -> str:
        if values["place"] is None or words.is_ditto(values["place"]):
            return self.above.get("place", "") if values["place"] else self.place_above
        return words.read_origin(values["place"])

    # Dates

    def split_date_and_place(self, values: dict):
        """A column "TGL / LOKASI": both, or for nothing and "sda" both as above."""
        cell = values["date_place"]
        if cell is None or words.is_ditto(cell):
            values["date"] = values["place"] = "sda"
        else:
            values["date"], values["place"] = lines.day_and_place(text_of(cell))

    def read_met_on(self, values: dict, warnings: list[str]) -> date:
        value = values["date"]
        if words.is_blank(value) or words.is_ditto(value):
            if self.date_above is UNREADABLE:
                raise Unreadable(UNREADABLE_ABOVE)
            if self.date_above is None:
                raise Unreadable(NO_DATE_ABOVE)
            return self.date_above
        self.date_above = UNREADABLE
        day = self.date_above = words.read_date(value, year=self.year, month=self.month)
        warnings += self.doubts_about(day)
        return day

    def doubts_about(self, day: date) -> list[str]:
        """What a day has against the year and month of its sheet. It is read all the same."""
        year = self.expected_year or self.year
        if year and day.year != year:
            return [f"Tanggal {day:%d/%m/%Y} bukan dari tahun {year}."]
        if self.month and day.month != self.month:
            month = words.MONTH_NAMES[self.month - 1]
            hint = " Mungkin hari dan bulan tertukar." if day.day == self.month else ""
            return [f"Tanggal {day:%d/%m/%Y} bukan dari bulan {month}.{hint}"]
        return []

    # Ages

    def age_text(self, values: dict) -> str:
        return ", ".join(
            text_of(values[name])
            for name in ("birthplace", "birth", "age")
            if values[name] is not None
        )

    def read_age(self, values, met_on, warnings, remarks) -> StatedAge:
        """The birth date if there is one, else the age; the place of birth with either."""
        ages = []
        for name in ("birth", "age"):
            try:
                ages.append(words.read_age(values[name], on=met_on))
            except Unreadable as reason:
                text = text_of(values[name])
                warnings.append(f"Umur «{text}» tidak dibaca. {reason}")
                remarks.append(f"Umur tertulis: {text}")
        known = [age for age in ages if age.kind != "unknown"]
        age = known[0] if known else StatedAge()
        places = [one.birthplace for one in ages if one.birthplace]
        if values["birthplace"] is not None:
            places.append(words.read_origin(values["birthplace"]))
        self.warn_of_two_ages(known, met_on, warnings)
        return replace(age, birthplace=places[0] if places else "")

    def warn_of_two_ages(self, known, met_on, warnings):
        years = [
            words.age_on(age.born_on, met_on) if age.born_on else age.years
            for age in known
            if age.born_on or age.years is not None
        ]
        if len(years) == 2 and abs(years[0] - years[1]) > 1:
            warnings.append(f"Umur {years[1]} tidak cocok dengan tanggal lahir ({years[0]}).")

    # Lines above people: date, place, month

    def read_event(self, row: int, line: str) -> bool:
        """Whether the line says the day, the place or the month of the rows below it."""
        if month := lines.MONTH_LINE.fullmatch(line.strip(" :.-")):
            self.begin_month(row, month)
            return True
        event = lines.read_event(line, year=self.year, month=self.month)
        if event is None:
            return False
        if self.has_people_since_line:
            # A new line over new people: the place of the last ones is not theirs.
            self.has_people_since_line, self.place_above = False, ""
        said = []
        if event.is_unreadable:
            self.date_above = UNREADABLE
            self.warn(row, f"Tanggal di «{line}» tidak terbaca. {words.DATE_EXPECTED}")
        if event.day:
            self.date_above = event.day
            said.append(f"Tanggal untuk baris di bawahnya: {event.day:%d/%m/%Y}.")
            for text in self.doubts_about(event.day):
                self.warn(row, text)
        if event.place:
            self.place_above = event.place
            said.append(f"Lokasi untuk baris di bawahnya: {event.place}.")
        self.ignore(row, " ".join(said) or "Baris keterangan.")
        return True

    def read_note(self, row: int, line: str):
        """A line inside the table that says nothing known. Where it has a day, whose day it is
        is not known: an empty date below it is not that of the row above."""
        if words.DATE.search(line):
            self.date_above = UNREADABLE
        self.ignore(row, "Baris tanpa data orang.")

    def begin_month(self, row: int, found: re.Match):
        """A month's own part in the sheet of a year: the date above ends there."""
        self.month = words.MONTHS[found[1].lower()]
        self.year = int(found[2]) if found[2] else self.year
        self.date_above, self.place_above = None, ""
        self.ignore(row, f"Bagian bulan {words.MONTH_NAMES[self.month - 1]}.")

    # JUMLAH

    def read_total(self, row: int, cells):
        line = line_of(cells)
        written = totals.written_counts(self.header, self.sheet.rows[row], line)
        so_far = totals.counts_of(self.reading)
        scopes = [self.since_total, self.in_sheet, so_far]
        if lines.SO_FAR.search(line):
            scopes = [so_far]
        if written and not any(totals.agrees(written, counted) for counted in scopes):
            self.warn(row, totals.difference(written, scopes[0]))
        self.since_total = Counter()
        self.is_closed = True
        self.ignore(row, "Baris JUMLAH." if written else "Baris JUMLAH tanpa angka.")

    def count(self, what: str, sex: str | None):
        for counted in (self.since_total, self.in_sheet):
            counted[what] += 1
            if what == "rows":
                counted[sex] += 1

    # Notes

    def note_outside(self, row: int):
        for column, cell in enumerate(self.sheet.rows[row]):
            if cell is not None and not self.header.left <= column <= self.header.right:
                self.outside.add(column)

    def ignore(self, row: int, reason: str):
        text = line_of(self.sheet.rows[row])
        self.reading.ignored.append(IgnoredLine(self.sheet.name, row + 1, text, reason))

    def warn(self, row: int | None, text: str):
        at = None if row is None else row + 1
        self.reading.warnings.append(ReadWarning(self.sheet.name, at, text))
