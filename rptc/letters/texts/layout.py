"""From the pieces of a text to what stands on paper. Marks of layout are read in the text's own
words alone, never in what a field says (docs/rules.md, Letters).

    empty line: the paragraph ends       # Klien: a sub-title      > small print
    Nama : {klien.nama}: a row of facts  1. first: a list in order - one: a list
    | NO | BARANG |: a row of a table, the first of which is its head
    **new**: bold
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import takewhile

from django.utils.html import escape
from django.utils.safestring import SafeString

from rptc.letters.texts.language import Piece

MARKS = [("h", "# "), ("note", "> "), ("ul", "- ")]
ORDERED = re.compile(r"[0-9]{1,3}\. ")
# Between what a fact is called, which is no longer than this, and the fact.
COLON = re.compile(r" +:(?: |$)")
LONGEST_LABEL = 60
# Columns with a width of their own, by the word of their head: a NIK stands in one line.
NARROW = {"NO": "no", "JUMLAH": "n", "NIK": "nik", "LAHIR ATAU UMUR": "lahir"}


@dataclass(frozen=True)
class Run:
    piece: Piece
    is_bold: bool = False

    def html(self, marked):
        """Only here does a text become HTML, and only as letters."""
        words = escape(self.piece.text).replace("\n", "<br>")
        if self.is_bold:
            words = f"<strong>{words}</strong>"
        if marked and self.piece.text.strip() and (self.piece.of or self.piece.is_new):
            words = f"<mark{' class=new' if self.piece.is_new else ''}>{words}</mark>"
        return words


class Words(tuple):
    """Some runs in a row, as they are printed, and `marked`: what is a field, what is new."""

    __slots__ = ()

    def __str__(self):
        return "".join(run.piece.text for run in self)

    @property
    def html(self):
        return SafeString("".join(run.html(marked=False) for run in self))

    @property
    def marked(self):
        return SafeString("".join(run.html(marked=True) for run in self))


@dataclass
class Part:
    """A paragraph, sub-title, list, table, or some facts: rows of cells."""

    sort: str
    rows: list[list[Words]] = field(default_factory=list)
    # The end of the part before, which may stand on the next sheet.
    goes_on: bool = False

    @property
    def columns(self):
        return [NARROW.get(str(cell), "") for cell in self.rows[0]]

    @property
    def below_head(self):
        """Each row of a table, a cell with the class of its column; as wide as the head."""
        columns = self.columns
        empty = [Words()] * len(columns)
        return [zip(columns, [*row, *empty], strict=False) for row in self.rows[1:]]


def lay_out(pieces: Iterable[Piece]) -> list[Part]:
    parts, last = [], None
    for line in lines_of(pieces):
        if not line:
            last = None
            continue
        sort, cells = _read(line)
        if last != sort or sort in {"h", "note"}:
            parts.append(Part(sort))
        if sort == "p" and last == "p":
            br = Run(Piece("\n"))
            parts[-1].rows[0][0] = Words((*parts[-1].rows[0][0], br, *cells[0]))
        else:
            parts[-1].rows.append(cells)
        last = sort
    return parts


def end_apart(parts: list[Part]) -> list[Part]:
    """What stands last goes along to the sheet of those who sign: of facts the last row alone."""
    if parts and parts[-1].sort == "dl" and len(parts[-1].rows) > 1:
        *before, last = parts[-1].rows
        return [*parts[:-1], Part("dl", before), Part("dl", [last], goes_on=True)]
    return parts


def lines_of(pieces: Iterable[Piece]) -> Iterator[Words]:
    """Lines as the text has them; one on which all was left out is none."""
    line, is_left_out = [], False
    for piece in [*pieces, Piece("\n")]:
        if piece.of:
            line.append(piece)
            continue
        is_left_out |= piece.is_gap
        first, *others = piece.text.split("\n")
        line.append(replace(piece, text=first))
        for other in others:
            words = _trimmed(line)
            if words or not is_left_out:
                yield words
            line, is_left_out = [replace(piece, text=other)], False


def _trimmed(line):
    """Without white space at both ends, with what is bold."""
    line = [piece for piece in line if piece.text]
    while line and not line[0].of and not line[0].text.strip():
        line.pop(0)
    while line and not line[-1].text.strip():
        line.pop()
    if line and not line[0].of:
        line[0] = replace(line[0], text=line[0].text.lstrip())
    if line and not line[-1].of:
        line[-1] = replace(line[-1], text=line[-1].text.rstrip())
    return Words(_bold(line))


def _bold(line):
    is_bold = False
    for piece in line:
        texts = [piece.text] if piece.of else piece.text.split("**")
        for number, text in enumerate(texts):
            is_bold ^= number > 0
            if text:
                yield Run(replace(piece, text=text), is_bold)


def _read(line):
    """The sort of a line, and its cells."""
    first = "".join(run.piece.text for run in takewhile(lambda run: not run.piece.of, line))
    for sort, mark in MARKS:
        if first.startswith(mark):
            return sort, [_after(line, len(mark))]
    if ordered := ORDERED.match(first):
        return "ol", [_after(line, ordered.end())]
    if first.startswith("|"):
        cells = split(line, "|")[1:]
        return "table", cells[:-1] if len(cells) > 1 and not cells[-1] else cells
    if ends := _label(line):
        return "dl", [_before(line, ends[0]), _after(line, ends[1])]
    return "p", [line]


def _label(line):
    """Where the colon begins and ends after which a fact stands, if there is one."""
    at = 0
    for run in line:
        found = None if run.piece.of else COLON.search(run.piece.text)
        if found and 0 < at + found.start() <= LONGEST_LABEL:
            return at + found.start(), at + found.end()
        at += len(run.piece.text)
    return None


def _before(line, length):
    """Its first letters."""
    runs = []
    for run in line:
        if begins := run.piece.text[: max(length, 0)]:
            runs.append(Run(replace(run.piece, text=begins), run.is_bold))
        length -= len(run.piece.text)
    return Words(runs)


def _after(line, length):
    """The line without its first letters."""
    runs = []
    for run in line:
        text = run.piece.text
        if rest := text[length:]:
            runs.append(Run(replace(run.piece, text=rest), run.is_bold))
        length = max(length - len(text), 0)
    return Words(runs)


def split(line: Words, mark: str) -> list[Words]:
    """The cells of a line, between marks that the text itself has."""
    cells = [[]]
    for run in line:
        texts = [run.piece.text] if run.piece.of else run.piece.text.split(mark)
        for number, text in enumerate(texts):
            if number:
                cells.append([])
            if text.strip() or run.piece.of:
                cells[-1].append(Run(replace(run.piece, text=text), run.is_bold))
    return [_stripped(cell) for cell in cells]


def _stripped(cell):
    if cell and not cell[0].piece.of:
        cell[0] = replace(cell[0], piece=replace(cell[0].piece, text=cell[0].piece.text.lstrip()))
    if cell and not cell[-1].piece.of:
        last = cell[-1].piece
        cell[-1] = replace(cell[-1], piece=replace(last, text=last.text.rstrip()))
    return Words(cell)
