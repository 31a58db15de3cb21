from django.shortcuts import render

from cases.casework.progress import actions
from cases.casework.progress.forms import ProgressReportForm, component_rows
from cases.casework.progress.models import ProgressReport, stays_without_report
from cases.stays.models import Stay
from rptc import days
from rptc.acting import go_on, row_for, sent
from rptc.admission import may_fill, may_open
from rptc.letters.models import Unit
from rptc.pages import counted_page_of
from rptc.printing import pdf, pdf_answer


@may_open("cases.write_progress")
def progress_report_list(request):
    """Whose report of this week is not written yet, the longest here on top."""
    stays = stays_without_report(request.user).select_related("person")
    page = counted_page_of(stays.order_by("began_at", "pk"), request, 25)
    return render(request, "cases/casework/progress_report_list.html", {"page_obj": page})


@may_fill("cases.write_progress")
def progress_report_write(request, stay_id):
    stay = row_for(request, Stay, stay_id, "person")
    rows = component_rows(request.POST or None)
    report = ProgressReport(stay=stay)
    form = ProgressReportForm(request.POST or None, instance=report, rows=rows)
    if sent(form, actions.report_progress, by=request.user, rows=form.filled):
        return go_on(request, "Laporan perkembangan tersimpan.", "cases:stay_notes", stay.pk)
    context = {"form": form, "rows": rows, "stay": stay}
    return render(request, "cases/casework/progress_report_write.html", context)


@may_open("cases.view_progress")
def progress_report_print(request, stay_id):
    """All of this stay on paper, in the order of its days."""
    stay = row_for(request, Stay, stay_id, "person", "social_worker", "intake__classification")
    reports = ProgressReport.objects.visible_to(request.user).filter(stay=stay)
    reports = reports.select_related("recorded_by").prefetch_related("rows").order_by("on", "pk")
    context = {
        "stay": stay,
        "reports": reports,
        "unit": Unit.current(),
        "now": days.now(),
    }
    content = pdf("cases/casework/progress_report_print.html", context)
    return pdf_answer(content, f"laporan-perkembangan-{stay.pk}")
