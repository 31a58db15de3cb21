"""How full the house is: said in one sentence on every page and print."""

from dataclasses import dataclass

from django.db.models import Count, Max

from cases.house.beds.models import Bed
from cases.house.presence.house import HouseCount, count_house
from rptc.kept import kept_counts
from rptc.letters.models import Unit
from rptc.words import angka


@dataclass(frozen=True)
class Fullness:
    """Who is there, for how many beds; `capacity` is what the unit has typed, or None."""

    house: HouseCount
    beds: int
    capacity: int | None

    def __str__(self):
        """ "Hadir 37 dari 56 tempat tidur (daya tampung 100)"."""
        return f"Hadir {angka(self.house.present)}{self.of_beds}"

    @property
    def of_beds(self):
        """Nothing of a house without beds: what nobody knows is no 0."""
        if not self.beds:
            return ""
        there_is_room = f" (daya tampung {angka(self.capacity)})" if self.capacity else ""
        return f" dari {angka(self.beds)} tempat tidur{there_is_room}"


def fullness() -> Fullness:
    """Of the whole house: closed files count as well, it has one number, whoever reads it."""
    return Fullness(count_house(), **beds_and_capacity())


def beds_and_capacity():
    return kept_counts(_beds, None)


def _beds(user):
    unit = Unit.objects.filter(pk=1).values("capacity")
    return Bed.objects.usable(), {"beds": Count("pk"), "capacity": Max(unit)}
