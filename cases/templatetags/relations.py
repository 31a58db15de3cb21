"""{% load relations %}: the family and companions of a person, and who must not be trusted with
a child."""

from dataclasses import dataclass

from django import template
from django.db.models import Prefetch, prefetch_related_objects

from cases.people import access
from cases.people.access import mark_told
from cases.people.models import Person
from cases.people.relations.actions import suspects_near
from cases.people.relations.models import Relation
from rptc.accounts.permissions import Role

register = template.Library()
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
    relation: Relation


@register.inclusion_tag("cases/people/_family.html", takes_context=True)
def family_of(context, person):
    """{% family_of person %}: every member whom this user may see, with all their catches."""
    relations = (
        Relation.objects.visible_to(context["user"])
        .of(person)
        .select_related("person", "other")
        .order_by("kind", "pk")
    )
    marked = [relation for relation in relations if relation.suspected_exploitation]
    mark_told(marked, Relation.objects.told_to(context["user"]))
    members = [_member(relation, person) for relation in relations]
    access.add_known([member.person for member in members], context["user"])
    prefetch_related_objects([member.person for member in members], Prefetch("intakes", MET.all()))
    return {"person": person, "members": members, "perms": context["perms"]}


def _member(relation, person):
    first, second = ROLES[relation.kind]
    if relation.person_id == person.pk:
        return Member(relation.other, second, relation)
    return Member(relation.person, first, relation)


@register.filter
def catches(person):
    """The fetched catches of a member, the newest first."""
    return sorted(
        person.intakes.all(), key=lambda intake: (intake.met_on, intake.pk), reverse=True
    )


@register.inclusion_tag("cases/people/_suspects.html", takes_context=True)
def suspects_of(context, person):
    """{% suspects_of person %}: on every page of an exit; of adults nothing.

    The mark may be of another child: who that is and what happened, as far as the reader may know.
    """
    user = context["user"]
    relations = list(suspects_near(person)) if person.is_child_today is not False else []
    if relations:
        children = Person.objects.visible_to(user)
        seen = children.filter(pk__in=[relation.other_id for relation in relations])
        named = set(seen.values_list("pk", flat=True))
        # The Dinas decides on a child whose file it does not see.
        if user.has_perm("cases.view_stay"):
            named.add(person.pk)
        mark_told(relations, Relation.objects.told_to(user))
        for relation in relations:
            relation.names_child = relation.other_id in named
            relation.is_of_this = relation.other_id == person.pk
            relation.tells_note = relation.is_told and (
                relation.names_child or relation.is_of_this
            )
    decides = user.has_perm("cases.approve_exit") or user.has_role(Role.AGENCY)
    return {"relations": relations, "decides": decides}
