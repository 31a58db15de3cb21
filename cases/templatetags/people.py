"""{% load people %}: warnings, who must not be trusted with a child, and how often a member of
the family was met."""

from django import template
from django.db.models import Exists, OuterRef

from cases.file.tabs import may_have
from cases.people.flags.shown import flags_on, warnings_of
from cases.people.models import Person
from cases.people.photos.faces import add_faces
from cases.people.relations.models import Relation
from cases.people.relations.suspects import suspects_near

register = template.Library()


@register.inclusion_tag("cases/people/_flags.html", takes_context=True)
def flags_of(context, person, ends=False):
    """{% flags_of person %}: the warnings in force that this user may see, worst first.

    `ends`: on the person's file they can be ended. On the page of a release, which one may just
    have stopped, the way round it is not offered.
    """
    ends = ends and context["user"].has_perm("cases.end_flag")
    return _shown(flags_on(context, person)) | {"ends": ends}


@register.simple_tag(takes_context=True)
def face_of(context, person):
    """{% face_of person as photo %}: of a page about one person, where the reader may see it."""
    add_faces([person], context.request.user)
    return person.face


@register.inclusion_tag("cases/people/_flags.html", takes_context=True)
def flags_against_release(context, person):
    """{% flags_against_release person %}: on the page of a release, to whoever decides it: all
    that forbid one, and why."""
    flags = [flag for flag in warnings_of(person, context["user"]) if flag.is_in_force]
    for flag in flags:
        flag.is_told = True
    return _shown(flags)


def _shown(flags):
    return {"flags": sorted(flags, key=lambda flag: (flag.severity, flag.pk)), "ends": False}


@register.filter
def catches(person):
    """The fetched catches of a member, the newest first."""
    return sorted(
        person.intakes.all(), key=lambda intake: (intake.met_on, intake.pk), reverse=True
    )


@register.inclusion_tag("cases/people/_suspects.html", takes_context=True)
def suspects_of(context, person, decides=False):
    """{% suspects_of person %}: on every page of an exit; of adults nothing.

    The mark may be of another child: who that is and what happened, as far as the reader may know.
    `decides`: the reader has this release to decide.
    """
    user = context["user"]
    if person.is_child_today is False or not may_have(person, "has_suspects"):
        return {"relations": [], "decides": decides}
    told = Relation.objects.all() if decides else Relation.objects.told_to(user)
    seen = Person.objects.visible_to(user)
    relations = suspects_near(person).annotate(
        is_told=Exists(told.filter(pk=OuterRef("pk"))),
        names_child=Exists(seen.filter(pk=OuterRef("other"))),
    )
    relations = list(relations)
    for relation in relations:
        relation.is_of_this = relation.other_id == person.pk
        # The Dinas decides on a child whose file it does not see.
        if relation.is_of_this and user.has_perm("cases.view_stay"):
            relation.names_child = True
        relation.tells_note = relation.is_told and (relation.names_child or relation.is_of_this)
    return {"relations": relations, "decides": decides}
