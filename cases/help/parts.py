"""What a file shows of help."""

from cases.file.acts import Act, register_acts
from cases.help.models import Help
from cases.help.money.models import MoneyMovement, balance_for
from cases.people.access import Data
from rptc.parts import Part, register


def _helps(context, stay):
    """Of one stay; nothing where nobody asked."""
    rows = Help.objects.of_file(context["user"]).filter(stay=stay)
    rows = list(rows.select_related("reason").order_by("-pk"))
    return {"stay": stay, "helps": rows} if rows else None


def _money(context, stay):
    """Where somebody leaves: what the house keeps for them, and what is to be done with it."""
    rows = MoneyMovement.objects.visible_to(context["user"]).filter(stay=stay)
    balance, uncounted = balance_for(context["user"], stay), rows.uncounted().count()
    found = {"stay": stay, "balance": balance, "uncounted": uncounted}
    return found if balance or uncounted else None


def _in_house(person, stay, data):
    return bool(stay) and stay.is_open and Data.NOTES in data


register("plan.main", Part(27, "cases/help/_help_part.html", _helps, "cases.view_help"))
register("exit.money", Part(10, "cases/help/_money_at_exit.html", _money, "cases.view_money"))
register_acts(
    Act(31, "Catat uang titipan", "cases:money_list", "cases.take_money", "bag"),
    Act(17, "Ajukan bantuan", "cases:help_ask", "cases.ask_help", "hands", offered=_in_house),
)
