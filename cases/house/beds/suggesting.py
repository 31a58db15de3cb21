"""Which free bed suits whom: separation rules sort the beds and name what they break (R20)."""

from dataclasses import dataclass, field

from django.db.models import Q

from cases.house.beds.models import Bed, BedUse, Room
from cases.intakes.triage.models import Triage
from cases.people.models import Person
from cases.people.relations.models import Relation
from cases.stays.models import Stay
from rptc import days

ELDER_AT = 60
AgeGroup, Purpose = Room.AgeGroup, Room.Purpose


@dataclass(frozen=True)
class Suggestion:
    """A free bed; what speaks against it, and whose family sleeps in its room."""

    bed: Bed
    broken: tuple[str, ...]
    family: tuple[str, ...] = ()

    @property
    def fits(self):
        return not self.broken


@dataclass
class House:
    """Who sleeps in which room now, and whom each of them belongs to: read once for a page.
    `seen` are the stays whose people the reader may know by name."""

    seen: set[int]
    stays: dict[int, list[Stay]] = field(default_factory=dict)
    relations: dict[int, dict[int, bool]] = field(default_factory=dict)
    hints: dict[int, str] = field(default_factory=dict)

    @classmethod
    def now(cls, *more, reader):
        """The house, and what is known of `more` stays that are to be placed."""
        house = cls(set(Stay.objects.visible_to(reader).open().values_list("pk", flat=True)))
        uses = BedUse.objects.open().filter(stay__isnull=False)
        for use in uses.select_related("bed", "stay__person"):
            house.stays.setdefault(use.bed.room_id, []).append(use.stay)
        people = [stay.person_id for stay in more]
        near = Relation.objects.filter(Q(person__in=people) | Q(other__in=people))
        for relation in near:
            house._relate(relation.person_id, relation.other_id, relation)
            house._relate(relation.other_id, relation.person_id, relation)
        hints = Triage.objects.filter(intake__stay__in=more)
        house.hints = dict(hints.values_list("intake__stay", "bed_hint"))
        return house

    def _relate(self, one, other, relation):
        suspected = self.relations.setdefault(one, {}).get(other, False)
        self.relations[one][other] = suspected or relation.suspected_exploitation

    def suggest(self, stay, beds) -> list[Suggestion]:
        """The beds, the best first: none of the rules broken, family near, the room's order."""
        found = [self._weigh(stay, bed) for bed in beds]
        return sorted(found, key=lambda each: (len(each.broken), -len(each.family)))

    def _weigh(self, stay, bed):
        others = [other for other in self.stays.get(bed.room_id, []) if other.pk != stay.pk]
        kin = self.relations.get(stay.person_id, {})
        family = [self._name(o) for o in others if kin.get(o.person_id) is False]
        return Suggestion(bed, tuple(self._broken(stay, bed.room, others, kin)), tuple(family))

    def _broken(self, stay, room, others, kin):
        person = stay.person
        if room.sex and room.sex != person.sex:
            yield f"Kamar ini untuk {room.get_sex_display().lower()}."
        group = age_group(person)
        if room.age_group and group and not suits(room.age_group, group):
            yield f"Kamar ini untuk {room.get_age_group_display().lower()}."
        isolated = "isolasi" in self.hints.get(stay.pk, "").lower()
        if isolated and room.purpose != Purpose.ISOLATION:
            yield "Triase menyarankan kamar isolasi."
        if not isolated and room.purpose == Purpose.ISOLATION:
            yield "Kamar isolasi disimpan untuk yang sakit."
        yield from self._beside(person, group, others, kin)

    def _name(self, stay):
        return str(stay.person) if stay.pk in self.seen else "Penghuni dengan berkas tertutup"

    def _beside(self, person, group, others, kin):
        """What speaks against those who sleep there; family may sleep together."""
        suspects = [other for other in others if kin.get(other.person_id) is True]
        strangers = [other for other in others if other.person_id not in kin]
        of_other_sex = [other for other in strangers if other.person.sex != person.sex]
        is_child = group == AgeGroup.CHILDREN
        of_other_age = [
            other
            for other in strangers
            if (age_group(other.person) == AgeGroup.CHILDREN) != is_child
        ]
        for found, rule in [
            (suspects, "Diduga mengeksploitasi, atau dieksploitasi"),
            (of_other_sex, "Berlainan jenis kelamin dan bukan keluarga"),
            (of_other_age, "Anak bersama orang dewasa yang bukan keluarga"),
        ]:
            if found:
                yield f"{rule}: {', '.join(map(self._name, found))}."


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
