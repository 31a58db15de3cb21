"""The house as a plan: a room a block, a bed a square (R21), and who has none."""

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from django.db.models import Exists, OuterRef, Prefetch

from cases.house.beds.actions import without_bed
from cases.house.beds.models import Bed, BedUse, Room
from cases.house.beds.suggesting import House
from cases.house.board.state import WORDS, shape_of
from cases.house.leaves.models import Leave
from cases.people.name_words import DAENG, TITLES
from cases.people.names import front_word
from cases.stays.models import Stay
from rptc import days
from rptc.words import inisial

# A square has room for so much.
ABOUT = "sekitar "
LONG_NAME = 6


@dataclass(frozen=True)
class Place:
    """A bed, its open use if there is one, and who sleeps in it as far as the reader may know;
    who lies in a cot beside it. `cause`: why somebody lies isolated there; `is_against`: a rule
    of the room is broken since; `is_alike`: another of the house has the same square;
    `has_guests`: it names nobody."""

    bed: Bed
    use: BedUse | None = None
    stay: Stay | None = None
    cots: tuple[BedUse, ...] = ()
    cause: str = ""
    is_against: bool = False
    is_alike: bool = False
    has_guests: bool = False

    @property
    def is_out(self):
        return self.use is not None and self.use.stay_id is None

    @property
    def shape(self):
        if self.use is None:
            return "free"
        if self.is_out:
            return "off"
        return shape_of(self.stay, is_out=self.use.is_away) if self.stay else "in"

    @property
    def words(self):
        return "" if self.shape == "in" else WORDS[self.shape]

    @property
    def has_notes(self):
        """What a square has no room for stands under those of its room."""
        told = self.stay and (self.use.set_aside or self.is_against or self.shape == "gone")
        return bool(self.is_out or self.cause or self.cots or told)

    @property
    def called(self):
        person = self.stay.person
        return inisial(person.shown_name) if self.has_guests else short_name(person)

    @property
    def heard(self):
        """What a square shows by its shape or has no room for, for who hears the page."""
        person = self.stay.person
        name = "" if self.has_guests else str(person)
        number = "" if self.is_alike else person.file_number
        return ", ".join(word for word in (name, number, self.words) if word)

    @property
    def is_long(self):
        return len(self.called) > LONG_NAME

    @property
    def age(self):
        """ "±30 th": in a square alone; everywhere else the words are whole."""
        age = self.stay.person.age_today
        return f"±{age.removeprefix(ABOUT)}" if age.startswith(ABOUT) else age


def short_name(person):
    """By what somebody is called across a room: the nickname, else the first name that not half
    of the town shares; of the nameless the number of the file."""
    words = (person.alias or person.name).split()
    own = [word for word in words if not _is_shared(_bare(word))]
    return next(iter(own or words), person.file_number)


def _is_shared(word):
    return word in DAENG or word in TITLES or front_word(word) is not None


def _bare(word):
    return word.lower().strip(".,'")


@dataclass(frozen=True)
class Waiting:
    """Somebody without a bed, and the babies who are placed with them."""

    stay: Stay
    babies: list[Stay]
    causes: tuple[str, ...]
    asks_triage: bool

    @property
    def everyone(self):
        return [self.stay, *self.babies]


@dataclass(frozen=True)
class Floor:
    """All squares by room, and who waits for one."""

    places: list[Place]
    waiting: list[Waiting]
    has_guests: bool

    @property
    def rooms(self) -> list[tuple[Room, list[Place], int]]:
        """Each with its squares, and how many of its beds somebody sleeps in."""
        rooms = groupby(self.places, lambda place: place.bed.room)
        rooms = [(room, list(places)) for room, places in rooms]
        return [(room, places, _taken(places)) for room, places in rooms]

    @property
    def taken(self):
        return _taken(self.places)

    @property
    def free(self):
        return sum(place.use is None for place in self.places)

    @property
    def out(self):
        return sum(place.is_out for place in self.places)

    @property
    def number_waiting(self):
        return sum(len(row.everyone) for row in self.waiting)

    @cached_property
    def shown(self) -> list[Stay]:
        """Whom the reader reads here by name."""
        lying = [place.stay for place in self.places if place.stay]
        in_cots = [cot.stay for place in self.places for cot in place.cots]
        return [*lying, *in_cots, *(stay for row in self.waiting for stay in row.everyone)]


def _taken(places):
    return sum(place.use is not None and not place.is_out for place in places)


def floor_for(reader) -> Floor:
    waiting = without_bed(Stay.objects.visible_to(reader)).order_by("began_at", "pk")
    waiting = waiting.select_related("person", "intake__person")
    waiting = list(waiting.prefetch_related("intake__child_victims"))
    house = House.now(*waiting, reader=reader)
    return Floor(_places(house), _waiting(house, waiting), house.has_guests)


def _places(house):
    away = Leave.objects.out_at(days.now()).filter(stay=OuterRef("stay"))
    uses = BedUse.objects.open().select_related("stay__person").annotate(is_away=Exists(away))
    uses = Prefetch("uses", uses.order_by("in_cot", "pk"), to_attr="open_uses")
    beds = Bed.objects.usable().select_related("room").prefetch_related(uses)
    causes = house.causes_of_beds()
    against = set(BedUse.objects.against_rules().values_list("pk", flat=True))
    squares = [_place(bed, house, causes, against) for bed in beds]
    return _told_apart(squares)


def _place(bed, house, causes, against):
    use = next(iter(bed.open_uses), None)
    return Place(
        bed,
        use,
        use.stay if use and use.stay_id in house.seen else None,
        tuple(cot for cot in bed.open_uses[1:] if cot.stay_id in house.seen),
        causes.get(bed.pk, ""),
        use is not None and use.pk in against,
        has_guests=house.has_guests,
    )


def _told_apart(places):
    """Two of one name and age are usual: their squares say the number of the file too."""
    signs = [(place.called, place.age) if place.stay else None for place in places]
    number = Counter(signs)
    return [
        replace(place, is_alike=True) if sign and number[sign] > 1 else place
        for place, sign in zip(places, signs, strict=True)
    ]


def _waiting(house, stays):
    """A mother and her babies are one row, as they are one placement."""
    present = [stay for stay in stays if not stay.is_not_seen]
    leads = {stay.pk: house.parent_among(stay, present) for stay in present}
    return [
        Waiting(
            stay,
            [baby for baby in stays if leads.get(baby.pk) == stay],
            house.causes.get(stay.pk, ()),
            house.triage_first and stay.pk not in house.triaged,
        )
        for stay in stays
        if not leads.get(stay.pk)
    ]
