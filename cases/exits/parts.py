"""What a file shows of exits, and what others tell of them."""

from django.db.models import F

from cases.exits.models import Exit
from cases.file.acts import Act, register_acts
from rptc.kept import THIS, AmongThese, kept_rows, keys_of
from rptc.parts import Part, once, register

# Of a stay these are at most one; the others came to nothing.
CURRENT = {"proposed", "approved", "done"}


def exits_of_person(context, person) -> list[Exit]:
    """Each knows whether this reader may be told its receiver."""
    stays = context["file"].stays
    return kept_rows(_of_stays, context["user"], these=keys_of(stays)) if stays else []


def _of_stays(user):
    return _told(Exit.objects.filter(AmongThese(F("stay"))), user)


def exits_of(context, stay) -> list[Exit]:
    exits = kept_rows(_of_stay, context["user"], this=stay.pk)
    for left in exits:
        left.stay = stay
    return exits


def _of_stay(user):
    exits = Exit.objects.filter(stay=THIS)
    exits = exits.select_related("recorded_by", "decided_by", "known_by")
    return _told(exits.with_refusal(), user)


def _told(exits, user):
    exits = exits.select_related("kind").with_telling(user)
    return exits.order_by("-recorded_at", "-pk")


def _current(context, stay):
    exits = once(context, exits_of, stay)
    return next((left for left in exits if left.state in CURRENT), None)


def _exit(context, stay):
    """The exit that a stay has, or the way to one, with why the last one was refused; nothing of
    who left without."""
    current = _current(context, stay)
    if not (current or stay.is_open):
        return None
    return {"stay": stay, "exit": current, "refused": _refused(context, stay, current)}


def _refused(context, stay, current):
    """The refusal that still stands (`Exit.objects.refused_now`)."""
    last = next(iter(once(context, exits_of, stay)), None)
    return last if last and not current and last.is_refused_now else None


def _earlier_exits(context, stay):
    exits, current = once(context, exits_of, stay), _current(context, stay)
    earlier = [left for left in exits if left != current]
    return {"exits": earlier} if len(exits) > 1 else None


register("stay.main", Part(60, "cases/exits/_exit_part.html", _exit))
register("stay.side", Part(60, "cases/exits/_earlier_exits.html", _earlier_exits))
register_acts(
    Act(90, "Akhiri masa pembinaan", "cases:stay_end", "cases.end_stay_in_emergency", "out"),
)
