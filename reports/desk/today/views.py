"""Hari Ini: what must be done now, by this human being."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from reports.desk.today.figures import board_of, figures_for
from rptc import days


def today(request):
    """The first page of everybody; a partner's first page is the portal."""
    if request.user.has_perm("partners.use_portal"):
        return redirect("partners:portal")
    return _today(request)


@permission_required("reports.view_today", raise_exception=True)
@require_safe
def _today(request):
    figures = figures_for(request.user)
    context = {"figures": figures, "board": board_of(figures), "now": days.now()}
    return render(request, "reports/desk/today.html", context)
