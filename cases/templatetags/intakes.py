"""{% load intakes %}: who was met, how often, and what the door found out."""

from django import template
from django.db.models import Q

from cases.intakes import catches as read
from cases.intakes.models import Intake
from cases.intakes.triage import lists
from cases.intakes.triage.models import Colour
from cases.people import access
from cases.people.relations.models import Relation
from rptc import days
from rptc.templatetags.rptc import status

register = template.Library()


@register.simple_tag(takes_context=True)
def class_of(context, person, name):
    """{% class_of intake.person intake.classification.name %}: to the house the class of a sealed
    file would say why it is sealed."""
    return name if access.may_know_class(context["user"], person) else "berkas tertutup"


@register.simple_tag(takes_context=True)
def who(context, intake):
    """{% who intake %}: the name as far as this reader may know it."""
    return intake.name_for(context.request.user)


@register.inclusion_tag("cases/intakes/_together.html", takes_context=True)
def together_part(context, intake):
    """{% together_part intake %}: whom they were met together with, and how these are tied to
    them and to each other, as far as this reader may see the rows. Never what was seen of
    exploitation: that stands on the file."""
    user = context["user"]
    rows = Intake.objects.visible_to(user).filter(patrol=intake.patrol_id, met_on=intake.met_on)
    by_person = {row.person_id: row for row in rows.select_related("person").with_said_name(user)}
    together = [
        row
        for row in by_person.values()
        if row.party and row.party == intake.party and row.person_id != intake.person_id
    ]
    people = {intake.person_id, *(row.person_id for row in together)}
    relations = Relation.objects.filter(Q(person__in=people) | Q(other__in=people))
    ties = [
        " ".join(
            [
                by_person[relation.person_id].name_for(user),
                relation.get_kind_display(),
                by_person[relation.other_id].name_for(user),
            ]
        )
        for relation in relations.order_by("kind", "pk")
        if {relation.person_id, relation.other_id} <= by_person.keys()
    ]
    return {
        "ties": ties,
        "together": together,
        "intake": intake,
        "can_link": "cases.link_people" in context["perms"],
    }


@register.inclusion_tag("cases/intakes/_child_part.html", takes_context=True)
def child_part(context, intake):
    """{% child_part intake %}: of a child, what was noted, and whether UPTD PPA knows."""
    victims = intake.child_victims.select_related("told_by").with_words(context["user"])
    can_tell = "cases.tell_of_child" in context["perms"]
    return {"victims": victims.order_by("pk"), "intake": intake, "can_tell": can_tell}


@register.simple_tag(takes_context=True)
def victim_mark(context, *intakes):
    """{% victim_mark intake %}: beside the name of a child who may be a victim, by one of these
    intakes. Of a sealed file it would say why it is sealed: there it stands for whoever may know
    the class. A list fetches `child_victims` before."""
    if not access.may_know_class(context["user"], intakes[0].person):
        return ""
    is_victim = any(intake.is_of_child_victim for intake in intakes)
    return status("Mungkin korban", "due") if is_victim else ""


@register.simple_tag
def certainty(intake):
    return status(*read.certainty_of(intake))


@register.inclusion_tag("cases/intakes/_catches.html", takes_context=True)
def catches_part(context, person, current=None):
    """{% catches_part person %}: every catch. TRC reads how often and when last, no more.

    `current` is the intake whose page this is.
    """
    return {
        "catches": read.catches_of(person, context["user"]),
        "current": current,
        "is_whole": context["user"].has_perm("cases.view_person"),
        "perms": context["perms"],
    }


COLOURS = {Colour.GREEN: "ok", Colour.YELLOW: "due", Colour.RED: "late"}


@register.filter
def colour_shape(question):
    """The shape and colour of what follows from a yes to this question."""
    return COLOURS[question.colour]


@register.simple_tag
def triage_status(triage):
    """Red, yellow or green in words; or that nobody has asked yet."""
    if triage is None:
        return status("Belum triase", "late")
    if not triage.colour:
        return status("Belum memungkinkan", "due")
    return status(triage.get_colour_display(), COLOURS[triage.colour])


@register.simple_tag(takes_context=True)
def intakes_without_triage(context):
    """How many this user still has to ask."""
    intakes = Intake.objects.visible_to(context["user"])
    return lists.without_answers(intakes, days.now()).count()
