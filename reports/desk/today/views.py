"""Hari Ini: what must be done now, by this human being."""

from django.contrib import messages
from django.shortcuts import redirect, render

from reports.desk.today.first_steps import steps_for
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
    steps, later = steps_for(request.user)
    _say_once_that_all_are_done(request, steps)
    context = {
        "figures": figures,
        "to_do": now_for(request.user, figures),
        "now": days.now(),
        "steps": steps,
        "later": later,
    }
    return render(request, "reports/desk/today.html", context)


# Read in this login: steps that are open.
OPEN_STEPS = "open_steps"


def _say_once_that_all_are_done(request, steps):
    """To whoever read of open steps in this login: a list that is gone says nothing by itself."""
    if steps and OPEN_STEPS not in request.session:
        request.session[OPEN_STEPS] = True
    elif not steps and request.session.pop(OPEN_STEPS, False):
        messages.success(request, "Langkah pertama selesai semua. Daftarnya tidak tampil lagi.")


@may_open("reports.view_today")
def waiting_list(request):
    """All that waits for this human being, and what runs: each with its number and its page."""
    figures = open_ones(figures_for(request.user))
    return render(request, "reports/desk/waiting_list.html", {"figures": figures})
