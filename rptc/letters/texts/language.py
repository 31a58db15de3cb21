"""The language of the texts of letters: a field, a condition, a list (docs/rules.md, Letters).

    {klien.nama}   [jika obat] ... [lainnya] ... [selesai]   [jika tidak obat] ... [selesai]
    [setiap barang] {barang.nomor}. {barang.nama} [selesai]

Plain text, and nothing else: no other expression, no call, no address that anything follows. What
is not known is refused with its line. Values are put in as they are and never read again: who is
called "[selesai]" is printed so.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

DEEPEST = 3
# Sixty pages, as full as they can be.
MOST_SIGNS = 240_000
MOST_STEPS = 50_000
# What each row of a list has: its number, and whether another stands before it.
OF_ROW = ("nomor", "lanjut")
SIGN = re.compile(r"\{([^{}\[\]\n]*)\}|\[([^{}\[\]\n]*)\]|[{}\[\]]")
# A line on which a command stands alone is not printed.
ALONE = re.compile(
    r"^[ \t]*(\[ *(?:jika|setiap|lainnya|selesai)\b[^{}\[\]\n]*\])[ \t]*(?:\n|\Z)", re.M | re.I
)
COMMAND = re.compile(r"(jika tidak|jika|setiap) +([a-z0-9_.]+)|(lainnya|selesai)")

# {name: "" of a field, {name: ...} of a list}
Names = dict[str, "str | Names"]


@dataclass(frozen=True)
class Piece:
    """Some text of the letter. What stands in the place of a field is `of` that field; `is_new`
    marks what the version before did not say."""

    text: str
    of: str = ""
    is_new: bool = False
    # In the place of something that is left out: a line with nothing else is left out, too.
    is_gap: bool = False


@dataclass
class Block:
    """[jika ...] or [setiap ...] until its [selesai]; `name` is empty of the whole text."""

    name: str = ""
    line: int = 0
    is_list: bool = False
    is_negated: bool = False
    body: list = field(default_factory=list)
    other: list | None = None

    @property
    def last(self):
        return self.body if self.other is None else self.other


class Mistake(ValidationError):
    def __init__(self, line, words):
        super().__init__(f"Baris {line}: {words}")


def parse(text: str, names: Names, new: Sequence[tuple[int, int]] = ()) -> Block:
    """The tree of a text. `new` are spans of it that are marked. Raises Mistake."""
    text = text.replace("\r\n", "\n")
    alone = {each.start(1): each for each in ALONE.finditer(text)}
    open_blocks, at = [Block()], 0
    for sign in SIGN.finditer(text):
        line = text.count("\n", 0, sign.start()) + 1
        stands_alone = alone.get(sign.start())
        begins, ends = stands_alone.span() if stands_alone else sign.span()
        open_blocks[-1].last.extend(_pieces(text, at, begins, new))
        at = ends
        if sign[1] is not None:
            name = _field(sign[1].strip(), line, names, open_blocks)
            open_blocks[-1].last.append(Piece("", of=name))
        elif sign[2] is not None:
            _command(sign[2], line, names, open_blocks)
        else:
            raise Mistake(line, f"tanda {sign[0]} tidak berpasangan.")
    open_blocks[-1].last.extend(_pieces(text, at, len(text), new))
    if len(open_blocks) > 1:
        left = open_blocks[-1]
        raise Mistake(left.line, f"bagian {left.name} belum ditutup dengan [selesai].")
    return open_blocks[0]


def _pieces(text, begins, ends, new):
    cuts = {begins, ends} | {cut for span in new for cut in span if begins < cut < ends}
    cuts = sorted(cuts)
    for start, stop in zip(cuts, cuts[1:], strict=False):
        is_new = any(first <= start and stop <= last for first, last in new)
        yield Piece(text[start:stop], is_new=is_new)


def _command(words, line, names, open_blocks):
    command = COMMAND.fullmatch(" ".join(words.lower().split()))
    if command is None:
        raise Mistake(line, f"[{words}] tidak dikenal.")
    if command[3] == "lainnya":
        if (
            open_blocks[-1].is_list
            or not open_blocks[-1].name
            or open_blocks[-1].other is not None
        ):
            raise Mistake(line, "[lainnya] hanya sekali, di antara [jika ...] dan [selesai].")
        open_blocks[-1].other = []
        return
    if command[3] == "selesai":
        if len(open_blocks) == 1:
            raise Mistake(line, "[selesai] tanpa [jika ...] atau [setiap ...].")
        open_blocks.pop()
        return
    if len(open_blocks) > DEEPEST:
        raise Mistake(line, f"paling dalam {DEEPEST} bagian di dalam bagian.")
    name, is_list = command[2], command[1] == "setiap"
    known = _known(name, line, names, open_blocks)
    if is_list and not isinstance(known, dict):
        raise Mistake(line, f"{name} bukan daftar.")
    if is_list and name in _lists(open_blocks):
        raise Mistake(line, f"[setiap {name}] sudah di dalam dirinya.")
    block = Block(name, line, is_list, is_negated=command[1] == "jika tidak")
    open_blocks[-1].last.append(block)
    open_blocks.append(block)


def _field(name, line, names, open_blocks):
    if isinstance(_known(name, line, names, open_blocks), dict):
        raise Mistake(line, f"{{{name}}} adalah daftar: tulis [setiap {name}] ... [selesai].")
    return name


def _known(name, line, names, open_blocks):
    """What this name stands for here."""
    within, scope = "", names
    while name not in (own := {f"{within}{key}" for key in scope}):
        lists = [key for key in own if name.startswith(f"{key}.") and _is_list(scope, within, key)]
        if not lists:
            raise Mistake(line, f"tidak ada isian bernama {{{name}}}.")
        if lists[0] not in _lists(open_blocks):
            raise Mistake(line, f"{{{name}}} hanya ada di dalam [setiap {lists[0]}].")
        scope = scope[lists[0].removeprefix(within)] | dict.fromkeys(OF_ROW, "")
        within = f"{lists[0]}."
    return scope[name.removeprefix(within)]


def _is_list(scope, within, key):
    return isinstance(scope[key.removeprefix(within)], dict)


def _lists(open_blocks):
    return [block.name for block in open_blocks if block.is_list]


def used(block: Block) -> set[str]:
    """The fields that a text may print."""
    found = set()
    for part in [*block.body, *(block.other or [])]:
        found |= used(part) if isinstance(part, Block) else {part.of} - {""}
    return found


def fill(block: Block, facts: dict) -> Iterator[Piece]:
    """What the text says of these facts: {name: text, or rows of such}. Raises ValidationError
    where it grows past sixty pages."""
    left = [MOST_SIGNS, MOST_STEPS]
    for piece in _fill(block.body, facts, left):
        left[0] -= len(piece.text)
        if left[0] < 0:
            raise ValidationError("Surat ini menjadi lebih dari 60 halaman.")
        yield piece


def _fill(parts, facts, left):
    left[1] -= len(parts) + 1
    if left[1] < 0:
        raise ValidationError("Daftar di dalam surat ini terlalu panjang.")
    for part in parts:
        if isinstance(part, Piece):
            yield Piece(str(facts.get(part.of, "")), of=part.of) if part.of else part
        elif part.is_list:
            rows = facts.get(part.name) or []
            for number, row in enumerate(rows, 1):
                row = row | dict(zip(OF_ROW, (number, number > 1), strict=True))
                own = {f"{part.name}.{key}": value for key, value in row.items()}
                yield from _fill(part.body, facts | own, left)
            if not rows:
                yield Piece("", is_gap=True)
        else:
            holds = bool(facts.get(part.name)) is not part.is_negated
            chosen = part.body if holds else part.other or [Piece("", is_gap=True)]
            yield from _fill(chosen, facts, left)
