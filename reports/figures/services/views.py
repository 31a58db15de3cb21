from django.shortcuts import render

from cases.house.presence.views import month_of
from reports.figures.services.spm import Line, services_of
from rptc import days
from rptc.admission import may_open


@may_open("cases.view_service")
def service_figures(request):
    """?month=2026-11: what was given, by what the city counts; numbers alone."""
    first = month_of(request)
    after = days.add_months(first, 1)
    context = {
        "services": services_of(first, after),
        "lines": Line,
        "month": first,
        "before": days.add_months(first, -1) if first.year > 2000 else None,
        "after": after if after <= days.today() else None,
    }
    return render(request, "reports/figures/service_figures.html", context)
