"""Hari Ini: what must be done now, by this human being."""

from django.shortcuts import redirect, render

from reports.desk.today.first_steps import first_steps
from reports.desk.today.now import figures_for, now_for, open_ones
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
        "to_do": now_for(request.user, figures),
        "now": days.now(),
        "steps": first_steps(request.user),
    }
    return render(request, "reports/desk/today.html", context)


@may_open("reports.view_today")
def waiting_list(request):
    """All that waits for this human being, and what runs: each with its number and its page."""
    figures = open_ones(figures_for(request.user))
    return render(request, "reports/desk/waiting_list.html", {"figures": figures})
