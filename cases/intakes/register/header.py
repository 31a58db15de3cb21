"""Finds the header of a table of people by its words: one row or two, columns in any order, at
any place of a sheet."""

import re
from dataclasses import dataclass

from cases.intakes.register.words import text_of
from cases.intakes.register.workbook import Sheet

NOT_A_PERSON = "ORANG TUA|ORTU|AYAH|IBU|WALI|PETUGAS|PANGGILAN|ALIAS|SEKOLAH|LOKASI|TEMPAT|JALAN"
OF_A_CATCH = "RAZIA|TERJARING|DIJARING|PENJARINGAN|PENJANGKAUAN|DITEMUKAN|PENEMUAN|PATROLI|OPERASI"
NOT_OF_A_CATCH = "KELUAR|PULANG|RUJUK|SURAT|TERMINASI|SELESAI|AKHIR|CETAK|KTP|KK"
# The first that fits names the column.
FIELDS = [
    ("name", rf"\bNAMA\b(?!.*\b({NOT_A_PERSON})\b)"),
    ("nik", r"\bNIK\b|\bNO(MOR)? (KTP|IDENTITAS)\b|\bNOMOR INDUK\b"),
    ("male", r"^(L|LK|LAKI|LAKI LAKI|LAKI2|PRIA|LELAKI)$"),
    ("female", r"^(P|PR|PEREMPUAN|WANITA)$"),
    ("sex", r"\b(KELAMIN|GENDER|JENKEL|SEX)\b|(^| )(L P|P L|LK PR|J K|JK)$|^LAKI.*PEREMPUAN$"),
    ("birthplace", r"^(?!.*\b(TGL|TANGGAL)\b).*\bTEMPAT LAHIR\b"),
    ("birth", r"\bLAHIR\b"),
    ("age", r"\b(UMUR|USIA|TTL|T T L)\b"),
    (
        "class",
        r"\b(KLASIFIKASI|KATEGORI|KRITERIA|PMKS|PPKS)\b|^JENIS( (MASALAH|KLIEN))?$|^PERMASALAHAN$",
    ),
    (
        "date_place",
        rf"^(?=.*\b(TGL|TANGGAL|WAKTU)\b)(?=.*\b(LOKASI|TEMPAT|TKP)\b)(?!.*\b({NOT_OF_A_CATCH})\b)",
    ),
    ("date", rf"\b(TGL|TANGGAL|WAKTU)\b(?!.*\b({NOT_OF_A_CATCH})\b)"),
    ("origin", rf"\b(ALAMAT|ASAL|DOMISILI)\b(?!.*\b({OF_A_CATCH}|SEKOLAH)\b)|\bTEMPAT TINGGAL\b"),
    ("place", rf"\b(LOKASI|TEMPAT|TKP|TITIK)\b|^ALAMAT ({OF_A_CATCH})$"),
    ("remarks", r"^(KET|KETERANGAN|CATATAN|TINDAK LANJUT|TINDAKAN|PENANGANAN)\b"),
    ("total", r"^(JUMLAH|JML|JLH|TOTAL)\b"),
    ("number", r"^(NO|N0|NR|NOMOR|NOMER|NO URUT|NOMOR URUT)$"),
]
FIELDS = [(name, re.compile(pattern)) for name, pattern in FIELDS]
NAMES = {
    "name": "NAMA",
    "sex": "L/P",
    "age": "UMUR / TTL",
    "class": "KLASIFIKASI",
    "date": "TGL TERJARING",
    "nik": "NIK",
}
ONCE = {"number", "name", "class", "sex", "male", "female", "total"}
ABOUT_PEOPLE = {"age", "birth", "origin", "date", "date_place", "place", "remarks"}
# All words that the second row of a header is made of: TGL over TERJARING, UMUR over (THN).
SECOND_ROW = set(
    f"{OF_A_CATCH}|L|P|LK|PR|LAKI|PEREMPUAN|PRIA|WANITA|NO|URUT|NAMA|LENGKAP|JENIS|KELAMIN|UMUR|USIA"
    "|TTL|TH|THN|TAHUN|TEMPAT|TANGGAL|TGL|LAHIR|ALAMAT|ASAL|DAERAH|JALAN|KEL|KELURAHAN|DESA|KEC"
    "|KECAMATAN|KAB|KABUPATEN|KOTA|PROV|PROVINSI|PMKS|PPKS|KLIEN|KLASIFIKASI|KATEGORI|LOKASI|HARI"
    "|WAKTU|MASUK|NIK|KET|KETERANGAN|DAN".split("|")
)


@dataclass(frozen=True)
class Header:
    """Which columns hold what; columns are counted from 0. `extra` are those that nobody knows:
    their cells go to the remarks."""

    first_row: int
    last_row: int
    columns: dict[str, tuple[int, ...]]
    labels: dict[int, str]
    extra: dict[int, str]
    left: int
    right: int
    has_second_table: bool

    @property
    def is_complete(self) -> bool:
        return "class" in self.columns and bool(self.columns.keys() & {"sex", "male"})

    def label(self, field: str) -> str:
        """The column's name as the file has it."""
        if field == "date" and "date_place" in self.columns:
            field = "date_place"
        if field not in self.columns:
            return NAMES.get(field, field)
        return self.labels[self.columns[field][0]]


def label_of(value) -> str:
    """A label in capitals without signs: "L / P" -> L P, "N A M A" -> NAMA."""
    if not isinstance(value, str) or len(value) > 60:
        return ""
    label = " ".join(re.sub(r"[\W_]+", " ", value.upper()).split())
    if re.fullmatch(r"\w( \w){2,}", label) and label not in {"T T L", "L K P R"}:
        label = label.replace(" ", "")
    return {"N O": "NO", "L K P R": "LK PR"}.get(label, label)


def field_of(label: str) -> str | None:
    if not label or len(label.split()) > 7:
        return None
    return next((name for name, pattern in FIELDS if pattern.search(label)), None)


def find_header(sheet: Sheet, row: int) -> Header | None:
    """The header of people that begins at this row, if one does."""
    if sum(isinstance(cell, str) for cell in sheet.rows[row]) < 2:
        return None
    two_rows = header_of(sheet, row, row + 1) if continues(sheet, row) else None
    return two_rows or header_of(sheet, row, row)


def is_recap_header(cells) -> bool:
    """Classes against numbers, without people: KLASIFIKASI, L, P, JUMLAH."""
    fields = {field_of(label_of(cell)) for cell in cells}
    counts = "total" in fields or {"male", "female"} <= fields
    return "class" in fields and counts and not fields & ({"name"} | ABOUT_PEOPLE)


def continues(sheet: Sheet, row: int) -> bool:
    """Whether the row below is the second row of the header: nothing but words of headers, and
    not a whole header by itself."""
    if row + 1 >= len(sheet.rows):
        return False
    labels = [label_of(cell) for cell in sheet.rows[row + 1] if cell is not None]
    if not labels or not all(label and {*label.split()} <= SECOND_ROW for label in labels):
        return False
    # A lone P is a person's sex; L beside P are labels.
    halves = {field_of(label) for label in labels} & {"male", "female"}
    if len(halves) == 1:
        return False
    below = header_of(sheet, row + 1, row + 1)
    return below is None or not below.is_complete


def header_of(sheet: Sheet, first: int, last: int) -> Header | None:
    labels = labels_of(sheet, first, last)
    fields = {column: field_of_column(*pair) for column, pair in labels.items()}
    table = columns_of_people(labels, fields)
    columns = {}
    for column in table:
        if fields[column]:
            columns.setdefault(fields[column], []).append(column)
    if not is_people(columns):
        return None
    if {"male", "female"} <= columns.keys():
        columns.pop("sex", None)
    if "number" not in columns and table[0] > 0 and table[0] - 1 not in labels:
        # The numbers stand in a column without a label.
        columns["number"] = [table[0] - 1]
    left = min(min(of) for of in columns.values())
    names = {column: " ".join(part for part in labels[column] if part) for column in table}
    names |= {column: "NO" for column in columns.get("number", ()) if column not in names}
    known = {column for of in columns.values() for column in of}
    extra = {
        column: names.get(column) or f"kolom {letter(column)}"
        for column in range(left, max(table) + 1)
        if column not in known
    }
    return Header(
        first_row=first,
        last_row=last,
        columns={field: tuple(of) for field, of in columns.items()},
        labels=names,
        extra=extra,
        left=left,
        right=max(table),
        has_second_table=is_people({fields[c]: [c] for c in labels if c not in table}),
    )


def is_people(columns: dict) -> bool:
    """A table of people: class and sex, and something that recaps do not have. With one of the
    two missing it is still one (its rows are refused) when enough else is there."""
    has_sex = "sex" in columns or {"male", "female"} <= columns.keys()
    about = columns.keys() & {"name", *ABOUT_PEOPLE}
    if "class" in columns and has_sex:
        return bool(about) and "total" not in columns
    of_a_catch = "class" in columns or (has_sex and columns.keys() & {"date", "date_place"})
    return "name" in about and len(about) >= 3 and bool(of_a_catch)


def labels_of(sheet: Sheet, first: int, last: int) -> dict[int, tuple[str, str]]:
    """Each column's label in the upper row and in the lower one. A label above several columns
    reaches as far as its merged cells, or as the labels below it without one of their own."""
    upper = {c: text_of(cell) for c, cell in enumerate(sheet.rows[first]) if cell is not None}
    lower = {}
    if last > first:
        lower = {c: text_of(cell) for c, cell in enumerate(sheet.rows[last]) if cell is not None}
    for (top, left), (_, right) in sheet.merges:
        if top == first and left in upper and right - left < 50:
            reached = range(left + 1, right + 1)
            upper |= {column: upper[left] for column in reached if column not in upper}
    reach = None
    for column in range(max([*upper, *lower], default=-1) + 1):
        if column in upper:
            reach = upper[column]
        elif column in lower and reach:
            upper[column] = reach
        else:
            reach = None
    return {c: (upper.get(c, ""), lower.get(c, "")) for c in sorted({*upper, *lower})}


def field_of_column(upper: str, lower: str) -> str | None:
    above, below = label_of(upper), label_of(lower)
    if field_of(below) in {"male", "female"}:
        # L and P under UMUR or JUMLAH are not the sex of a person.
        return field_of(below) if field_of(above) in {"sex", None} else None
    for label in (f"{above} {below}".strip(), below, above):
        if field_of(label):
            return field_of(label)
    return None


def columns_of_people(labels: dict, fields: dict) -> list[int]:
    """The columns that belong to the table of people: its run of labels and those beside it that
    add to it, but not a second table (its own NO, KLASIFIKASI, L, P or JUMLAH)."""
    runs = []
    for column in labels:
        if runs and column == runs[-1][-1] + 1:
            runs[-1].append(column)
        else:
            runs.append([column])
    runs = [part for run in runs for part in split_at_second_table(run, labels, fields)]
    if not runs:
        return []
    main = max(runs, key=lambda run: len({fields[c] for c in run} - {None, "total"}))
    table, seen = list(main), {fields[c] for c in main}
    for run in runs:
        found = {fields[c] for c in run} - {None}
        if run is not main and found and not found & (seen | {"total"}):
            table += run
            seen |= found
    return sorted(table)


def split_at_second_table(run: list[int], labels: dict, fields: dict) -> list[list[int]]:
    """A run of labels, cut where a second table begins without a gap: at a second NO, or at a
    second KLASIFIKASI, L or P after which nothing about people comes. What else comes a second
    time is a column that nobody knows."""
    parts, seen = [[]], {}
    for place, column in enumerate(run):
        field = fields[column]
        if field in ONCE and is_second(field, column, labels, seen):
            rest = {fields[other] for other in run[place:]}
            if field == "number" or not rest & ABOUT_PEOPLE:
                parts.append([])
                seen = {}
            else:
                fields[column] = None
        parts[-1].append(column)
        if fields[column]:
            seen[field] = column
    return [part for part in parts if part]


def is_second(field: str, column: int, labels: dict, seen: dict) -> bool:
    if field in {"male", "female"} and "sex" in seen:
        return field_of(label_of(labels[column][0])) != "sex"
    # A merged label covers neighbours: that is one column of the table.
    return field in seen and (labels[column] != labels[seen[field]] or column != seen[field] + 1)


def letter(column: int) -> str:
    """The column as Excel names it."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
