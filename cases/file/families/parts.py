"""Before somebody leaves alone: who of the family stays behind in the house."""

from django.db.models import Exists, OuterRef, Q

from cases.file.families.gathering import kin_in_house
from cases.file.tabs import may_have, tell_at_parting
from cases.people.relations.models import Relation
from cases.people.relations.suspects import suspects_near
from rptc.parts import Part, register


def _kin(context, stay):
    if not may_have(stay.person, "has_relations"):
        return None
    kin = kin_in_house(stay.person, context["user"])
    return {"kin": kin} if kin else None


def _has_relations():
    of_person = Q(person=OuterRef("pk")) | Q(other=OuterRef("pk"))
    return Exists(Relation.objects.filter(of_person))


tell_at_parting("has_relations", _has_relations)
tell_at_parting("has_suspects", lambda: Exists(suspects_near(OuterRef(OuterRef("pk")))))
register("parting.before", Part(10, "cases/file/_kin_in_house.html", _kin, "cases.view_person"))
