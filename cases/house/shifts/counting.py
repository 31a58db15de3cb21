"""The house in numbers, as a shift note keeps them."""

from dataclasses import dataclass

from cases.house.presence.house import count_house as count_presence
from cases.stays.models import Stay
from rptc import days


@dataclass(frozen=True)
class Numbers:
    """None in a note that is older than the count."""

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
    house = count_presence(Stay.objects.all())
    late = Stay.objects.at_limit("over", days.today()).count()
    return Numbers(in_house=house.everyone, late=late, out=house.out, absent=house.missing)


def numbers_of(note):
    return Numbers(note.number_in_house, note.number_late, note.number_out, note.number_absent)
