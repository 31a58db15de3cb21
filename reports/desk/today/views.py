"""Hari Ini: what must be done now, by this human being."""

from django.shortcuts import redirect, render

from reports.desk.today.figures import board_of, figures_for
from reports.desk.today.first_steps import first_steps
from rptc import days
from rptc.admission import may_open


def today(request):
    """The first page of everybody; a partner's first page is the portal."""
    if request.user.has_perm("partners.use_portal"):
        return redirect("partners:portal")
    return _today(request)


@may_open("reports.view_today")
def _today(request):
    figures = figures_for(request.user)
    context = {
        "figures": figures,
        "board": board_of(figures),
        "now": days.now(),
        "steps": first_steps(request.user),
    }
    return render(request, "reports/desk/today.html", context)
