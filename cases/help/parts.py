"""What a file shows of help."""

from django.db.models import Exists, OuterRef

from cases.file.acts import Act, register_acts
from cases.file.tabs import also_tell, may_have
from cases.help.models import CAME_TO_NOTHING, Help
from cases.help.money.models import MoneyMovement, balance_for
from cases.papers.homecoming.models import Homecoming, HomecomingPiece, Step
from cases.people.access import Data
from rptc.kept import THIS, kept_rows
from rptc.parts import Part, register


def _helps(context, stay):
    """Of one stay; nothing where nobody asked."""
    if not may_have(stay.person, "has_help"):
        return None
    rows = kept_rows(_of_stay, context["user"], this=stay.pk)
    return {"stay": stay, "helps": rows} if rows else None


def _of_stay(user):
    rows = Help.objects.of_file(user).filter(stay=THIS)
    return rows.select_related("reason").order_by("-pk")


def _money(context, stay):
    """Where somebody leaves: what the house keeps for them, and what is to be done with it."""
    if not may_have(stay.person, "has_money"):
        return None
    rows = MoneyMovement.objects.visible_to(context["user"]).filter(stay=stay)
    balance, uncounted = balance_for(context["user"], stay), rows.uncounted().count()
    found = {"stay": stay, "balance": balance, "uncounted": uncounted}
    return found if balance or uncounted else None


also_tell("has_help", lambda: Exists(Help.objects.filter(stay__person=OuterRef("pk"))))
also_tell("has_money", lambda: Exists(MoneyMovement.objects.filter(stay__person=OuterRef("pk"))))


def _beside_homecoming(context, homecoming):
    """Help in the same stay, before ticket and pocket money are paid a second time."""
    rows = Help.objects.of_file(context["user"]).filter(stay=homecoming.stay_id)
    rows = rows.exclude(state__in=CAME_TO_NOTHING).select_related("reason").order_by("pk")
    rows = list(rows)
    return {"helps": rows} if rows else None


def _beside_help(context, row):
    """Ticket and pocket money of a homecoming of the stay: an amount and no destination, for who
    pays without reading the file as well. The way there is of who reads it."""
    pieces = HomecomingPiece.objects.filter(homecoming__stay=row.stay_id, code=Step.MONEY)
    pieces = pieces.select_related("homecoming").order_by("pk")
    live = [piece for piece in pieces if not piece.homecoming.ended_at]
    if not live or row.state in CAME_TO_NOTHING:
        return None
    told = Homecoming.objects.visible_to(context["user"]).filter(stay=row.stay_id)
    told = set(told.values_list("pk", flat=True))
    return {"pieces": [(piece, piece.homecoming_id in told) for piece in live]}


def _in_house(person, stay, data):
    return bool(stay) and stay.is_open and Data.NOTES in data


register("plan.main", Part(27, "cases/help/_help_part.html", _helps, "cases.view_help"))
register("exit.money", Part(10, "cases/help/_money_at_exit.html", _money, "cases.view_money"))
register(
    "homecoming.money",
    Part(10, "cases/help/_help_beside_homecoming.html", _beside_homecoming, "cases.view_help"),
)
register(
    "help.money",
    Part(10, "cases/help/_homecoming_beside_help.html", _beside_help, "cases.view_help"),
)
register_acts(
    Act(31, "Catat uang titipan", "cases:money_list", "cases.take_money", "bag"),
    Act(17, "Ajukan bantuan", "cases:help_ask", "cases.ask_help", "hands", offered=_in_house),
)
