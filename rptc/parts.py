"""Parts of a page that other rooms draw.

A page belongs to one room and shows what rooms to its right know: it names places, and each
room registers what it draws there in a `parts.py` of its own, which its app loads when it
starts. So the page imports nothing, and a new noun does not touch it. What waits is something
else (rptc/waiting.py): rows and numbers that are counted and ordered together; a part is drawn
for one row and stands where it was put.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template import Context
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True)
class Part:
    """Drawn by `template` from what `read(context, row)` gives; nothing where that is None. Where
    a page says in one line what there is not, `nothing` is the word of it."""

    order: int
    template: str
    read: Callable[[Context, Any], dict[str, Any] | None]
    permission: str = ""
    nothing: str = ""


# What every part may use of its page.
AROUND = ["user", "perms", "csrf_token"]

_registered: dict[str, list[Part]] = defaultdict(list)


def register(place: str, *parts: Part):
    """Puts parts into a place of a page ("stay.main"), the lower order first."""
    _registered[place] = sorted([*_registered[place], *parts], key=lambda part: part.order)


def registered() -> dict[str, list[Part]]:
    return dict(_registered)


def draw(context: Context, place: str, row) -> SafeString:
    """All parts of this place for one row, as far as the reader may see them."""
    perms = context["perms"]
    drawn = []
    for part in _registered.get(place, []):
        if not part.permission or part.permission in perms:
            told = part.read(context, row)
            if told is not None:
                drawn.append(_drawn(part, context, told))
            elif part.nothing:
                context.render_context.setdefault(place, []).append(part.nothing)
    return mark_safe("".join(drawn))  # noqa: S308 (templates have escaped it)


def nothing_of(context: Context, place: str) -> list[str]:
    """What there is not in a place that was drawn above."""
    return context.render_context.get(place, [])


def _drawn(part, context, told):
    around = {name: context[name] for name in AROUND}
    inside = context.new(around | told)
    return context.template.engine.get_template(part.template).render(inside)


def once(context: Context, read: Callable[[Context, Any], Any], row):
    """`read(context, row)`, for several parts of one page read only once."""
    found = vars(context["request"]).setdefault("read_once", {})
    if (read, row) not in found:
        found[read, row] = read(context, row)
    return found[read, row]
