"""What the page of a person and Hari Ini show of stays; and the page of a stay, of extensions."""

from cases.people.models import shown_columns
from cases.people.photos.faces import add_faces
from cases.stays.extensions.models import ExtensionState
from cases.stays.models import Stay
from rptc.parts import Part, once, register

SHOWN = 7
# What a row shows.
LIMIT = [
    *"began_at ended_at last_on not_seen_since intake__classification__short_name".split(),
    *shown_columns("person__"),
]


def stays_of(context, person) -> list[Stay]:
    """Those that this reader may know, the newest first."""
    stays = Stay.objects.visible_to(context["user"]).filter(person=person)
    stays = stays.select_related("rule", "social_worker", "intake__classification")
    stays = list(stays.order_by("-began_at"))
    for stay in stays:
        stay.person = person
    return stays


def _open_stay(context, person):
    stays = once(context, stays_of, person)
    return next((stay for stay in stays if stay.is_open), None)


def _state(context, person):
    return {"stay": _open_stay(context, person)}


def _if_open(context, person):
    stay = _open_stay(context, person)
    return {"stay": stay} if stay else None


def _stays(context, person):
    stays = once(context, stays_of, person)
    return {"stays": stays} if stays else None


def _extensions(context, stay):
    """Every last day that a stay has had, and the way to another."""
    extensions = list(
        stay.extensions.select_related("recorded_by", "decided_by", "letter").order_by("pk")
    )
    return {
        "stay": stay,
        "extensions": extensions,
        # The day that the rule of the day of entry gave.
        "first_last_on": extensions[0].from_last_on if extensions else stay.last_on,
        "is_waiting": any(e.state == ExtensionState.PROPOSED for e in extensions),
    }


def _returns(context, stay):
    """The earliest first."""
    returns = stay.returns.all()
    return {"returns": list(reversed(returns))} if returns else None


def _nearest_limits(context, user):
    """The stays that end first: what the house has to think of today. A social worker's own
    people are told of otherwise (reports/desk/today)."""
    if user.has_perm("cases.write_plan"):
        return None
    stays = Stay.objects.visible_to(user).open()
    stays = stays.select_related("person", "intake__classification").only(*LIMIT)
    stays = list(stays.order_by("last_on", "pk")[:SHOWN])
    add_faces([stay.person for stay in stays], user)
    return {"limits": stays} if stays else None


register(
    "today.main", Part(10, "cases/stays/_nearest_limits.html", _nearest_limits, "cases.view_stay")
)
register("person.state", Part(10, "cases/stays/_state_of_person.html", _state))
register("person.clock", Part(10, "cases/stays/_clock_of_person.html", _if_open))
register("person.next", Part(10, "cases/stays/_next_of_person.html", _if_open))
register("person.side", Part(10, "cases/stays/_stays_of_person.html", _stays))
register("stay.main", Part(50, "cases/stays/_extension_part.html", _extensions))
register("stay.side", Part(50, "cases/stays/_returns.html", _returns))
