"""What reading a register gives: every line of the file is a row, refused, or ignored."""

from dataclasses import dataclass, field
from datetime import date

from cases.intakes.register.words import StatedAge


@dataclass(frozen=True)
class ReadRow:
    """One person met, as the register has it; `row` is the number that Excel shows."""

    sheet: str
    row: int
    number_in_sheet: int | None
    name: str
    sex: str
    age: StatedAge
    age_text: str
    origin: str
    class_code: str
    class_text: str
    met_on: date
    place: str
    remarks: str
    nik: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """A cell that refuses its row: what was read, and what is expected."""

    sheet: str
    row: int
    column: str
    value: str
    expected: str


@dataclass(frozen=True)
class ReadWarning:
    """Something to look at; without a row it is about the whole sheet."""

    sheet: str
    row: int | None
    text: str


@dataclass(frozen=True)
class IgnoredLine:
    sheet: str
    row: int
    text: str
    reason: str


@dataclass(frozen=True)
class ReadSheet:
    name: str
    month: int | None
    year: int | None
    header_row: int | None
    rows: int
    refused: int


@dataclass
class Reading:
    """What a file holds. `unknown_classes`: a word nobody has explained -> its (sheet, row)s."""

    sheets: list[ReadSheet] = field(default_factory=list)
    rows: list[ReadRow] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    warnings: list[ReadWarning] = field(default_factory=list)
    ignored: list[IgnoredLine] = field(default_factory=list)
    unknown_classes: dict[str, list[tuple[str, int]]] = field(default_factory=dict)

    @property
    def refused_rows(self) -> int:
        """Rows refused; one row may have several refusals."""
        return len({(refusal.sheet, refusal.row) for refusal in self.refused})
