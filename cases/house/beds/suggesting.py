"""Which free bed suits whom: separation rules sort the beds and name what they break (R20)."""

from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db.models import Q

from cases.house.beds.models import BABY_UNDER, Bed, BedUse, Room, Rule
from cases.intakes.triage.models import Triage, TriageQuestion
from cases.people.models import Person
from cases.people.relations.models import Relation
from cases.stays.models import Stay
from rptc import days
from rptc.letters.models import Unit

ELDER_AT = 60
AgeGroup, Purpose, Kind = Room.AgeGroup, Room.Purpose, Relation.Kind
# With whom a baby sleeps, the mother before all others.
PARENTS = [Kind.MOTHER, Kind.FATHER, Kind.GUARDIAN]


@dataclass(frozen=True)
class Broken:
    """A rule that a bed would break for somebody, and how it is said."""

    rule: Rule
    text: str

    def __str__(self):
        return self.text


@dataclass(frozen=True)
class Suggestion:
    """A bed; what speaks against it, whose family sleeps in its room, and why those who are
    isolated there are. `is_cot`: a baby beside its mother; `is_taken`: shown only."""

    bed: Bed
    broken: tuple[Broken, ...] = ()
    family: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    is_cot: bool = False
    is_taken: bool = False

    @property
    def fits(self):
        return not self.broken


@dataclass(frozen=True)
class RoomToChoose:
    """A room, its free beds (`suggestions`) and all that are shown of it."""

    suggestions: list[Suggestion]
    squares: list[Suggestion]

    @property
    def room(self):
        return self.suggestions[0].bed.room

    @property
    def best(self):
        """What is said of one bed of a room is said of all."""
        return self.suggestions[0]


@dataclass(frozen=True)
class RoomsToChoose:
    fitting: list[RoomToChoose]
    others: list[RoomToChoose]
    full: list[Room]


@dataclass
class House:
    """Who sleeps in which room now, and whom each of them belongs to: read once for a page.
    `seen` are the stays whose people the reader may know by name."""

    seen: set[int]
    triage_first: bool
    has_guests: bool = False
    uses: dict[int, list[BedUse]] = field(default_factory=dict)
    relations: dict[int, dict[int, bool]] = field(default_factory=dict)
    parents: dict[int, list[int]] = field(default_factory=dict)
    causes: dict[int, tuple[str, ...]] = field(default_factory=dict)
    triaged: set[int] = field(default_factory=set)

    @classmethod
    def now(cls, *more, reader):
        """The house, and what is known of `more` stays that are to be placed."""
        seen = set(Stay.objects.visible_to(reader).open().values_list("pk", flat=True))
        unit = Unit.current()
        house = cls(seen, unit.triage_first, unit.has_guests)
        uses = BedUse.objects.open().filter(stay__isnull=False)
        for use in uses.select_related("bed__room", "stay__person").order_by("pk"):
            house.uses.setdefault(use.bed.room_id, []).append(use)
        people = [stay.person_id for stay in more]
        near = Relation.objects.filter(Q(person__in=people) | Q(other__in=people))
        for relation in sorted(near.that_bind(), key=lambda each: (_rank(each), each.pk)):
            house._relate(relation.person_id, relation.other_id, relation)
            house._relate(relation.other_id, relation.person_id, relation)
            if relation.kind in PARENTS:
                house.parents.setdefault(relation.other_id, []).append(relation.person_id)
        isolated = [use.stay_id for _, use in house._in_isolation()]
        house._read_triage({*isolated, *(stay.pk for stay in more)})
        return house

    def _relate(self, one, other, relation):
        suspected = self.relations.setdefault(one, {}).get(other, False)
        self.relations[one][other] = suspected or relation.suspected_exploitation

    def _in_isolation(self):
        uses = [(use.bed.room, use) for of_room in self.uses.values() for use in of_room]
        return [(room, use) for room, use in uses if room.purpose == Purpose.ISOLATION]

    def _read_triage(self, stays):
        """Of the latest entry of each: whether they were asked, and what they are isolated for."""
        rows = Triage.objects.of_stays(stays)
        self.triaged = {stay for stay, _ in rows}
        said = {stay: triage for stay, triage in rows if isolates(triage.bed_hint)}
        if said:
            asks = [
                q for q in TriageQuestion.objects.order_by("order", "pk") if isolates(q.bed_hint)
            ]
            self.causes = {
                stay: tuple(
                    _cause(question) for question in asks if triage.answers.get(question.code)
                )
                for stay, triage in said.items()
            }

    # -- Placing ------------------------------------------------------------------------------

    def put(self, stay, bed, *, in_cot=False):
        """As if they slept there already: the next one is placed beside them."""
        use = BedUse(bed=bed, stay=stay, in_cot=in_cot)
        self.uses.setdefault(bed.room_id, []).append(use)

    def bed_of_parent(self, baby) -> Bed | None:
        """Where its mother, or who stands for her, sleeps: there stands its cot."""
        beds = {
            use.stay.person_id: use.bed
            for of_room in self.uses.values()
            for use in of_room
            if not use.in_cot
        }
        return next((beds[each] for each in self._parents(baby.person) if each in beds), None)

    def parent_among(self, baby, stays):
        """Of these stays the one with whom the baby is placed, or None."""
        of_person = {stay.person_id: stay for stay in stays}
        parents = self._parents(baby.person)
        return next((of_person[each] for each in parents if each in of_person), None)

    def _parents(self, person):
        if not is_baby(person):
            return []
        trusted = self.relations.get(person.pk, {})
        return [each for each in self.parents.get(person.pk, []) if not trusted.get(each)]

    def suggest(self, stay, beds, babies=()) -> list[Suggestion]:
        """The beds, the best first: none of the rules broken, family near, the room's order. A
        mother and her babies are one placement, and a baby whose mother has a bed sleeps there."""
        found = [self._weigh(stay, bed, babies) for bed in beds]
        found = sorted(found, key=lambda each: (len(each.broken), -len(each.family)))
        beside = self.bed_of_parent(stay)
        if beside is None:
            return found
        others = [each for each in found if each.bed != beside]
        cot = replace(self._weigh(stay, beside), is_cot=True)
        kept = tuple(each for each in cot.broken if each.rule in Rule.of_cots())
        return [replace(cot, broken=kept), *others]

    def rooms_to_choose(self, suggestions) -> "RoomsToChoose":
        """The rooms that suit somebody, with the beds that are taken in them; the others, each
        with its reason; and those without a free bed."""
        fitting = [each for each in suggestions if each.fits]
        others = [each for each in suggestions if not each.fits]
        free = {each.bed.room for each in suggestions}
        full = dict.fromkeys(bed.room for bed in self._beds if bed.room not in free)
        return RoomsToChoose(
            [RoomToChoose(rows, self._squares(rows)) for rows in _by_room(fitting)],
            [RoomToChoose(rows, rows) for rows in _by_room(others)],
            list(full),
        )

    def _squares(self, suggestions):
        """All beds of a room in their order; those that are taken without a suggestion."""
        chosen = {each.bed: each for each in suggestions}
        room = suggestions[0].bed.room
        beds = [bed for bed in self._beds if bed.room == room]
        return [chosen.get(bed, Suggestion(bed, is_taken=True)) for bed in beds]

    def is_full_for(self, stay, free, babies=()):
        """Rooms that suit somebody there are, but no bed in them is free; `free` are those that
        are."""
        taken = [bed for bed in self._beds if bed not in free]
        return any(self._weigh(stay, bed, babies).fits for bed in taken)

    @cached_property
    def _beds(self):
        return list(Bed.objects.usable().select_related("room"))

    def _weigh(self, stay, bed, babies=()):
        others = [use for use in self.uses.get(bed.room_id, []) if use.stay_id != stay.pk]
        kin = self.relations.get(stay.person_id, {})
        family = [self._name(u.stay) for u in others if kin.get(u.stay.person_id) is False]
        broken = [*self._broken(stay, bed.room, others, kin)]
        for baby in babies:
            of_baby = self._broken(baby, bed.room, others, self.relations.get(baby.person_id, {}))
            broken += [each for each in of_baby if each.rule in Rule.of_cots()]
        causes = self._causes_in(bed.room, others)
        return Suggestion(bed, tuple(dict.fromkeys(broken)), tuple(family), causes)

    def _broken(self, stay, room, others, kin):
        person = stay.person
        if self.triage_first and stay.pk not in self.triaged:
            yield Broken(Rule.TRIAGE, "Belum triase.")
        if room.sex and room.sex != person.sex:
            yield Broken(Rule.SEX, f"Kamar ini untuk {room.get_sex_display().lower()}.")
        group = age_group(person)
        if room.age_group and group and not suits(room.age_group, group):
            yield Broken(Rule.AGE, f"Kamar ini untuk {room.get_age_group_display().lower()}.")
        if is_baby(person) and not any(kin.get(use.stay.person_id) is False for use in others):
            yield Broken(Rule.BABY, "Bayi tidak tidur sendiri: tempatkan bersama ibunya.")
        yield from self._isolation(stay, room, others)
        yield from self._beside(person, group, others, kin)

    def _isolation(self, stay, room, others):
        own = self.causes.get(stay.pk)
        is_isolation = room.purpose == Purpose.ISOLATION
        if own is not None and not is_isolation:
            why = f": {', '.join(own)}" if own else ""
            yield Broken(Rule.ISOLATE, f"Triase menyarankan kamar isolasi{why}.")
        if own is None and is_isolation:
            yield Broken(Rule.KEPT, "Kamar isolasi disimpan untuk yang sakit.")
        there = self._causes_in(room, others)
        if own is not None and any(cause not in own for cause in there):
            yield Broken(Rule.CAUSE, f"Di sini diisolasi karena {'; '.join(there)}.")

    def _causes_in(self, room, uses):
        """What those who lie in an isolation room lie there for. Whoever is not seen by the
        reader is told by no cause."""
        if room.purpose != Purpose.ISOLATION:
            return ()
        return tuple(dict.fromkeys(self.cause_of(use) for use in uses))

    def cause_of(self, use):
        """ "batuk lebih dari dua minggu": on the bed, and to whoever places the next one."""
        if use.stay_id not in self.seen:
            return "sebab tertutup, tanyakan kepada piket"
        return ", ".join(self.causes.get(use.stay_id, ())) or use.override or "sebab tidak dicatat"

    def causes_of_beds(self):
        """{bed: why somebody lies isolated there}."""
        return {use.bed_id: self.cause_of(use) for _, use in self._in_isolation()}

    def _name(self, stay):
        return str(stay.person) if stay.pk in self.seen else "Penghuni dengan berkas tertutup"

    def _beside(self, person, group, others, kin):
        """What speaks against those who sleep there; family may sleep together, and a baby is
        where its mother is."""
        suspects = [use for use in others if kin.get(use.stay.person_id) is True]
        strangers = [use for use in others if not use.in_cot and use.stay.person_id not in kin]
        of_other_sex = [use for use in strangers if use.stay.person.sex != person.sex]
        is_child = group == AgeGroup.CHILDREN
        of_other_age = [
            use
            for use in strangers
            if (age_group(use.stay.person) == AgeGroup.CHILDREN) != is_child
        ]
        for found, rule, text in [
            (suspects, Rule.SUSPECT, "Diduga mengeksploitasi, atau dieksploitasi"),
            (of_other_sex, Rule.OTHER_SEX, "Berlainan jenis kelamin dan bukan keluarga"),
            (of_other_age, Rule.OTHER_AGE, "Anak bersama orang dewasa yang bukan keluarga"),
        ]:
            if found:
                names = ", ".join(self._name(use.stay) for use in found)
                yield Broken(rule, f"{text}: {names}.")


def _by_room(suggestions):
    """Of each room its suggestions; the room of the best one first."""
    rooms = {}
    for each in suggestions:
        rooms.setdefault(each.bed.room_id, []).append(each)
    return list(rooms.values())


def _rank(relation):
    """The mother before the father, he before a guardian."""
    return PARENTS.index(relation.kind) if relation.kind in PARENTS else len(PARENTS)


def _cause(question):
    text = question.text.rstrip("? ")
    return text[:1].lower() + text[1:]


def isolates(bed_hint):
    return "isolasi" in bed_hint.lower()


def is_baby(person: Person):
    """Whose age is not known as a number is none."""
    years = person.age.on(days.today())
    return years is not None and years < BABY_UNDER


def age_group(person: Person) -> str:
    """Children, adults, elders; "" where the age is not known at all (docs/rules.md, Age)."""
    if person.age.is_child_on(days.today()):
        return AgeGroup.CHILDREN
    years = person.age.on(days.today())
    if years is None:
        return AgeGroup.ADULTS if person.age.is_child_on(days.today()) is False else ""
    return AgeGroup.ELDERS if years >= ELDER_AT else AgeGroup.ADULTS


def suits(room_group, group):
    """An elder may sleep among adults; nobody else crosses."""
    return room_group == group or (room_group, group) == (AgeGroup.ADULTS, AgeGroup.ELDERS)
