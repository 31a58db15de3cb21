import sys

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.shortcuts import render
from django.views.decorators.http import require_safe

DEADLOCK, LOCK_TIMEOUT, STATEMENT_TIMEOUT = "40P01", "55P03", "57014"


@require_safe
def menu(request):
    """Everything that the user may open: the fifth tab of a phone."""
    return render(request, "menu.html")


@login_not_required
def server_error(request):
    """Any failure that no view expected.

    Somebody else held the row: 409, with everything typed and "Coba lagi". The database does not
    answer: 503, likewise. Otherwise 500. None of these pages asks the database.
    """
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        pgcode = getattr(error.__cause__, "pgcode", None)
        if pgcode in {DEADLOCK, LOCK_TIMEOUT, STATEMENT_TIMEOUT}:
            return _with_what_was_typed(request, "409.html", 409)
        return _with_what_was_typed(request, "503.html", 503)
    return render(request, "500.html", status=500)


def _with_what_was_typed(request, template, status):
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    context = {"fields": fields, "action": request.get_full_path(), "method": request.method}
    return render(request, template, context, status=status)
