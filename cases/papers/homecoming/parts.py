"""What a stay and its exit show of the way home."""

from django.db.models import Exists, OuterRef

from cases.file.acts import Act, register_acts
from cases.file.tabs import also_tell
from cases.papers.homecoming.models import GOES_HOME, Homecoming
from cases.people.access import Data
from rptc.parts import Part, register


def _of_stay(context, stay):
    """That one is prepared; what is missing stands on its own page."""
    if not getattr(stay.person, "goes_home", True):
        return None
    row = _homecoming(context, stay)
    return {"row": row, "missing": None, "stay": stay} if row else None


def _homecoming(context, stay):
    rows = Homecoming.objects.visible_to(context["user"]).filter(stay=stay, ended_at=None)
    return rows.select_related("region", "stay__person").first()


def _of_exit(context, exit):
    """The way to the list; nothing of who leaves otherwise."""
    goes_home = getattr(exit.stay.person, "goes_home", True)
    row = _homecoming(context, exit.stay) if goes_home else None
    if row:
        return {"row": row, "missing": None, "stay": exit.stay}
    if exit.kind.code in GOES_HOME and exit.is_unfinished:
        return {"row": None, "missing": [], "stay": exit.stay}
    return None


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
