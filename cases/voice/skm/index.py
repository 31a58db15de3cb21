"""The index of a round (PermenPANRB 14/2017). The mean of each unsur is its NRR; nine unsur weigh
1/9 each (exactly: with the printed 0,11 the highest would be 99); times 25 it is the IKM.

Nobody is told fewer than five: neither a round, nor an unsur, nor a kind of who answered, and no
kind at all where what is left could be told by taking the others away. That holds of each unsur:
one that one to four of a kind answered is in the index of no kind.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from cases.voice.skm.models import UNSUR, SkmAnswer

LEAST = 5
# From which index on; the letter, and what it is called.
GRADES = [
    (Decimal("88.31"), "A", "Sangat Baik"),
    (Decimal("76.61"), "B", "Baik"),
    (Decimal("65.00"), "C", "Kurang Baik"),
    (Decimal("25.00"), "D", "Tidak Baik"),
]


@dataclass(frozen=True)
class Unsur:
    code: str
    name: str
    number: int
    mean: Fraction | None

    @property
    def nrr(self) -> Decimal | None:
        """Three places, as such reports print it; None where fewer than five answered."""
        return None if self.mean is None else _rounded(self.mean, "0.001")


@dataclass(frozen=True)
class Index:
    """Of so many sheets; None where they are fewer than five."""

    number: int
    unsur: tuple[Unsur, ...]
    skm: Decimal | None
    ikm: Decimal | None
    grade: str
    word: str

    @property
    def lowest(self):
        """The three that are to be bettered first."""
        told = [each for each in self.unsur if each.mean is not None]
        return sorted(told, key=lambda each: each.mean)[:3]


@dataclass(frozen=True)
class Result:
    """A whole round; `kinds` is None where a kind of fewer than five could be told from it."""

    whole: Index
    kinds: list[tuple[str, Index]] | None


def result_of(round):
    rows = list(round.answers.valid().values("kind", *(code for code, _, _ in UNSUR)))
    whole = index_of(rows)
    by_kind = [
        (label, [row for row in rows if row["kind"] == kind])
        for kind, label in SkmAnswer.Kind.choices
    ]
    some = [(label, own) for label, own in by_kind if own]
    is_told = len(some) > 1 and all(len(own) >= LEAST for _, own in some)
    return Result(whole, _of_kinds(some) if is_told else None)


def _of_kinds(some):
    """None where some kind has no unsur left."""
    left_out = {
        code for code, _, _ in UNSUR if any(0 < len(_given(own, code)) < LEAST for _, own in some)
    }
    kinds = [(label, index_of(own, left_out)) for label, own in some]
    return kinds if all(index.ikm is not None for _, index in kinds) else None


def index_of(rows, left_out=frozenset()) -> Index:
    """What was not answered is no zero: it is left out, and so is an unsur of fewer than five."""
    unsur = tuple(_unsur(rows, code, name, code not in left_out) for code, name, _ in UNSUR)
    means = [each.mean for each in unsur if each.mean is not None]
    if len(rows) < LEAST or not means:
        return Index(len(rows), unsur, None, None, "", "")
    skm = sum(means) / len(means)
    ikm = _rounded(skm * 25, "0.01")
    _, grade, word = next(each for each in GRADES if ikm >= each[0])
    return Index(len(rows), unsur, _rounded(skm, "0.001"), ikm, grade, word)


def _unsur(rows, code, name, is_told):
    given = _given(rows, code)
    mean = Fraction(sum(given), len(given)) if is_told and len(given) >= LEAST else None
    return Unsur(code, name, len(given), mean)


def _given(rows, code):
    return [row[code] for row in rows if row[code] is not None]


def _rounded(number, places):
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(Decimal(places), rounding=ROUND_HALF_UP)
