"""Before somebody leaves alone: who of the family stays behind in the house."""

from cases.file.families.gathering import kin_in_house
from rptc.parts import Part, register


def _kin(context, stay):
    kin = kin_in_house(stay.person, context["user"])
    return {"kin": kin} if kin else None


register("parting.before", Part(10, "cases/file/_kin_in_house.html", _kin, "cases.view_person"))
