"""A text, filled with what a case says: the sheet that a template prints, on paper or on the
screen (docs/rules.md, Letters)."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from django.core.exceptions import ValidationError

from rptc.letters.procedures.matters import PREFIX
from rptc.letters.procedures.named import citations_on
from rptc.letters.texts.language import fill, parse
from rptc.letters.texts.layout import Part, Words, end_apart, lay_out, lines_of, split
from rptc.letters.texts.models import LetterText
from rptc.words import tanggal_surat

MOST_PAGES = 60
# Said in place of a name: who signs for the unit on the day of the letter.
UNIT_SIGNS = "Kepala UPT"
FLAGS = {"(meterai)": "has_duty", "(jempol)": "has_thumb"}
WITNESS = "Saksi"


@dataclass(frozen=True)
class Signer:
    """One place to sign: what is written above, the name, and what is written below it."""

    words: Words
    name: Words = Words()
    below: Words = Words()
    has_duty: bool = False
    has_thumb: bool = False

    @property
    def is_unit(self):
        return UNIT_SIGNS in {str(self.name), str(self.words)}

    @property
    def is_witness(self):
        return str(self.words).startswith(WITNESS)


@dataclass
class Place:
    """A place on the sheet: one who signs, witnesses, or the code that everybody can check."""

    signers: list[Signer] = field(default_factory=list)
    has_code: bool = False
    has_date: bool = False


class Sheet:
    """What stands on the paper of a letter, in its parts. `before` is the version with which it
    is compared where it is only looked at."""

    def __init__(self, text: LetterText, facts: dict, *, before: LetterText | None = None):
        self.text, self.facts, self.before = text, facts, before

    def _pieces(self, field):
        spans = self.text.spans_not_in(self.before, field)
        return fill(parse(getattr(self.text, field), self.text.names, spans), self.facts)

    def _line(self, field):
        return next((line for line in lines_of(self._pieces(field)) if line), Words())

    def _lines(self, field):
        return [line for line in lines_of(self._pieces(field)) if line]

    @cached_property
    def heading(self) -> Words:
        return self._line("heading")

    @cached_property
    def nature(self) -> Words:
        return self._line("nature")

    @cached_property
    def enclosure(self) -> Words:
        return self._line("enclosure")

    @cached_property
    def addressee(self) -> list[Words]:
        return self._lines("addressee")

    @cached_property
    def legal_basis(self) -> list[Words]:
        return self._lines("legal_basis")

    @cached_property
    def parts(self) -> list[Part]:
        return end_apart(lay_out(self._pieces("body")))

    @cached_property
    def copies(self) -> list[Words]:
        return self._lines("copies")

    @cached_property
    def signers(self) -> list[Signer]:
        return [_signer(line) for line in self._lines("signers")]

    @cached_property
    def places(self) -> list[Place]:
        """Who signs where, two in a row, three where the code stands beside two. The code has its
        place among them, so that it is never on a sheet alone: with a thumb, before the last, or
        below an even number."""
        places = [Place([signer]) for signer in self.signers]
        if len(places) == 2:
            places.insert(0, Place(has_code=True))
        elif thumb := next((place for place in places if place.signers[0].has_thumb), None):
            thumb.has_code = True
        else:
            places.insert(len(places) - len(places) % 2, Place(has_code=True))
        if len(places) % 2 and len(places) > 3:
            places = _together(places)
        if not self.is_addressed:
            places[min(len(places), 3 if len(self.signers) == 2 else 2) - 1].has_date = True
        return places

    @property
    def is_addressed(self):
        return self.text.form == LetterText.Form.ADDRESSED


def _together(places):
    """Witnesses in one place, one below the other."""
    found = []
    for place in places:
        if found and all(each.is_witness for each in [*place.signers, *found[-1].signers]):
            if place.signers and found[-1].signers:
                found[-1].signers += place.signers
                continue
        found.append(place)
    return found


def _signer(line):
    words, name, below = [*split(line, ":"), Words(), Words()][:3]
    flags = {}
    for flag, column in FLAGS.items():
        if flag in str(words):
            words, flags[column] = _without(words, flag), True
    return Signer(words, name, below, **flags)


def _without(words, flag):
    runs = []
    for run in words:
        text = run.piece.text if run.piece.of else run.piece.text.replace(flag, "")
        runs.append(replace(run, piece=replace(run.piece, text=text)))
    return Words(runs)


def of_the_day(unit, day: date, text: LetterText) -> dict:
    """The fields that every letter has; what the unit stands on, where the text names it."""
    facts = {"unit.nama": unit.name, "unit.kota": unit.city, "surat.tanggal": tanggal_surat(day)}
    if any(name.startswith(PREFIX) for name in text.printed):
        facts |= citations_on(day)
    return facts


def check_length(pages: int) -> None:
    if pages > MOST_PAGES:
        raise ValidationError(f"Surat ini menjadi {pages} halaman. Paling banyak {MOST_PAGES}.")
