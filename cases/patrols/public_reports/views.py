from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.patrols.public_reports import actions
from cases.patrols.public_reports.forms import AnswerForm, GiveForm, PublicReportForm
from cases.patrols.public_reports.listed import PUBLIC_REPORTS
from cases.patrols.public_reports.models import PublicReport
from rptc.acting import done, form_page, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.audit.record import record
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of, list_shown, number_of
from rptc.sending import show_both


@may_list("cases.view_public_report", PUBLIC_REPORTS)
def public_report_list(request):
    """?show=open, given or all. Never a reporter: they stand on the report's own page."""
    visible = PublicReport.objects.visible_to(request.user)
    lists = {
        "open": ("Belum ditangani", visible.open()),
        "given": ("Diberikan ke patroli", visible.unanswered()),
        "all": ("Semua laporan", visible),
    }
    rows, context = list_shown(request, lists, if_empty="all")
    rows = rows.select_related("hot_spot", "patrol__team", "joined_to__patrol__team")
    rows = rows.annotate(also=number_of(PublicReport.objects, "joined_to")).order_by(
        "-received_at", "-pk"
    )
    context["page_obj"] = counted_page_of(rows, request, 50)
    context["median"] = visible.median_time_to_patrol()
    return render_list(request, "cases/patrols/public_report_list.html", context)


@may_fill("cases.register_public_report")
def public_report_register(request):
    form = PublicReportForm(request.POST or None)
    if report := sent(form, actions.register_public_report, by=request.user):
        if report.joined_to:
            messages.info(
                request,
                f"{report.number} tercatat dan digabung dengan {report.joined_to.number}: tempat"
                " dan jamnya sama.",
            )
        else:
            messages.success(request, f"{report.number} tercatat.")
        return redirect("cases:public_report_detail", report.pk)
    if form.sent_before:
        return show_both(request, form, "cases:public_report_detail")
    return render(request, "cases/patrols/public_report_register.html", {"form": form})


@may_open("cases.view_public_report")
def public_report_detail(request, public_report_id):
    report = _visible_report(request, public_report_id)
    shows_reporter = report.shows_reporter_to(request.user)
    if shows_reporter and report.reporter:
        record(request.user, "opened", report)
    context = {
        "report": report,
        "shows_reporter": shows_reporter,
        "joined": report.joined.order_by("received_at", "pk"),
        "give_form": GiveForm(user=request.user),
        "answer_form": AnswerForm(report=report),
    }
    return render(request, "cases/patrols/public_report_detail.html", context)


@may_fill("cases.give_public_report")
def public_report_give(request, public_report_id):
    report = _visible_report(request, public_report_id)
    form = GiveForm(request.POST or None, user=request.user)
    if done(form, actions.give_public_report, report, by=request.user):
        messages.success(request, f"{report.number} diberikan ke patroli.")
        return redirect("cases:public_report_detail", report.pk)
    return form_page(request, form, "cases/patrols/public_report_give.html", report=report)


@may_fill("cases.register_public_report")
def public_report_answer(request, public_report_id):
    report = _visible_report(request, public_report_id)
    form = AnswerForm(request.POST or None, report=report)
    if done(form, actions.answer_public_report, report, by=request.user):
        messages.success(request, "Jawaban tercatat. Salin teksnya untuk pelapor.")
        return redirect("cases:public_report_detail", report.pk)
    return form_page(request, form, "cases/patrols/public_report_answer.html", report=report)


@may_press("cases.register_public_report")
def public_report_separate(request, public_report_id):
    report = _visible_report(request, public_report_id)
    told = f"{report.number} berdiri sendiri lagi."
    return press(
        request,
        actions.separate_public_report,
        report,
        told=told,
        then=reverse("cases:public_report_detail", args=[report.pk]),
        refuse=messages.info,
    )


def _visible_report(request, public_report_id):
    related = ["hot_spot__village", "patrol__team", "joined_to__patrol__team", "recorded_by"]
    return row_for(request, PublicReport, public_report_id, *related)
