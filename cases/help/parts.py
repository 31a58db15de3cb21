"""What a file shows of help."""

from cases.file.acts import Act, register_acts
from cases.help.models import Help
from cases.people.access import Data
from rptc.parts import Part, register


def _helps(context, stay):
    """Of one stay; nothing where nobody asked."""
    rows = Help.objects.of_file(context["user"]).filter(stay=stay)
    rows = list(rows.select_related("reason").order_by("-pk"))
    return {"stay": stay, "helps": rows} if rows else None


def _in_house(person, stay, data):
    return bool(stay) and stay.is_open and Data.NOTES in data


register("plan.main", Part(27, "cases/help/_help_part.html", _helps, "cases.view_help"))
register_acts(
    Act(17, "Ajukan bantuan", "cases:help_ask", "cases.ask_help", "hands", offered=_in_house)
)
