"""The house in numbers, as a shift note keeps them."""

from dataclasses import dataclass

from cases.stays.models import Stay
from rptc import days


@dataclass(frozen=True)
class Numbers:
    """None where the house does not count it."""

    in_house: int
    late: int
    out: int | None = None
    absent: int | None = None

    @property
    def shown(self):
        """(number, label) of what is counted."""
        rows = [
            (self.in_house, "Dalam RPTC"),
            (self.late, "Lewat batas"),
            (self.out, "Keluar sementara"),
            (self.absent, "Tidak terlihat"),
        ]
        return [(number, label) for number, label in rows if number is not None]


def count_house():
    """Everybody in the house, sealed files too: numbers name nobody."""
    counted = Stay.objects.count_by_limit(days.today())
    return Numbers(in_house=counted["all"], late=counted["over"])


def numbers_of(note):
    return Numbers(note.number_in_house, note.number_late, note.number_out, note.number_absent)
