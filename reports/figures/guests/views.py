from itertools import zip_longest

from django.shortcuts import render

from reports.figures.guests.sheet import today_sheet
from reports.figures.recap import charts, figures, files
from rptc import days
from rptc.admission import may_open
from rptc.letters.models import Unit
from rptc.printing import pdf, pdf_answer


@may_open("reports.view_recap")
def guest_sheet(request):
    """One page of counts without a name, to be shown to whoever visits the house."""
    return render(request, "reports/figures/guest_sheet.html", shown_of(today_sheet()))


@may_open("reports.view_recap")
def guest_sheet_print(request):
    content = pdf("reports/figures/guest_sheet_print.html", shown_of(today_sheet()))
    return pdf_answer(content, "lembar-tamu")


def shown_of(sheet) -> dict:
    lines, bars = [], []
    if sheet.last:
        lines, bars = figures.compare(sheet.last, []), charts.row_bars(sheet.last)
    return {
        "sheet": sheet,
        "lines": list(zip_longest(lines, bars)),
        "title": "Lembar Tamu",
        "unit": Unit.current(),
        "today": days.today(),
        "note": files.HIDDEN_NOTE if sheet.hides_something else "",
    }
