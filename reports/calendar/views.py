import datetime

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from reports.calendar import actions, periods
from reports.calendar.forms import OfficialReportEditForm, OfficialReportForm, ReportSentForm
from reports.calendar.listed import REPORTS_DUE
from reports.calendar.models import OfficialReport, ReportSent
from reports.calendar.ready import newest_table_of, table_of
from reports.calendar.waiting import sending_page
from rptc import days
from rptc.acting import changed, done, form_page, go_on, sent
from rptc.admission import may_fill, may_open
from rptc.forms import ReasonForm
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of
from rptc.saving import locked
from rptc.sending import show_both

PAGE = "reports:official_report_detail"
SHOWN = {
    "all": ("Berikutnya", "Belum dikirim", lambda row: True),
    "late": ("Lewat tanggalnya", "Lewat", lambda row: row.is_late),
    "due": (
        f"Jatuh tempo dalam {periods.SOON_DAYS} hari",
        f"Dalam {periods.SOON_DAYS} hari",
        lambda row: row.is_soon,
    ),
}


def _with_ways(rows, user):
    """[(row, address of its table or "", address where it is written down as sent)]"""
    return [(row, table_of(row.report, row.period, user), sending_page(row)) for row in rows]


def _in_time(rows):
    """(how many were in time, of how many)"""
    counted = [row for row in rows if row.counts]
    return sum(row.is_in_time for row in counted), len(counted)


@may_list("reports.view_report_calendar", REPORTS_DUE)
def report_calendar(request):
    """What is not sent yet, the nearest day first; ?show=late or due: some of it. Below, all
    reports with how many were sent in time."""
    asked = periods.asked()
    waiting = [row for row in asked if row.is_listed and not row.sent]
    waiting.sort(key=lambda row: (row.due_on, row.report.pk))
    show = request.GET.get("show") if request.GET.get("show") in SHOWN else "all"
    shown = [row for row in waiting if SHOWN[show][2](row)]
    page = counted_page_of(shown, request, 25)
    page.object_list = _with_ways(page.object_list, request.user)
    of_report = {}
    for row in asked:
        of_report.setdefault(row.report.pk, []).append(row)
    reports = sorted(OfficialReport.objects.all(), key=lambda row: (row.is_over, row.name, row.pk))
    context = {
        "page_obj": page,
        "show": show,
        "here": f"?show={show}",
        "title": SHOWN[show][0],
        "counts": [
            (sum(map(holds, waiting)), words, f"?show={name}")
            for name, (_, words, holds) in SHOWN.items()
        ],
        "reports": [
            (
                row,
                *_in_time(of_report.get(row.pk, [])),
                newest_table_of(row, days.today(), request.user),
            )
            for row in reports
        ],
        "unconfirmed": sum(not (row.is_confirmed or row.is_over) for row in reports),
    }
    return render_list(request, "reports/calendar/report_calendar.html", context)


@may_open("reports.view_report_calendar")
def official_report_detail(request, official_report_id):
    row = get_object_or_404(OfficialReport, pk=official_report_id)
    asked = periods.asked(row)
    older = [each for each in asked if not each.is_listed]
    taken_back = row.sent.filter(taken_back_at__isnull=False)
    taken_back = taken_back.select_related("report", "taken_back_by")
    context = {
        "row": row,
        "newest": newest_table_of(row, days.today(), request.user),
        "periods": _with_ways([each for each in asked if each.is_listed], request.user),
        "in_time": _in_time(asked),
        "older": _in_time(older),
        "older_unsent": sum(each.sent is None for each in older),
        "page_obj": counted_page_of(taken_back.order_by("-taken_back_at", "-pk"), request, 25),
    }
    return render(request, "reports/calendar/official_report_detail.html", context)


@may_fill("reports.change_report_calendar")
def official_report_add(request):
    form = OfficialReportForm(request.POST or None, initial={"due_month": 1})
    if row := changed(form, actions.add_report, by=request.user):
        return go_on(request, f"{row} ditambahkan.", PAGE, row.pk)
    return form_page(request, form, "reports/calendar/official_report_add.html")


@may_fill("reports.change_report_calendar")
def official_report_edit(request, official_report_id):
    row = locked(get_object_or_404(OfficialReport, pk=official_report_id))
    form = OfficialReportEditForm(request.POST or None, instance=row)
    if changed(form, actions.change_report, by=request.user):
        return go_on(request, "Tersimpan.", PAGE, row.pk)
    return form_page(request, form, "reports/calendar/official_report_edit.html", row=row)


@may_fill("reports.change_report_calendar")
def report_sent_add(request, official_report_id, year, month):
    """ "Sudah dikirim", of the period that begins with this month."""
    report = get_object_or_404(OfficialReport, pk=official_report_id)
    try:
        first = report.period(datetime.date(year, month, 1)).first
    except ValueError:
        raise Http404 from None
    asked = next((each for each in periods.asked(report) if each.period.first == first), None)
    if asked is None:
        raise Http404
    if request.method == "GET" and asked.sent:
        messages.info(request, "Sudah dicatat terkirim.")
        return redirect(PAGE, report.pk)
    row = ReportSent(report=report, first_on=first)
    form = ReportSentForm(request.POST or None, instance=row, user=request.user)
    if saved := sent(form, actions.write_sent, by=request.user):
        if saved.taken_back_at:
            messages.error(request, "Catatan ini sudah dibatalkan. Isi lagi bila perlu.")
            return redirect(PAGE, report.pk)
        return go_on(request, f"{saved} dicatat terkirim.", PAGE, report.pk)
    if form.sent_before:
        saved, form.sent_before = form.sent_before, report
        return show_both(request, form, PAGE, name=str(saved))
    table = table_of(report, asked.period, request.user)
    context = {"form": form, "asked": asked, "table": table}
    return render(request, "reports/calendar/report_sent_add.html", context)


@may_fill("reports.change_report_calendar")
def report_sent_take_back(request, report_sent_id):
    row = get_object_or_404(ReportSent.objects.select_related("report"), pk=report_sent_id)
    form = ReasonForm(request.POST or None)
    if done(form, actions.take_back_sent, row, by=request.user):
        return go_on(request, f"{row} dicatat belum terkirim.", PAGE, row.report_id)
    return form_page(request, form, "reports/calendar/report_sent_take_back.html", row=row)
