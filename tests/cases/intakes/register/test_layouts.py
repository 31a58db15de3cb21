"""Registers that a machine makes up: the same people in any layout the office might have used.

Every register is written from known people in a random mixture of habits (columns, header,
dates, sexes, ages, nicknames, pages, totals, kind of file) and must read back as those people.
"""

import csv
import io
import random
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from cases.intakes.register.words import MONTH_NAMES, StatedAge
from cases.intakes.register.writer import SHEETS
from tests.cases.intakes.register.sheets import ods, read_file, xlsx
from tests.sizes import size

CLASS_WORDS = {
    "anjal": ["Anjal", "ANJAL", "Anak Jalanan", "anak jalanan "],
    "gepeng": ["Gepeng", "GEPENG", "Gelandangan & Pengemis", "Pengemis", "gelandangan/pengemis"],
    "lansia": ["Lansia", "Lansia terlantar", "LANSIA"],
    "orang-terlantar": ["OT", "Org. Terlantar", "Orang Terlantar"],
    "napza": ["Napza", "NAPZA"],
    "odgj": ["ODGJ", "Gangguan jiwa", "odgj"],
    "tuna-susila": ["WTS", "TS", "PSK", "Tuna Susila"],
    "adk": ["ADK", "Anak dengan Kedisabilitasan"],
    "abh": ["ABH", "Anak berhadapan dgn hukum"],
    "anak-terlantar": ["Anak terlantar", "ANAK TERLANTAR"],
}
SEX_WORDS = {
    "L": ["L", "l", "Lk", "Lk.", "Laki-laki", "LAKI - LAKI", "Pria"],
    "P": ["P", "p", "Pr", "Pr.", "Perempuan", "PEREMPUAN ", "Wanita"],
}
TICKS = ["x", "X", "v", "√", "✓", 1]
SAME = ["", "", "", "sda", "idem", '"', "-"]
LABELS = {
    "number": ["NO", "No.", "NO. URUT", "N O"],
    "name": ["NAMA", "Nama Lengkap", "NAMA PPKS", "N A M A"],
    "sex": ["L/P", "JK", "JENIS KELAMIN", "Jenis\nKelamin", "L / P"],
    "age": ["UMUR", "Usia", "UMUR / TTL", "TTL/Umur", "Umur (Thn)"],
    "origin": ["ALAMAT", "ALAMAT ASAL", "Asal", "Daerah Asal", "DOMISILI"],
    "class": ["KLASIFIKASI", "Kategori", "JENIS PMKS", "PPKS", "Jenis"],
    "date": ["TGL", "TANGGAL", "TGL TERJARING", "Tgl. Razia", "Hari/Tanggal", "WAKTU"],
    "place": ["LOKASI", "TEMPAT", "LOKASI RAZIA", "Tempat Terjaring", "TKP"],
    "remarks": ["KET", "Ket.", "KETERANGAN", "CATATAN"],
}
WEEKDAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jum'at", "Sabtu", "Minggu"]
SHORT_MONTHS = [
    "Jan",
    "Peb",
    "Mar",
    "Apr",
    "Mei",
    "Jun",
    "Jul",
    "Agt",
    "Sept",
    "Okt",
    "Nop",
    "Des",
]


@dataclass(frozen=True)
class Known:
    name: str
    sex: str
    age: StatedAge
    origin: str
    class_code: str
    met_on: date
    place: str
    remarks: str


def make_up(chance: random.Random, year: int) -> list[Known]:
    """People of a year, in the order of their days; several a day, and a place a day."""
    known, day = [], date(year, 1, 2)
    while day.year == year:
        place = chance.choice(["Fly Over", "Pasar Terong", "Jl. A.P. Pettarani", "MTC Karebosi"])
        for _ in range(chance.choice([1, 1, 2, 4])):
            known.append(
                Known(
                    chance.choice(
                        ["Ani", "BUDI bin Ali", "Dg. Nai", "Hari", "Tanggu", "St. Rahma"]
                    ),
                    chance.choice("LP"),
                    make_up_age(chance, day),
                    chance.choice(["Tallo", "Kab. Gowa", "Surabaya", ""]),
                    chance.choice(sorted(CLASS_WORDS)),
                    day,
                    place,
                    chance.choice(["", "", "dipulangkan", "dirujuk ke RS tgl 3 Maret"]),
                )
            )
        day += timedelta(days=chance.randint(1, 40))
    return known


def make_up_age(chance, day):
    years = chance.randint(1, 90)
    return chance.choice(
        [
            StatedAge(),
            StatedAge("exact", years),
            StatedAge("about", years),
            StatedAge(chance.choice(["child", "adult", "elder"])),
            StatedAge(
                "birth", None, day - timedelta(days=years * 365), chance.choice(["", "Bone"])
            ),
        ]
    )


class Office:
    """One office's habits for one year."""

    def __init__(self, seed: int):
        self.chance = chance = random.Random(seed)  # noqa: S311
        self.year = chance.randint(2015, 2024)
        self.people = make_up(chance, self.year)
        self.kind = chance.choice(["xlsx", "xlsx", "ods", "csv"])
        self.by_month = self.kind != "csv" and chance.random() < 0.6
        self.days_above = chance.random() < 0.4
        self.has_ticks = chance.random() < 0.35
        self.has_two_rows = self.has_ticks or chance.random() < 0.2
        self.left = chance.choice([0, 0, 0, 1, 3])
        self.has_pages = chance.random() < 0.3
        self.has_numbers_under_header = chance.random() < 0.3
        columns = ["name", "sex", "age", "origin", "class", "date", "place", "remarks"]
        if self.days_above:
            columns.remove("date")
            columns.remove("place")
        if chance.random() < 0.4:
            chance.shuffle(columns)
        if self.has_ticks:
            columns[columns.index("sex") : columns.index("sex") + 1] = ["male", "female"]
        self.columns = ["number", *columns]
        self.labels = {name: chance.choice(words) for name, words in LABELS.items()}
        self.rows: list[list] = []
        self.merges: list[tuple] = []

    def line(self, cells):
        self.rows.append([*[""] * self.left, *cells])

    def lone(self, text):
        if self.chance.random() < 0.6:
            row = len(self.rows)
            self.merges.append((row, self.left, row, self.left + len(self.columns) - 1))
        self.line([text])

    def head(self):
        upper = [self.labels.get(name, "") for name in self.columns]
        lower = [""] * len(upper)
        if self.has_ticks:
            at = self.columns.index("male")
            upper[at : at + 2] = [self.chance.choice(["JENIS KELAMIN", "Jenis Kelamin"]), ""]
            lower[at : at + 2] = self.chance.choice(
                [("L", "P"), ("Lk", "Pr"), ("Laki-laki", "Perempuan")]
            )
            row = len(self.rows)
            self.merges.append((row, self.left + at, row, self.left + at + 1))
        elif self.has_two_rows:
            at = self.columns.index("origin")
            upper[at], lower[at] = "ALAMAT", "ASAL"
        self.line(upper)
        if self.has_two_rows:
            self.line(lower)
        if self.has_numbers_under_header:
            self.line(range(1, len(self.columns) + 1))

    def sheet(self, people, title):
        self.rows, self.merges = [], []
        for text in ["PEMERINTAH KOTA MAKASSAR", "DINAS SOSIAL", title]:
            self.lone(text)
        self.line([])
        self.head()
        above, number = None, 0
        for one in people:
            if self.chance.random() < 0.08:
                self.line([])
            if self.has_pages and self.chance.random() < 0.05:
                self.head()
            if self.days_above and (one.met_on, one.place) != above:
                self.lone(self.day_line(one))
            number += 1
            self.line(self.person(one, number, above))
            above = (one.met_on, one.place)
        self.line([])
        self.total(people)
        self.signature()
        return self.rows, self.merges

    def person(self, one: Known, number: int, above) -> list:
        chance = self.chance
        same_day = above and above[0] == one.met_on
        cells = {
            "number": number,
            "name": chance.choice([one.name, f" {one.name}  "]),
            "sex": chance.choice(SEX_WORDS[one.sex]),
            "male": chance.choice(TICKS) if one.sex == "L" else chance.choice(["", "", "-"]),
            "female": chance.choice(TICKS) if one.sex == "P" else "",
            "age": self.age(one.age),
            "origin": one.origin or chance.choice(["", "-", "tidak diketahui"]),
            "class": chance.choice(CLASS_WORDS[one.class_code]),
            "date": chance.choice(SAME) if same_day else self.day(one.met_on),
            "place": one.place,
            "remarks": one.remarks,
        }
        return [cells[name] for name in self.columns]

    def age(self, age: StatedAge):
        years = age.years
        if age.kind == "birth":
            place = f"{age.birthplace}, " if age.birthplace else ""
            written = age.born_on.strftime(
                self.chance.choice(["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"])
            )
            return age.born_on if not place and self.chance.random() < 0.3 else place + written
        return self.chance.choice(
            {
                "unknown": ["", "-", "?", "tdk diketahui"],
                "exact": [years, f"{years} thn", f"{years} Tahun", f"{years}th"],
                "about": [f"± {years}", f"±{years} thn", f"sekitar {years}", f"+/- {years}"],
                "child": ["anak", "Anak-anak"],
                "adult": ["dewasa", "DEWASA"],
                "elder": ["lansia", "Lansia"],
            }[age.kind]
        )

    def day(self, day: date):
        month = MONTH_NAMES[day.month - 1]
        spellings = [
            day,
            f"{day:%d-%m-%Y}",
            f"{day:%d.%m.%y}",
            f"{day.day}/{day.month}/{day.year}",
            f"{day.day} {month} {day.year}",
            f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year}",
            f"{WEEKDAYS[day.weekday()]}, {day.day} {month} {day.year}",
            f"{day.isoformat()}",
        ]
        return self.chance.choice(spellings[1:] if self.kind == "csv" else spellings)

    def day_line(self, one: Known) -> str:
        day = one.met_on
        long = f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
        return self.chance.choice(
            [
                f"Razia tanggal {long} di {one.place}",
                f"TANGGAL {day:%d-%m-%Y} LOKASI {one.place}",
                f"Hari/Tanggal : {WEEKDAYS[day.weekday()]}, {long}, Lokasi : {one.place}",
                f"Patroli {WEEKDAYS[day.weekday()]} tgl {long} pukul 21.00 di {one.place}",
            ]
        )

    def total(self, people):
        male = sum(one.sex == "L" for one in people)
        female = len(people) - male
        if self.has_ticks:
            cells = [""] * len(self.columns)
            cells[0] = "JUMLAH"
            cells[self.columns.index("male")] = male
            cells[self.columns.index("female")] = female
            if cells[0] == "JUMLAH":
                self.line(cells)
        else:
            self.line(
                self.chance.choice(
                    [["", "JUMLAH", len(people)], ["TOTAL", "", f"{len(people)} orang"],
                     ["", f"Jumlah : L = {male}, P = {female}"], []]
                )
            )  # fmt: skip

    def signature(self):
        if self.chance.random() < 0.5:
            self.line([])
            self.line(["", "Mengetahui,", "", "", f"Makassar, 31 Desember {self.year}"])
            self.line(["", "Kepala UPT RPTC", "", "", "Petugas"])
            self.line(["", "Fulan, S.Sos", "", "", "Fulanah"])
            self.line(["", "NIP. 19700101 199001 1 001"])
        if self.chance.random() < 0.3:
            self.line([])
            self.line(["NO", "KLASIFIKASI", "L", "P", "JUMLAH"])
            self.line([1, "Anak Jalanan", 1, 0, 1])
            self.line(["", "JUMLAH", 1, 0, 1])

    def file(self) -> bytes:
        sheets, merges = {}, []
        if self.by_month:
            for month, name in enumerate(SHEETS, start=1):
                of_month = [one for one in self.people if one.met_on.month == month]
                title = f"DATA PMKS BULAN {MONTH_NAMES[month - 1].upper()} {self.year}"
                sheets[name], blocks = self.sheet(of_month, title)
                merges += [(name, *block) for block in blocks]
        else:
            name = str(self.year)
            sheets[name], blocks = self.sheet(self.people, f"REGISTER TAHUN {self.year}")
            merges += [(name, *block) for block in blocks]
        if self.kind == "csv":
            return self.csv(sheets.popitem()[1])
        return ods(sheets) if self.kind == "ods" else xlsx(sheets, merges)

    def csv(self, rows) -> bytes:
        file = io.StringIO()
        delimiter = self.chance.choice(";;,\t")
        width = max(map(len, rows))
        rows = [[*row, *[""] * (width - len(row))] for row in rows]
        csv.writer(file, delimiter=delimiter).writerows(rows)
        encoding = self.chance.choice(["utf-8-sig", "utf-8", "cp1252"])
        return file.getvalue().replace("√", "v").replace("✓", "v").encode(encoding)


def known(row) -> Known:
    return Known(**{name: getattr(row, name) for name in Known.__dataclass_fields__})


def check(seed: int):
    office = Office(seed)
    reading = read_file(office.file())
    assert reading.refused == []
    assert reading.warnings == []
    assert [known(row) for row in reading.rows] == office.people


@pytest.mark.parametrize("seed", range(30))
def test_the_people_of_any_office_read_back(seed):
    check(seed)


@pytest.mark.gate
def test_the_people_of_many_offices_read_back():
    for seed in range(1_000, 1_000 + size(1_000)):
        check(seed)
