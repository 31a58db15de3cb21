"""What the page of a person shows of the family and companions, among what other rooms show."""

from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from cases.people import access
from cases.people.access import mark_told
from cases.people.models import Person
from cases.people.relations.models import Relation
from cases.people.sealing.models import EmergencyAccess
from rptc.parts import Part, register

MET = Person._meta.get_field("intakes").related_model.objects.select_related("hot_spot")
Kind = Relation.Kind

# What the one who stands first is, and what the other is.
ROLES = {
    Kind.MOTHER: ("Ibu", "Anak"),
    Kind.FATHER: ("Ayah", "Anak"),
    Kind.GUARDIAN: ("Wali", "Dalam pengasuhannya"),
    Kind.SIBLING: ("Saudara", "Saudara"),
    Kind.SPOUSE: ("Suami atau istri", "Suami atau istri"),
    Kind.RELATIVE: ("Keluarga lain", "Keluarga lain"),
    Kind.TOGETHER: ("Bersama", "Bersama"),
}


@dataclass(frozen=True)
class Member:
    person: Person
    role: str
    # None of who was only met together with them.
    relation: Relation | None = None


def _family(context, person):
    """Every member whom this user may see, with all their catches."""
    relations = (
        Relation.objects.visible_to(context["user"])
        .of(person)
        .select_related("person", "other")
        .order_by("kind", "pk")
    )
    marked = [relation for relation in relations if relation.suspected_exploitation]
    mark_told(marked, Relation.objects.told_to(context["user"]))
    members = [_member(relation, person) for relation in relations]
    members += _companions(person, {member.person.pk for member in members}, context["user"])
    access.add_known([member.person for member in members], context["user"])
    prefetch_related_objects([member.person for member in members], Prefetch("intakes", MET.all()))
    return {"person": person, "members": members}


def _companions(person, known, user):
    """Whoever else was met together with them: of a set each sees all."""
    met = MET.model.objects.met_with([person]).values("person")
    people = Person.objects.visible_to(user).filter(pk__in=met).order_by("pk")
    others = (each for each in people if each.pk != person.pk and each.pk not in known)
    return [Member(each, "Dijangkau bersama") for each in others]


def _member(relation, person):
    first, second = ROLES[relation.kind]
    if relation.person_id == person.pk:
        return Member(relation.other, second, relation)
    return Member(relation.person, first, relation)


def _emergency(context, opened):
    """While it lasts: what was judged unfair has ended, whatever the login still remembers."""
    mine = EmergencyAccess.objects.open_for(context["user"]).filter(person=opened["person"])
    return {"emergency": opened} if mine.exists() else None


register("page.emergency", Part(10, "cases/people/_emergency.html", _emergency))
register("person.main", Part(20, "cases/people/_family.html", _family))
