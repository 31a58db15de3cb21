from datetime import timedelta

from django.shortcuts import render

from reports.desk.looks.habits import STEP, bars, habits
from reports.desk.looks.unusual import LOOKED_BACK, MEASURES, findings
from rptc import days
from rptc.admission import may_open


@may_open("audit.view_unusual")
def unusual_list(request):
    """What somebody should ask about, and beside it what is usual. Officers by name, klien not at
    all."""
    shown = bars()
    context = {
        "rows": findings(),
        "measures": MEASURES,
        "bars": shown,
        "width": 2 + len(shown) * STEP,
        "habits": habits(),
        "since": days.today() - timedelta(days=LOOKED_BACK),
    }
    return render(request, "reports/desk/unusual_list.html", context)
