"""A family and its companions: every member whom the reader may see, with catches and stays."""

from dataclasses import dataclass, field

from django.db.models import Prefetch, Q, prefetch_related_objects

from cases.intakes.models import Intake
from cases.people import access
from cases.people.access import Data
from cases.people.models import Person
from cases.people.relations.models import Relation
from cases.stays.models import Stay

# From the one who was asked for: to the grandmother of a cousin. Farther is another family.
STEPS = 4
TOGETHER = Relation.Kind.TOGETHER


@dataclass
class Member:
    """`relations` are those to whose family it is, `ties` say in words what this one is to whom.
    Of those who were only met together there is neither."""

    person: Person
    relations: list[Relation] = field(default_factory=list)
    ties: list[str] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)

    @property
    def tells_past(self):
        return Data.TIMELINE in self.person.known.data


@dataclass(frozen=True)
class Family:
    person: Person
    kin: list[Member]
    companions: list[Member]

    @property
    def members(self):
        return [*self.kin, *self.companions]


def family_of(person, user, *, is_whole=True) -> Family:
    """All relatives; to who may not know what happened when, only the nearest.

    A way leads only through those whom the reader may see: a closed file is no link between two
    others, which would say that it is there.
    """
    seen = Relation.objects.visible_to(user).select_related("person", "other").order_by("pk")
    direct = list(seen.of(person))
    kin = _kin_of(person, seen.exclude(kind=TOGETHER), STEPS if is_whole else 1)
    members = [
        Member(each, _between(each, direct), _in_words(each, ties, direct))
        for each, ties in kin.items()
    ]
    companions = [
        Member(each, _between(each, direct))
        for each in met_together(person, user)
        if each not in kin
    ]
    _add_past([*members, *companions], user)
    marked = [relation for relation in direct if relation.suspected_exploitation]
    access.mark_told(marked, Relation.objects.told_to(user))
    return Family(person, members, companions)


def kin_in_house(person, user) -> list[tuple[Person, str]]:
    """The nearest relatives who are in the house now, with what each is to this person. From who
    is marked for suspected exploitation one is parted on purpose."""
    ties = Relation.objects.visible_to(user).of(person).select_related("person", "other")
    kin, marked = {}, set()
    for tie in ties.exclude(kind=TOGETHER).order_by("pk"):
        relative = tie.person if tie.other_id == person.pk else tie.other
        kin.setdefault(relative, _word_of(relative, tie).removesuffix(" dari"))
        if tie.suspected_exploitation:
            marked.add(relative)
    near = kin.keys() - marked
    stays = Stay.objects.visible_to(user).open().filter(person__in=near)
    here = set(stays.values_list("person", flat=True)) if near else set()
    return [(relative, word) for relative, word in kin.items() if relative.pk in here]


def _kin_of(person, seen, steps) -> dict[Person, list[Relation]]:
    """Everybody but the person, with their own ties."""
    ties, kin, edge = {}, {person.pk: person}, {person.pk}
    for _ in range(steps):
        found = seen.filter(Q(person__in=edge) | Q(other__in=edge)).exclude(pk__in=ties)
        ties |= {relation.pk: relation for relation in found}
        near = {each.pk: each for tie in ties.values() for each in (tie.person, tie.other)}
        edge = near.keys() - kin.keys()
        kin = near | kin
        if not edge:
            break
    del kin[person.pk]
    return {kin[pk]: _between(kin[pk], ties.values()) for pk in sorted(kin)}


def _between(person, relations):
    return [each for each in relations if person.pk in {each.person_id, each.other_id}]


def met_together(person, user):
    """Those in one set with this person, and those who were linked as companions by hand."""
    sets = Intake.objects.met_with([person]).values("person")
    by_hand = Relation.objects.filter(kind=TOGETHER)
    linked = Q(relations__in=by_hand.filter(other=person))
    linked |= Q(relations_to__in=by_hand.filter(person=person))
    met = Person.objects.visible_to(user).filter(Q(pk__in=sets) | linked)
    return met.exclude(pk=person.pk).distinct().order_by("pk")


# What the second of the two is to the first, where it is not the same.
OTHER_WAY = {
    Relation.Kind.MOTHER: "anak dari",
    Relation.Kind.FATHER: "anak dari",
    Relation.Kind.GUARDIAN: "dalam pengasuhan",
}


def _word_of(person, tie):
    """What one of the two is to the other."""
    kind = tie.get_kind_display()
    return OTHER_WAY.get(tie.kind, kind) if person.pk == tie.other_id else kind


def _in_words(person, ties, direct):
    return [_tie_of(person, tie, direct) for tie in ties]


def _tie_of(person, tie, direct):
    """In words. Of a direct tie the row says itself whether it is marked, and what happened."""
    said = f"{_word_of(person, tie)} {tie.person if person.pk == tie.other_id else tie.other}"
    if tie.suspected_exploitation and tie not in direct:
        said += ". Dugaan eksploitasi: jangan serahkan anak, hubungi Kepala UPT"
    return said


def _add_past(members, user):
    people = [member.person for member in members]
    access.add_known(people, user)
    met = Intake.objects.select_related("hot_spot").order_by("-met_on", "-pk")
    prefetch_related_objects(people, Prefetch("intakes", met))
    stays = {}
    for stay in Stay.objects.visible_to(user).filter(person__in=people).order_by("-began_at"):
        stays.setdefault(stay.person_id, []).append(stay)
    for member in members:
        member.stays = stays.get(member.person.pk, [])
