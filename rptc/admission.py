"""Who may open a page and how it is asked for, in one line above each view.

The right is asked first: without it the answer is 403, whatever the method (docs/access.md).
"""

from contextlib import contextmanager
from functools import wraps

from django.contrib.auth.decorators import permission_required
from django.urls import resolve
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rptc.accounts.permissions import GRANTS, Role
from rptc.policies import tell_reader


def may_open(permission):
    """A page that is only read. Of one row, it also shows what an emergency opens to the reader
    (cases/people/sealing): that is read, and nothing is done to it."""
    return lambda view: _admit(permission, require_safe)(_as_reading(view))


def may_list(permission):
    """A list that is read, and whose file is asked for by POST (rptc/lists.py)."""
    methods = require_http_methods(["GET", "HEAD", "POST"])
    return lambda view: _admit(permission, methods)(_as_reading(view))


def saves(form_page):
    """Above a page whose address was that of a form before: what is sent to it by who may is still
    saved."""

    def beside(page):
        @wraps(page)
        def either(request, *args, **kwargs):
            may_save = request.method == "POST" and request.user.has_perms(form_page.needs)
            return (form_page if may_save else page)(request, *args, **kwargs)

        return either

    return beside


READS = {"GET", "HEAD"}
# The rows of which a page may be read in an emergency: one klien's, and no list, print or file.
READ_IN_EMERGENCY = {"person_id", "stay_id", "intake_id", "photo_id", "plan_id", "exit_id"}
READ_IN_EMERGENCY |= {"assessment_id", "conference_id", "training_id"}
NOT_IN_EMERGENCY = ("_print", "_letter", "_file", "_export")


def _as_reading(view):
    is_page = not view.__name__.endswith(NOT_IN_EMERGENCY)

    @wraps(view)
    def reading(request, *args, **kwargs):
        request.user.is_reading = is_page and bool(kwargs.keys() & READ_IN_EMERGENCY)
        # Nothing changes while it is read (rptc/kept.py).
        request.user.found_out = {}
        return view(request, *args, **kwargs)

    return reading


@contextmanager
def before_acting(user):
    """Of a page that acts, what is asked before it does: nothing changes meanwhile either."""
    user.found_out = {}
    try:
        yield
    finally:
        del user.found_out


def found_once(user, key, find):
    """What `find()` finds. Of a page that is only read, once for all of it that asks with the same
    key; whoever acts asks anew each time."""
    found = getattr(user, "found_out", None)
    if found is None:
        return find()
    if key not in found:
        found[key] = find()
    return found[key]


def _as_house(permission, view):
    """What the house must know opens the pages of the house alone: who is also a social worker
    reads there as a social worker what house staff may not open. A page that needs several rights
    is of the house where house staff have each of them."""
    is_of_house = _is_of_house([permission] if isinstance(permission, str) else permission)

    @wraps(view)
    def asked(request, *args, **kwargs):
        request.user.asks_as_house = is_of_house
        return view(request, *args, **kwargs)

    return asked


def _is_of_house(permissions):
    return all(Role.CARETAKER in GRANTS.get(each, ()) for each in permissions)


def opens_as_house(address):
    """Is it a page of the house that stands at this address?"""
    return _is_of_house(getattr(resolve(address).func, "needs", ()))


@contextmanager
def asking(user, *, as_house):
    """Another page tells of what a page shows, and asks as that one does."""
    before = getattr(user, "asks_as_house", True)
    user.asks_as_house = as_house
    try:
        yield
    finally:
        user.asks_as_house = before


def may_fill(permission):
    """A page with a form that acts."""
    return _admit(permission, require_http_methods(["GET", "POST"]))


def may_press(permission):
    """A button without a page of its own."""
    return _admit(permission, require_POST)


def _admit(permission, methods):
    admit = permission_required(permission, raise_exception=True)

    def admitted(view):
        view = admit(methods(_as_house(permission, _told_to_database(view))))
        view.needs = (permission,) if isinstance(permission, str) else tuple(permission)
        return view

    return admitted


def who_may_open(view) -> list[Role]:
    """The roles that open a page; none where no right is asked for."""
    grants = [GRANTS[permission] for permission in getattr(view, "needs", ())]
    return [role for role in Role if grants and all(role in granted for granted in grants)]


def _told_to_database(view):
    """The database learns who reads before the page asks for anything (rptc/policies.py)."""

    @wraps(view)
    def told(request, *args, **kwargs):
        tell_reader(request.user, changes_nothing=request.method in READS)
        return view(request, *args, **kwargs)

    return told
