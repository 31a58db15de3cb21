"""What the parts of a file show of stays and their limit; and what Hari Ini does."""

from cases.people.models import shown_columns
from cases.people.photos.faces import add_faces
from cases.stays.extensions.models import Extension, ExtensionState
from cases.stays.models import Stay
from rptc.kept import THIS, kept_rows
from rptc.parts import Part, register

SHOWN = 7
# What a row shows.
LIMIT = [
    *"began_at ended_at last_on not_seen_since intake__classification__short_name".split(),
    *shown_columns("person__"),
]


def _stays(context, person):
    stays = context["file"].stays
    return {"stays": stays} if stays else None


def _worker(context, person):
    """Of who is in the house."""
    current = context["file"].current
    return {"stay": current} if current and current.is_open else None


def _extensions(context, stay):
    """Every last day that a stay has had, and the way to another."""
    extensions = kept_rows(_all_extensions, None, this=stay.pk)
    for extension in extensions:
        extension.stay = stay
    return {
        "stay": stay,
        "extensions": extensions,
        # The day that the rule of the day of entry gave.
        "first_last_on": extensions[0].from_last_on if extensions else stay.last_on,
        "is_waiting": any(e.state == ExtensionState.PROPOSED for e in extensions),
    }


def _all_extensions(user):
    rows = Extension.objects.filter(stay=THIS)
    return rows.select_related("recorded_by", "decided_by", "letter").order_by("pk")


def _facts(context, stay):
    """Whose case it is, who received them and how they came; and when they came back to it."""
    returns = stay.returns.all() if stay.came_back else []
    returns = sorted(returns, key=lambda back: (back.returned_at, back.pk))
    return {"stay": stay, "returns": returns}


def _nearest_limits(context, user):
    """The stays that end first: what the house has to think of today. A social worker's own
    people are told of otherwise (reports/desk/today)."""
    if user.has_perm("cases.write_plan"):
        return None
    stays = kept_rows(_nearest, user)
    add_faces([stay.person for stay in stays], user)
    if not stays:
        return None
    # The state of the house says the numbers to who decides, whose own rows come first.
    return {"limits": stays, "is_folded": user.has_perm("cases.approve_extension")}


def _nearest(user):
    stays = Stay.objects.visible_to(user).open()
    stays = stays.select_related("person", "intake__classification").only(*LIMIT)
    return stays.order_by("last_on", "pk")[:SHOWN]


register(
    "today.main", Part(10, "cases/stays/_nearest_limits.html", _nearest_limits, "cases.view_stay")
)
register("summary.now", Part(40, "cases/stays/_worker_now.html", _worker))
register("history.side", Part(20, "cases/stays/_stays_of_person.html", _stays))
register("stay.main", Part(50, "cases/stays/_extension_part.html", _extensions))
register("stay.side", Part(10, "cases/stays/_stay_facts.html", _facts))
