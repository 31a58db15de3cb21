import errno
import sys

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_BAD_REFERER
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rptc.admission import who_may_open
from rptc.audit.request import code_of

DEADLOCK, LOCK_TIMEOUT, STATEMENT_TIMEOUT, DISK_FULL = "40P01", "55P03", "57014", "53100"
# How Django begins to say that a form came from an address that is not one of ours.
FOREIGN = tuple(reason.partition("%s")[0] for reason in (REASON_BAD_ORIGIN, REASON_BAD_REFERER))
# What a disk says that takes no more, or takes nothing.
UNWRITABLE = {
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EFBIG,
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
    errno.EIO,
    errno.ENOTDIR,
}
SECRETS = {"password", "password1", "password2", "oldpassword"}
# Of the second factor and of a phone's screen. Elsewhere a code is the short name of something.
CODES = {"code", "again"}
CODE_PAGES = ("/login/", "/account/", "/devices/login/", "/devices/screen/", "/keluhan/")


@require_safe
def menu(request):
    """Everything that the user may open: the fifth tab of a phone."""
    return render(request, "menu.html")


@require_safe
def settings_index(request):
    """What is changed seldom, by subject: for each reader the pages that they may open."""
    return render(request, "settings_index.html")


def not_admitted(request, exception=None):
    """403, with the roles that the page is for, which follow from its address alone."""
    page = request.resolver_match
    roles = who_may_open(page.func) if page and request.user.is_authenticated else []
    if roles and request.user.has_role(*roles):
        # Refused for what only the row knows.
        roles = []
    context = {"roles": [role.label for role in roles]}
    return render(request, "403.html", context, status=403)


@login_not_required
def form_refused(request, reason=""):
    """A form without the token of its page, which was open for too long; or one from an address
    that the server does not know as its own: no reloading mends that, a setting does.

    The address that was sent stands in the log alone: a foreign page that posts to us must not
    have its address recommended to the technician by ours.
    """
    template = "403_origin.html" if reason.startswith(FOREIGN) else "403_csrf.html"
    return render(request, template, status=403)


@login_not_required
def server_error(request):
    """Any failure that no view expected.

    Somebody else held the row: 409, with everything typed and "Coba lagi". The database does not
    answer: 503, likewise. The disk takes no more: 507, likewise. Otherwise 500. None of these
    pages asks the database.
    """
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        pgcode = getattr(error.__cause__, "pgcode", None)
        if pgcode in {DEADLOCK, LOCK_TIMEOUT, STATEMENT_TIMEOUT}:
            return _with_what_was_typed(request, "409.html", 409)
        if pgcode != DISK_FULL:
            return _with_what_was_typed(request, "503.html", 503)
    if isinstance(error, OperationalError) or getattr(error, "errno", None) in UNWRITABLE:
        return _with_what_was_typed(request, "507.html", 507)
    return render(request, "500.html", {"code": code_of(request)}, status=500)


def _with_what_was_typed(request, template, status):
    """All but passwords and codes: this page stays open until the trouble is over, whoever sits
    there then."""
    typed = request.POST.lists()
    kept = [(name, values) for name, values in typed if not _is_secret(name, request.path)]
    context = {
        "fields": [(name, value) for name, values in kept for value in values],
        "without_secrets": len(kept) < len(request.POST),
        "without_files": bool(request.FILES),
        "action": request.get_full_path(),
        "method": request.method,
    }
    return render(request, template, context, status=status)


def _is_secret(name, path):
    return name in SECRETS or (name in CODES and path.startswith(CODE_PAGES))
