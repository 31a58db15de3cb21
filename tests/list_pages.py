"""Which of our pages are lists: those of one name ending in `_list`, and those that show page by
page. Read from the code of the views, so that no list needs to say that it is one."""

import ast
import inspect
import sys
from functools import cache

from django.urls import URLPattern, get_resolver

PAGES = {"page_of", "counted_page_of"}


def addresses(resolver=None, route="", namespace=""):
    """(name, route, view) of every address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        at = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield f"{namespace}{pattern.name}", at, pattern.callback
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, at, inner)


@cache
def _names_in(module):
    """{function: the names that it speaks of} of a module."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {
        part.name: {each.id for each in ast.walk(part) if isinstance(each, ast.Name)}
        for part in tree.body
        if isinstance(part, ast.FunctionDef)
    }


def spoken_of(view):
    """The names that a view speaks of, itself or by functions beside it."""
    view = inspect.unwrap(view)
    functions = _names_in(view.__module__)
    seen, ahead = set(), [view.__name__]
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            ahead += functions.get(name, ())
    return seen


def list_pages():
    """{name: (route, view)} of every list of ours."""
    return {
        name: (route, view)
        for name, route, view in addresses()
        if inspect.isfunction(inspect.unwrap(view))
        and not name.startswith(("account_", "mfa_"))
        and (name.endswith("_list") or PAGES & spoken_of(view))
    }
