"""Which address is that of a list of ours (rptc/lists.py), and what of it is kept.

Only what the addresses of this application lead to is a list: nothing else can be kept, and so
nobody is led elsewhere by what a colleague shared."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.functional import cached_property

LONGEST = 500
# What is typed freely; it may be anybody's name.
TYPED = "q"


@dataclass(frozen=True)
class ListAddress:
    """The path of a list, and what its address asks of it."""

    path: str
    query: str

    @classmethod
    def of(cls, typed: str) -> "ListAddress | None":
        """The list that this address opens, asked only what it knows; None where it is none."""
        try:
            parts = urlsplit(typed)
            found = None if parts.scheme or parts.netloc else list_at(parts.path)
            asked = QueryDict(parts.query)
        except ValueError:
            return None
        return cls(parts.path, found.listed.query(asked)) if found else None

    @cached_property
    def asks_typed(self):
        return TYPED in QueryDict(self.query)


def list_at(path: str):
    """The view of the list at this path, or None."""
    if not path.isascii():
        return None
    try:
        view = resolve(path).func
    except Resolver404:
        return None
    return view if hasattr(view, "listed") else None


def opens(user, path: str) -> bool:
    """May this user open the list at this path?"""
    view = list_at(path)
    return view is not None and user.has_perms(view.needs)
