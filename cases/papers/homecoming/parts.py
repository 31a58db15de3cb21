"""What a stay and its exit show of the way home."""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from cases.file.acts import Act, register_acts
from cases.file.tabs import also_tell, may_have
from cases.papers.homecoming.models import GOES_HOME, SAY_WHITHER, Homecoming
from cases.papers.homecoming.pieces import rows_of
from cases.papers.homecoming.whither import difference
from cases.people.access import Data
from rptc.parts import Part, once, register


def _row_of(context, stay):
    if not may_have(stay.person, "goes_home"):
        return None
    rows = Homecoming.objects.visible_to(context["user"]).filter(stay=stay, ended_at=None)
    return rows.select_related("region", "stay__person").first()


def _of_stay(context, stay):
    """That one is prepared; what is missing stands on its own page."""
    row = once(context, _row_of, stay)
    return _told(stay, row) if row else None


def _told(stay, row=None, rows=()):
    missing = [each.label for each in rows if not each.is_there]
    return {"row": row, "stay": stay, "rows": rows, "missing": missing}


def _of_exit(context, exit):
    """The way to the list, with what is missing until they have left; nothing of who leaves
    otherwise."""
    row = once(context, _row_of, exit.stay)
    if row:
        return _told(exit.stay, row, rows_of(row, context["user"]) if exit.is_unfinished else ())
    is_going = exit.kind.code in GOES_HOME and exit.is_unfinished
    return _told(exit.stay) if is_going else None


def _differs(context, exit):
    """That both name another place: to who is told the one and the other."""
    row = once(context, _row_of, exit.stay)
    if not (row and row.is_open and exit.is_told and exit.state in SAY_WHITHER):
        return None
    if not (said := difference(exit, row)):
        return None
    address = reverse("cases:homecoming_detail", args=[row.pk])
    return {"said": said, "address": address, "text": "Buka pemulangan"}


def _is_going():
    return Exists(Homecoming.objects.filter(stay__person=OuterRef("pk"), ended_at=None))


also_tell("goes_home", _is_going)


def _in_house(person, stay, data):
    return bool(stay) and stay.is_open and Data.NOTES in data


HOME = "cases/papers/_homecoming_part.html"
register("stay.main", Part(62, HOME, _of_stay, "cases.view_homecoming"))
register(
    "exit.whither",
    Part(10, "cases/papers/_homecoming_differs.html", _differs, "cases.view_homecoming"),
)
register("exit.side", Part(10, HOME, _of_exit, "cases.view_homecoming"))
register_acts(
    Act(88, "Siapkan pemulangan", "cases:homecoming_begin", "cases.write_homecoming", "out",
        offered=_in_house),
)  # fmt: skip
