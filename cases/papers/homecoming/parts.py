"""What a stay and its exit show of the way home."""

from django.db.models import Exists, OuterRef

from cases.file.acts import Act, register_acts
from cases.file.tabs import also_tell, may_have
from cases.papers.homecoming.models import GOES_HOME, Homecoming
from cases.people.access import Data
from rptc.parts import Part, register


def _of_stay(context, stay):
    """That one is prepared; what is missing stands on its own page."""
    if not may_have(stay.person, "goes_home"):
        return None
    rows = Homecoming.objects.visible_to(context["user"]).filter(stay=stay, ended_at=None)
    row = rows.select_related("region", "stay__person").first()
    return {"row": row, "stay": stay} if row else None


def _of_exit(context, exit):
    """The way to the list; nothing of who leaves otherwise."""
    told = _of_stay(context, exit.stay)
    if told is None and exit.kind.code in GOES_HOME and exit.is_unfinished:
        return {"row": None, "stay": exit.stay}
    return told


def _is_going():
    return Exists(Homecoming.objects.filter(stay__person=OuterRef("pk"), ended_at=None))


also_tell("goes_home", _is_going)


def _in_house(person, stay, data):
    return bool(stay) and stay.is_open and Data.NOTES in data


HOME = "cases/papers/_homecoming_part.html"
register("stay.main", Part(62, HOME, _of_stay, "cases.view_homecoming"))
register("exit.side", Part(10, HOME, _of_exit, "cases.view_homecoming"))
register_acts(
    Act(88, "Siapkan pemulangan", "cases:homecoming_begin", "cases.write_homecoming", "out",
        offered=_in_house),
)  # fmt: skip
