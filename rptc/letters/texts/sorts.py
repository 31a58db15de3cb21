"""What the letters of each kind may say: the names of its fields, and the acts that fill them.

Each room registers its ways of writing a letter in a `letters.py` of its own, which its app loads
when it starts (as rptc/waiting.py). A way ties one kind of act to one kind of letter; a kind may
be written of several kinds of acts (a receipt of what came, and of what was given back), and then
has the fields of all of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Model

from rptc.letters.prints import NAME
from rptc.letters.procedures.matters import PREFIX, Matter
from rptc.letters.signatures.sides import Opened, Signing

# As long as a name can be typed, and a row of the longest list.
LONG_NAME = "Muhammad Nurhidayatullah Daeng Mangemba Tumenanga ri Pakkatere " * 4
LONG_SUM = "seratus sembilan puluh sembilan juta " * 3
MANY = 60
CITED = "Peraturan Wali Kota Makassar Nomor 37 Tahun 2017 tentang penanganan di jalan, Pasal 5; "


@dataclass(frozen=True)
class Name:
    """A field: what it is called, what stands there at the longest and at the shortest (nothing,
    where it can be empty), and what of a person it says (rptc/letters/prints.py)."""

    label: str
    longest: str = ""
    shortest: str = ""
    says: str = ""

    @classmethod
    def of_a_person(cls, label, says=NAME, length=200):
        return cls(label, LONG_NAME[:length].strip(), "Ani", says)


@dataclass(frozen=True)
class Rows:
    """A list: its own fields, and how many rows it has at the longest."""

    label: str
    names: dict[str, "Name | Rows"]
    most: int = MANY


Names = dict[str, Name | Rows]

# What every letter has.
COMMON: Names = {
    "unit.nama": Name("Nama unit", "UPT RUMAH PERLINDUNGAN DAN TRAUMA CENTER", "UPT RPTC"),
    "unit.kota": Name("Tempat surat", "Makassar", "Makassar"),
    "surat.tanggal": Name("Tanggal surat", "30 September 2026", "1 Mei 2026"),
} | {
    # What the unit has confirmed (rptc/letters/procedures); nothing until then.
    f"{PREFIX}{matter.value}": Name(f"Dasar hukum dan SOP: {matter.label}", CITED * 3)
    for matter in Matter
}


@dataclass(frozen=True)
class Subject:
    """Whom a letter is about, as the register of letters has it: without a name."""

    about: str
    person_id: int | None = None
    people: Sequence[int] = field(default=())
    is_sealed: bool = False


@dataclass(frozen=True)
class Way:
    """How an act of the model `act` writes a letter of the kind `code`, kept in its `column`, or
    by a row that ties the two (rptc/letters/ties.py). One with a `signing` can be signed here; of
    one with a `signing` or `opened`, who opens the act asks for its withdrawal."""

    code: str
    act: str
    names: Names
    facts: Callable[[Any], dict]
    subject: Callable[[Any], Subject]
    column: str = ""
    signing: Signing | None = None
    opened: Opened | None = None

    def acts_to_withdraw(self, user, letter):
        """Those from whose page this user may ask for the withdrawal of the letter."""
        if self.opened:
            return self.opened.acts(user, letter)
        return self.signing.acts(user) if self.signing else None

    def page_of(self, act) -> str:
        return (self.opened or self.signing).page(act)

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.act)


_ways: list[Way] = []


def register(*ways: Way):
    for way in ways:
        if any((way.code, way.act) == (other.code, other.act) for other in _ways):
            raise ValueError(f"{way.code} of {way.act} is registered twice.")
        _ways.append(way)


def ways_of(code: str) -> list[Way]:
    return [way for way in _ways if way.code == code]


def ways_to_sign(code: str = "") -> list[Way]:
    """Those whose letter is signed here; of one kind, or of all."""
    return [way for way in _ways if way.signing and code in {"", way.code}]


def way_of(act: Model, code: str) -> Way:
    label = act._meta.label
    return next(way for way in ways_of(code) if way.act == label)


def columns_of(act: Model) -> list[str]:
    """Those in which an act keeps letters."""
    label = act._meta.label
    return [way.column for way in _ways if way.act == label and way.column]


def fields_of(code: str) -> Names:
    """All that a text of this kind may say."""
    found = dict(COMMON)
    for way in ways_of(code):
        found |= way.names
    return found


def names_of(code: str) -> dict:
    """The same, as the language reads it."""
    return _plain(fields_of(code))


def _plain(names):
    return {
        name: _plain(known.names) if isinstance(known, Rows) else ""
        for name, known in names.items()
    }


def said_of_a_person(code: str, used: set[str]) -> list[str]:
    """What a text that uses these fields prints of a person."""
    return sorted({known.says for name, known in _flat(fields_of(code)) if name in used} - {""})


def _flat(names, within=""):
    for name, known in names.items():
        if isinstance(known, Rows):
            yield from _flat(known.names, f"{within}{name}.")
        else:
            yield f"{within}{name}", known


def shortest(code: str) -> dict:
    return {
        name: [] if isinstance(known, Rows) else known.shortest
        for name, known in fields_of(code).items()
    }


def longest(code: str) -> dict:
    return _longest(fields_of(code))


def _longest(names):
    return {
        name: [_longest(known.names)] * known.most if isinstance(known, Rows) else known.longest
        for name, known in names.items()
    }


def labels_of(code: str) -> list[tuple[str, str]]:
    """(as it is typed, what it is), a list by its command."""
    return list(_labels(fields_of(code)))


def _labels(names, within=""):
    for name, known in names.items():
        if isinstance(known, Rows):
            yield f"[setiap {within}{name}]", known.label
            yield from _labels(known.names, f"{within}{name}.")
        else:
            yield f"{{{within}{name}}}", known.label
