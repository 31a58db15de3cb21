"""Who may open a page and how it is asked for, in one line above each view.

The right is asked first: without it the answer is 403, whatever the method (docs/access.md).
"""

from functools import wraps

from django.contrib.auth.decorators import permission_required
from django.views.decorators.http import require_http_methods, require_POST, require_safe


def may_open(permission):
    """A page that is only read. Of one row, it also shows what an emergency opens to the reader
    (cases/people/sealing): that is read, and nothing is done to it."""
    return lambda view: _admit(permission, require_safe)(_as_reading(view))


def _as_reading(view):
    @wraps(view)
    def reading(request, *args, **kwargs):
        request.user.is_reading = bool(kwargs)
        return view(request, *args, **kwargs)

    return reading


def may_fill(permission):
    """A page with a form that acts."""
    return _admit(permission, require_http_methods(["GET", "POST"]))


def may_press(permission):
    """A button without a page of its own."""
    return _admit(permission, require_POST)


def _admit(permission, methods):
    return lambda view: permission_required(permission, raise_exception=True)(methods(view))
