from django.shortcuts import render

from cases.house.presence.views import month_of
from reports.figures.periods import Period
from reports.figures.services.spm import Line, services_of
from rptc import days
from rptc.admission import may_open

LENGTHS = {"3": 3, "6": 6, "12": 12}


@may_open("reports.view_spm")
def service_figures(request):
    """?month=2026-11: what was given, by what the city counts; numbers alone. With &months=3, 6 or
    12: of the triwulan, semester or year in which that month lies."""
    first, months = month_of(request), LENGTHS.get(request.GET.get("months"), 1)
    period = Period.of_months(first.year, first.month - (first.month - 1) % months, months)
    first, after = period.first, period.until
    context = {
        "services": services_of(first, after),
        "lines": Line,
        "period": period,
        "months": months,
        "month": first,
        "before": days.add_months(first, -months) if first.year > 2000 else None,
        "after": after if after <= days.today() else None,
    }
    return render(request, "reports/figures/service_figures.html", context)
