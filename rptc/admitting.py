"""Who may open a page, and how it is asked: 403 whatever is sent without the permission, then 405
for what the page does not take. Several permissions, as a list, are all needed."""

from django.contrib.auth.decorators import permission_required
from django.views.decorators.http import require_http_methods, require_POST, require_safe


def view_page(permission):
    """Shows, and changes nothing."""
    return _admits(permission, require_safe)


def form_page(permission):
    """Shows a form, and takes it."""
    return _admits(permission, require_http_methods(["GET", "POST"]))


def button(permission):
    """Is no page of its own: takes what is sent, and leads on."""
    return _admits(permission, require_POST)


def _admits(permission, takes):
    admits = permission_required(permission, raise_exception=True)
    return lambda view: admits(takes(view))
