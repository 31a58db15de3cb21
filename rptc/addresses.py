from functools import lru_cache, wraps
from importlib import import_module

from django.conf import settings
from django.urls import include, path, reverse

# Shows no klien, or tells the log itself whom it showed: leaves no line by itself.
NOBODY = None


def page(route, view, shows=""):
    """An address that bears the name of its view, as its template and its tests do.

    Every page leaves a line in the log when it is shown (rptc/audit/looks.py). `shows` is what
    the line calls it, where the row that the address names does not say it already; NOBODY where
    no klien can be on it.
    """
    view = view if shows is NOBODY else _leaving_a_line(view, shows)
    view.shows = shows
    return path(route, view, name=view.__name__)


def by_first_word(*modules: str) -> list:
    """The addresses of these modules, those of one first word ("people/...") together. Django
    tries one after the other, and of 800 it finds the right one faster when it first looks for the
    word. Within a word the first that fits is still the one that stands first."""
    together = {}
    for module in modules:
        for each in import_module(module).urlpatterns:
            first, slash, rest = str(each.pattern).partition("/")
            address = path(rest, each.callback, each.default_args, each.name)
            together.setdefault(f"{first}{slash}", []).append(address)
    return [path(word, include(addresses)) for word, addresses in together.items()]


def _leaving_a_line(view, shows):
    """In the transaction of the request: what was not written down was not shown."""

    @wraps(view)
    def written_down(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        request.leave_line(shows, response)
        return response

    return written_down


def address_of(name: str, *keys: int) -> str:
    """The address of a page of these rows. A page names fifty others, and Django takes longer to
    write their addresses than to ask the database twice; so the words around the keys are written
    once. Raises NoReverseMatch."""
    first, *words = _around_keys(name, len(keys))
    return first + "".join(f"{key}{text}" for key, text in zip(keys, words, strict=True))


@lru_cache(maxsize=2000)
def _around_keys(name, number):
    marks = [10**15 + place for place in range(number)]
    address, words = reverse(name, args=marks), []
    for mark in marks:
        before, _, address = address.partition(str(mark))
        words.append(before)
    return [*words, address]


def public_address(name, *args):
    """The whole address of a page that strangers open, as paper and codes say it."""
    return settings.PUBLIC_ADDRESS + reverse(name, args=args)
