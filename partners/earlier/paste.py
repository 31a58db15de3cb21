"""Lines of the register of letters copied out of a spreadsheet, as initial values of rows. Nothing
is guessed: what cannot be read is said at its row, and stays empty."""

from dataclasses import dataclass, field

from cases.intakes.models import Classification
from cases.intakes.paste import columns_of, lines_of
from cases.intakes.register import words
from partners.earlier.models import Answer, Said, partners_for

MOST_ROWS = 40
LABELS = {
    "number": "Nomor surat",
    "dated_on": "Tanggal surat",
    "partner": "Mitra",
    "sex": "L/P",
    "age_years": "Umur",
    "classification": "Klasifikasi",
    "basis": "Dasar",
    "answer": "Jawaban",
    "arrived": "Tiba",
    "word": "Kabar",
    "stayed": "30 hari",
    "nth": "Orang ke",
}
COLUMNS = [*LABELS]
# The words of a head line; without one the columns stand in the order above.
HEADS = {
    words.key_of(head): column
    for column, heads in {
        "running": "no, no urut",
        "number": "nomor surat, no surat, nomor",
        "dated_on": "tanggal surat, tanggal, tgl surat, tgl",
        "partner": "mitra, kepada, tujuan, mitra tujuan",
        "sex": "l/p, jk, jenis kelamin",
        "age_years": "umur, usia",
        "classification": "klasifikasi, kelas, jenis ppks, jenis pmks",
        "basis": "dasar, dasar berlaku, pks, mou",
        "answer": "jawaban, jawaban mitra",
        "arrived": "tiba, tiba di mitra",
        "word": "kabar, kabar kembali, balasan",
        "stayed": "30 hari, sesudah 30 hari",
        "nth": "orang ke",
    }.items()
    for head in heads.split(", ")
}
YES, NO = {"ya", "y", "ada", "sudah"}, {"tidak", "tdk", "t", "tidak ada", "tdk ada", "belum"}
ANSWERS = {
    "diterima": Answer.ACCEPTED,
    "terima": Answer.ACCEPTED,
    "ditolak": Answer.DECLINED,
    "tolak": Answer.DECLINED,
}
YES_OR_NO = "Isi ya atau tidak; kosong bila tidak tercatat."


@dataclass(frozen=True)
class Known:
    """What a cell can mean: {word: key} of the partners of this writer, {word: code} and {code:
    key} of the classes."""

    partners: dict[str, int]
    nicknames: dict[str, str]
    classes: dict[str, int]

    @classmethod
    def to(cls, user):
        rows = partners_for(user).order_by("-pk").values_list("pk", "name", "short_name")
        partners = {words.key_of(name): pk for pk, *names in rows for name in names}
        classes = dict(Classification.objects.values_list("code", "pk"))
        return cls(partners, Classification.objects.nicknames(), classes)


@dataclass
class Line:
    """The fields that were read, and of each that was not the sentence that says so."""

    initial: dict = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)


def read_lines(text, *, by) -> tuple[list[Line], int]:
    """(the lines, how many below them were left out)."""
    columns, lines = columns_of(lines_of(text), HEADS, COLUMNS)
    known = Known.to(by)
    read = [_read(dict(zip(columns, line, strict=False)), known) for line in lines[:MOST_ROWS]]
    return read, len(lines[MOST_ROWS:])


def _read(cells, known):
    line = Line()
    for column, label in LABELS.items():
        cell = cells.get(column, "")
        if words.is_blank(cell):
            continue
        try:
            line.initial |= READERS[column](column, cell, known)
        except words.Unreadable as unread:
            line.unread[column] = f"{label} “{cell[:60]}” tidak terbaca. {unread}"
            # Nor is it what the field begins with: an unread "orang ke" is not the first.
            line.initial[column] = None
    return line


def _text(column, cell, known):
    return {column: cell[:60]}


def _day(column, cell, known):
    return {column: words.read_date(cell)}


def _number(column, cell, known):
    digits = cell.split()[0]
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 4):
        raise words.Unreadable("Tulis dengan angka.")
    return {column: int(digits)}


def _partner(column, cell, known):
    if words.key_of(cell) not in known.partners:
        raise words.Unreadable("Pilih mitranya.")
    return {column: known.partners[words.key_of(cell)]}


def _class(column, cell, known):
    return {column: known.classes[words.read_class(cell, known.nicknames)]}


def _said(column, cell, known):
    key = words.key_of(cell)
    if key not in YES | NO:
        raise words.Unreadable(YES_OR_NO)
    return {column: Said.YES if key in YES else Said.NO}


def _word(column, cell, known):
    """A day says that there was word, and when."""
    if words.key_of(cell) in YES | NO:
        return _said(column, cell, known)
    return {"word": Said.YES, "word_on": words.read_date(cell)}


def _answer(column, cell, known):
    if words.key_of(cell) not in ANSWERS:
        raise words.Unreadable("Isi diterima atau ditolak; kosong bila tidak tercatat.")
    return {column: ANSWERS[words.key_of(cell)]}


READERS = {
    "number": _text,
    "dated_on": _day,
    "partner": _partner,
    "sex": lambda column, cell, known: {column: words.read_sex(cell)},
    "age_years": _number,
    "classification": _class,
    "basis": _said,
    "answer": _answer,
    "arrived": _said,
    "word": _word,
    "stayed": _said,
    "nth": _number,
}
