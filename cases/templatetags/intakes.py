from django import template

from cases.intakes.models import Intake
from cases.people import access
from cases.people.relations.models import Relation

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
    """{% together_part intake %}: the ties to others of the same patrol or day whom this reader
    may see. Never what was seen of exploitation: that stands on the file."""
    user = context["user"]
    rows = Intake.objects.visible_to(user).filter(patrol=intake.patrol_id, met_on=intake.met_on)
    by_person = {row.person_id: row for row in rows.select_related("person").with_said_name()}
    relations = Relation.objects.of(intake.person).order_by("kind", "pk")
    ties = [
        " ".join(
            [
                by_person[relation.person_id].name_for(user),
                relation.get_kind_display(),
                by_person[relation.other_id].name_for(user),
            ]
        )
        for relation in relations
        if {relation.person_id, relation.other_id} <= by_person.keys()
    ]
    return {"ties": ties, "intake": intake, "can_link": user.has_perm("cases.link_people")}
