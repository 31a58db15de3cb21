"""What the page of a stay shows of its exits, and what others tell of a person's."""

from cases.exits.models import Exit
from cases.stays.parts import stays_of
from rptc.parts import Part, once, register

# Of a stay these are at most one; the others came to nothing.
CURRENT = {"proposed", "approved", "done"}


def exits_of_person(context, person) -> list[Exit]:
    """Each knows whether this reader may be told its receiver."""
    stays = once(context, stays_of, person)
    return _told(Exit.objects.filter(stay__in=stays), context["user"]) if stays else []


def exits_of(context, stay) -> list[Exit]:
    exits = stay.exits.select_related("recorded_by", "decided_by", "known_by")
    return _told(exits, context["user"])


def _told(exits, user):
    exits = exits.select_related("kind").with_telling(user)
    return list(exits.order_by("-recorded_at", "-pk"))


def _current(context, stay):
    exits = once(context, exits_of, stay)
    return next((left for left in exits if left.state in CURRENT), None)


def _ending(context, stay):
    """The way to an exit. Who can go on with the one that was begun has it on the page."""
    goes_on = _current(context, stay) and "cases.end_stay" in context["perms"]
    return {"stay": stay} if stay.is_open and not goes_on else None


def _current_exit(context, stay):
    current = _current(context, stay)
    return {"exit": current} if current else None


def _earlier_exits(context, stay):
    exits, current = once(context, exits_of, stay), _current(context, stay)
    earlier = [left for left in exits if left != current]
    return {"exits": earlier} if len(exits) > 1 else None


register(
    "stay.acts",
    Part(10, "cases/exits/_ending.html", _ending, "cases.end_stay_in_emergency"),
)
register("stay.main", Part(10, "cases/exits/_current_exit.html", _current_exit))
register("stay.side", Part(60, "cases/exits/_earlier_exits.html", _earlier_exits))
