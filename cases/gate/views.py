from datetime import date

from django.http import Http404
from django.shortcuts import render

from cases.gate.incidents.models import Severity
from cases.gate.month import month_of
from rptc import days
from rptc.admission import may_open
from rptc.audit.record import record
from rptc.letters.models import Unit
from rptc.printing import pdf, pdf_answer


@may_open("cases.view_gate_month")
def gate_month(request, year, month):
    return render(request, "cases/gate/gate_month.html", _context(request, year, month))


@may_open("cases.view_gate_month")
def gate_month_print(request, year, month):
    """The same month on paper: initials, and no words in which a name may stand."""
    context = _context(request, year, month)
    record(request.user, "printed", page="bulan di RPTC", month=f"{year}-{month:02d}")
    content = pdf("cases/gate/gate_month_print.html", {**context, "unit": Unit.current()})
    return pdf_answer(content, f"bulan-di-rptc-{year}-{month:02d}")


def _context(request, year, month):
    try:
        first = date(year, month, 1)
    except ValueError:
        raise Http404 from None
    if not date(2000, 1, 1) <= first <= days.today():
        raise Http404
    return {
        "month": month_of(first, request.user),
        "severities": Severity.labels,
        "now": days.now(),
    }
