"""What a stay and its exit show of the way home."""

from cases.file.acts import Act, register_acts
from cases.papers.homecoming.models import GOES_HOME, Homecoming
from cases.papers.homecoming.pieces import rows_of
from cases.people.access import Data
from rptc.parts import Part, register


def _of_stay(context, stay):
    rows = Homecoming.objects.visible_to(context["user"]).filter(stay=stay, ended_at=None)
    row = rows.select_related("region", "stay__person").first()
    if row is None:
        return None
    missing = [each for each in rows_of(row, context["user"]) if not each.is_there]
    return {"row": row, "missing": missing, "stay": stay}


def _of_exit(context, exit):
    """What is missing, and the way to the list; nothing of who leaves otherwise."""
    told = _of_stay(context, exit.stay)
    if told is None and exit.kind.code in GOES_HOME and exit.is_unfinished:
        return {"row": None, "missing": [], "stay": exit.stay}
    return told


def _in_house(person, stay, data):
    return bool(stay) and stay.is_open and Data.NOTES in data


HOME = "cases/papers/_homecoming_part.html"
register("stay.main", Part(62, HOME, _of_stay, "cases.view_homecoming"))
register("exit.side", Part(10, HOME, _of_exit, "cases.view_homecoming"))
register_acts(
    Act(88, "Siapkan pemulangan", "cases:homecoming_begin", "cases.write_homecoming", "out",
        offered=_in_house),
)  # fmt: skip
