"""A block copied out of a spreadsheet, as initial values of batch rows. Nothing is guessed, and
nothing is lost: what cannot be read stands in the remarks, and the row says so."""

import csv
import io
from dataclasses import dataclass, field
from datetime import date

from cases.intakes.models import Classification, Outcome
from cases.intakes.register import words
from cases.people.ages import AgeKind

MOST_ROWS = 40
COLUMNS = ["name", "sex", "age", "class", "outcome", "remarks"]
# The words of a head line; without one the columns stand in the order above.
HEADS = {
    words.key_of(head): column
    for column, heads in {
        "running": "no, nomor, no urut",
        "name": "nama, nama lengkap, nama klien",
        "sex": "l/p, jk, j/k, jenis kelamin, kelamin, sex",
        "age": "umur, usia, umur/ttl, ttl, umur (th)",
        "class": "klasifikasi, kelas, jenis ppks, jenis pmks, ppks, pmks, kategori",
        "outcome": "hasil, hasil di tempat, tindakan, tindak lanjut, penanganan",
        "remarks": "keterangan, ket, catatan",
    }.items()
    for head in heads.split(", ")
}
OUTCOMES = {
    words.key_of(word): outcome
    for outcome, said in {
        Outcome.BROUGHT: "dibawa ke rptc, dibawa, rptc, ke rptc, dibawa ke upt",
        Outcome.ADVISED: "dibina di tempat, dibina, dinasihati, pembinaan di tempat, dipulangkan",
        Outcome.FAMILY: "diserahkan ke keluarga, keluarga, ke keluarga, pulang ke keluarga",
        Outcome.POLICE: "kepolisian, polisi, polsek, polrestabes, diserahkan ke polisi",
        Outcome.HOSPITAL: "rumah sakit, rs, ke rs, rsud, rsj, dirujuk ke rumah sakit",
        Outcome.AGENCY: "instansi lain, instansi",
        Outcome.REFERRED: "dirujuk langsung, dirujuk",
        Outcome.REFUSED: "menolak atau lari, menolak, lari, melarikan diri, kabur",
    }.items()
    for word in said.split(", ")
}
LABELS = {"sex": "L/P", "age": "Umur", "class": "Klasifikasi", "outcome": "Hasil"}


@dataclass
class PastedRow:
    initial: dict = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Classes:
    """What a cell can mean: {word: code}, and of that day's classes {code: id}."""

    nicknames: dict[str, str]
    usable: dict[str, int]

    @classmethod
    def on(cls, day):
        usable = Classification.objects.usable_on(day).values_list("code", "pk")
        return cls(Classification.objects.nicknames(), dict(usable))


def read_block(text: str, *, on: date) -> tuple[list[PastedRow], int]:
    """(the rows, how many lines below them were left out)."""
    columns, lines = columns_of(lines_of(text), HEADS, COLUMNS)
    cells = [dict(zip(columns, line, strict=False)) for line in lines[:MOST_ROWS]]
    classes = Classes.on(on)
    return [_row(row, on, classes) for row in cells], len(lines[MOST_ROWS:])


def lines_of(text):
    """Without empty ones. A cell of more than 131.072 letters was not meant."""
    try:
        lines = list(csv.reader(io.StringIO(text), "excel-tab"))
    except csv.Error:
        return []
    lines = [[cell.strip() for cell in line] for line in lines]
    return [line for line in lines if any(line)]


def columns_of(lines, named, usual):
    """(names of the columns, the lines of people): a head line names them by their words
    (`named`), the first of the usual ones among them; and a column of running numbers is passed
    over."""
    if not lines:
        return usual, []
    heads = [named.get(words.key_of(cell), "") for cell in lines[0]]
    if usual[0] in heads and len([head for head in heads if head]) > 1:
        return heads, lines[1:]
    is_numbered = all(line[0].strip(".").isdigit() for line in lines)
    return (["running", *usual] if is_numbered else usual), lines


def _row(cells, on, classes) -> PastedRow:
    row = PastedRow({"name": words.read_name(cells.get("name"))[:120]})
    remarks = [cells.get("remarks", "")]
    for column, read in READERS.items():
        cell = cells.get(column, "")
        if words.is_blank(cell):
            continue
        try:
            row.initial |= read(cell, on, classes)
        except words.Unreadable as unread:
            # Not the form's own first choice: somebody has to look at it.
            row.initial |= {"outcome": ""} if column == "outcome" else {}
            row.unread.append(f"{LABELS[column]} “{cell[:60]}” tidak terbaca. {unread}")
            remarks.append(f"{LABELS[column]}: {cell}")
    row.initial["remarks"] = ". ".join(text for text in remarks if text)[:2000]
    return row


def _sex(cell, on, classes):
    return {"sex": words.read_sex(cell)}


def _age(cell, on, classes):
    age = words.read_age(cell, on=on)
    if age.kind == AgeKind.BIRTH:
        raise words.Unreadable("Tanggal lahir ditulis kemudian di berkasnya.")
    return {"age_kind": age.kind, "age_years": age.years}


def _class(cell, on, classes):
    code = words.read_class(cell, classes.nicknames)
    if code not in classes.usable:
        raise words.Unreadable("Klasifikasi ini tidak dipakai tahun ini.")
    return {"provisional": classes.usable[code]}


def _outcome(cell, on, classes):
    if words.key_of(cell) not in OUTCOMES:
        raise words.Unreadable("Pilih hasil di tempat.")
    return {"outcome": OUTCOMES[words.key_of(cell)]}


READERS = {"sex": _sex, "age": _age, "class": _class, "outcome": _outcome}
