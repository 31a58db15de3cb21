"""Sources near a klien, where a plan is written and where a klien is met after the exit."""

from cases.exits.models import Exit
from cases.exits.parts import CURRENT
from partners.sources.models import NEAR, Source
from rptc.parts import Part, register


def _near_stay(context, stay):
    """Where somebody goes is where they will need help, as far as this reader is told of it."""
    exits = Exit.objects.visible_to(context["user"]).filter(stay=stay, state__in=CURRENT)
    addresses = exits.telling_destination_to(context["user"]).values_list("address", flat=True)
    return _near(stay.person, addresses.first() or "")


def _near_exit(context, exit):
    return _near(exit.stay.person, exit.address if exit.is_told else "")


def _near(person, address):
    """The words are the same whether a destination is closed or nobody wrote one."""
    return {"sources": list(Source.objects.near(person.origin_id, address)[:NEAR])}


PART = "partners/sources/_near.html"

register("plan.near", Part(10, PART, _near_stay, "partners.view_source"))
register("follow_up.near", Part(10, PART, _near_exit, "partners.view_source"))
