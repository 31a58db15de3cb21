from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from partners.months import actions
from partners.months.forms import RecordMonthForm
from partners.months.models import (
    WORDS,
    MonthReport,
    asked_of,
    due_on,
    is_late,
    month_asked,
)
from partners.months.shown import late_partners
from partners.months.words import add_words
from partners.referrals.models import Referral
from rptc.acting import go_on, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.audit.record import record
from rptc.pages import counted_page_of, list_shown
from rptc.sending import show_both

PAGE = "partners:month_report_detail"
ANOTHER_MONTH = "Sekarang bulan lain yang ditanyakan. Baca lagi, lalu kirim."
OF_ALL = "referral__partner", "referral__person", "referral__stay", "recorded_by", "read_by"


@may_open("partners.view_referral")
def month_report_list(request):
    """?show=unread: something has changed and nobody has read it."""
    rows = MonthReport.objects.visible_to(request.user)
    lists = {
        "unread": ("Belum dibaca", rows.unread()),
        "changed": ("Ada perubahan", rows.newest().filter(answer="changed")),
        "all": ("Semua", rows.newest()),
    }
    rows, context = list_shown(request, lists, if_empty="all")
    rows = rows.select_related(*OF_ALL).order_by("-month", "-pk").defer("content")
    context["page_obj"] = counted_page_of(rows, request, 25)
    context["here"] = f"?show={context['show']}"
    return render(request, "partners/months/month_report_list.html", context)


@may_open("partners.view_referral")
def month_report_missing(request):
    """A row a partner: of how many klien nobody has heard for the month that is over."""
    month = month_asked()
    rows = late_partners(request.user, month).order_by("name", "pk")
    context = {
        "page_obj": counted_page_of(rows, request, 25),
        "month": month,
        "due_on": due_on(month),
        "is_late": is_late(month),
    }
    return render(request, "partners/months/month_report_missing.html", context)


@may_open("partners.view_referral")
def month_report_detail(request, month_report_id):
    report = row_for(request, MonthReport, month_report_id, *OF_ALL, "corrects")
    newer = MonthReport.objects.filter(corrects=report).first()
    add_words([report])
    context = {
        "report": report,
        "newer": newer,
        "may_read": report.is_unread and newer is None,
        "may_correct": newer is None
        and report.may_be_corrected
        and request.user.has_perm("partners.record_answer"),
    }
    return render(request, "partners/months/month_report_detail.html", context)


@may_open("partners.view_referral")
def month_report_picture(request, month_report_id):
    report = row_for(request, MonthReport, month_report_id, "referral")
    if report.content is None:
        raise Http404
    if not report.is_whole:
        raise RuntimeError(f"The picture of report {report.pk} is not what was kept.")
    record(request.user, "opened", report, person=report.referral.person_id)
    answer = HttpResponse(report.scan, content_type="image/jpeg")
    answer["Content-Disposition"] = f'inline; filename="laporan-{report.pk}.jpg"'
    answer["Cache-Control"] = "no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


@may_press("partners.view_referral")
def month_report_read(request, month_report_id):
    report = row_for(request, MonthReport, month_report_id)
    then = reverse(PAGE, args=[report.pk])
    return press(request, actions.read_month, report, told="Ditandai sudah dibaca.", then=then)


@may_fill("partners.record_answer")
def month_report_record(request, referral_id):
    """A partner without login is a full partner: staff write down what it said."""
    month = month_asked()
    known = Referral.objects.visible_to(request.user).select_related("partner", "person", "stay")
    referral = get_object_or_404(known, pk=referral_id)
    report = MonthReport(referral=referral, month=month)
    form = RecordMonthForm(request.POST or None, request.FILES or None, instance=report)
    if form.is_bound and request.POST.get("month") != month.isoformat():
        form.add_error(None, ANOTHER_MONTH)
    if saved := _sent(request, form, actions.write_month):
        return go_on(request, "Laporan bulanan tercatat.", PAGE, saved.pk)
    if form.sent_before:
        return show_both(request, form, PAGE)
    is_asked = asked_of(Referral.objects.filter(pk=referral.pk), month).exists()
    context = {"form": form, "referral": referral, "month": month, "is_asked": is_asked}
    return render(request, "partners/months/month_report_record.html", context)


@may_fill("partners.record_answer")
def month_report_correct(request, month_report_id):
    old = row_for(request, MonthReport, month_report_id, "referral__partner", "referral__person")
    if newer := MonthReport.objects.filter(corrects=old).first():
        if request.method != "POST":
            return redirect(PAGE, newer.pk)
    report = MonthReport(referral=old.referral, month=old.month, corrects=old)
    form = RecordMonthForm(
        request.POST or None, request.FILES or None, instance=report, initial=said_before(old)
    )
    if saved := _sent(request, form, actions.correct_month):
        return go_on(request, "Laporan diperbaiki.", PAGE, saved.pk)
    context = {"form": form, "report": old}
    return render(request, "partners/months/month_report_correct.html", context)


def said_before(report):
    """What stands in the form when it is mended."""
    add_words([report])
    return {"answer": report.answer} | {name: getattr(report, name) for name in WORDS}


def _sent(request, form, act):
    if not form.is_valid():
        return None
    return sent(form, act, by=request.user, typed=["picture"], words=form.words)
