from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from partners.directory.models import Partner
from partners.links.forms import who_may_answer
from partners.links.models import at_work, hash_of
from partners.links.opening import opens_by_link, unknown
from partners.links.sending import address_of_link, contact_chosen, greeting, show_link
from partners.months import actions
from partners.months.forms import MonthReplyForm, PageKeyForm, RecordMonthForm
from partners.months.models import (
    WORDS,
    MonthLink,
    MonthReport,
    asked_of,
    due_on,
    is_late,
    month_asked,
)
from partners.months.shown import add_links, late_partners, left_of, untold_for
from partners.months.words import add_words
from partners.referrals.models import Referral
from rptc import days
from rptc.acting import done, form_page, go_on, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.audit.record import record
from rptc.forms import ReasonForm
from rptc.letters.models import Unit
from rptc.pages import counted_page_of, list_shown
from rptc.refusals import write_refusal
from rptc.sending import row_key, show_both
from rptc.words import write_date

PAGE = "partners:month_report_detail"
ANOTHER_MONTH = "Sekarang bulan lain yang ditanyakan. Baca lagi, lalu kirim."
OF_ALL = "referral__partner", "referral__person", "referral__stay", "recorded_by", "read_by"


@may_open("partners.view_referral")
def month_report_list(request):
    """?show=unread: something has changed and nobody has read it; link: what was answered by a
    link, until who has the case has looked."""
    rows = MonthReport.objects.visible_to(request.user)
    lists = {
        "unread": ("Belum dibaca", rows.unread()),
        "link": ("Lewat tautan, baru", rows.unseen_of(request.user)),
        "changed": ("Ada perubahan", rows.newest().filter(answer="changed")),
        "undone": ("Diurungkan", rows.exclude(undone_at=None)),
        "all": ("Semua", rows.newest()),
    }
    rows, context = list_shown(request, lists, if_empty="all")
    rows = rows.select_related(*OF_ALL).order_by("-month", "-pk").defer("content")
    context["page_obj"] = counted_page_of(rows, request, 25)
    return render(request, "partners/months/month_report_list.html", context)


@may_open("partners.view_referral")
def month_report_missing(request):
    """A row a partner: of how many klien nobody has heard for the month that is over."""
    month = month_asked()
    rows = late_partners(request.user, month).order_by("name", "pk")
    rows = rows.prefetch_related(at_work("contacts"))
    page_obj = counted_page_of(rows, request, 25)
    add_links(page_obj.object_list, request.user, month)
    context = {
        "page_obj": page_obj,
        "month": month,
        "due_on": due_on(month),
        "is_late": is_late(month),
    }
    return render(request, "partners/months/month_report_missing.html", context)


@may_open("partners.view_referral")
def month_report_detail(request, month_report_id):
    report = row_for(request, MonthReport, month_report_id, *OF_ALL, "corrects", "undone_by")
    newer = MonthReport.objects.filter(corrects=report).first()
    if MonthReport.objects.unseen_of(request.user).filter(pk=report.pk).exists():
        # To look is enough: there is no change in it, and nothing to be done about it.
        seen = actions.read_month(report, by=request.user)
        report.read_at, report.read_by = seen.read_at, seen.read_by
    add_words([report])
    is_last = newer is None and report.undone_at is None
    may_write = is_last and request.user.has_perm("partners.record_answer")
    context = {
        "report": report,
        "newer": newer,
        "may_read": report.is_unread and is_last,
        "may_correct": may_write and report.may_be_corrected,
        "may_undo": may_write and report.is_by_link,
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
    return form_page(request, form, "partners/months/month_report_correct.html", report=old)


@may_fill("partners.record_answer")
def month_report_undo(request, month_report_id):
    report = row_for(request, MonthReport, month_report_id, *OF_ALL)
    form = ReasonForm(request.POST or None)
    if done(form, actions.undo_month, report, by=request.user):
        return go_on(request, "Laporan diurungkan. Bulan itu ditanyakan lagi.", PAGE, report.pk)
    add_words([report])
    return form_page(request, form, "partners/months/month_report_undo.html", report=report)


@may_press("partners.record_answer")
def month_link(request, partner_id):
    """A new link, shown once: what the database keeps of it opens nothing. Of those of the case
    of this reader, of whom nobody has told yet."""
    asked = untold_for(request.user, month_asked()).values("partner")
    partner = get_object_or_404(Partner.objects.filter(pk__in=asked), pk=partner_id)
    contact = contact_chosen(request, partner)
    missing = reverse("partners:month_report_missing")
    try:
        token, number = actions.send_month_link(partner, contact=contact, by=request.user)
    except ValidationError as error:
        write_refusal(error)
        for reason in error.messages:
            messages.error(request, reason)
        return redirect(missing)
    called = write_date(month_asked(), "F Y")
    text = (
        f"{greeting(partner, contact)} RPTC Makassar menanyakan {number} klien selama {called}."
        " Bila masih di sana dan tidak ada perubahan, jawab dengan dua ketukan di sini, tanpa"
        f" login: {address_of_link(request, 'partners:month_reply', token)}\n\n"
        "Bila ada perubahan, telepon kami."
    )
    return show_link(
        request, partner, contact, text, back=missing, back_text="Laporan yang belum ada"
    )


def said_before(report):
    """What stands in the form when it is mended."""
    add_words([report])
    return {"answer": report.answer} | {name: getattr(report, name) for name in WORDS}


def _sent(request, form, act):
    if not form.is_valid():
        return None
    return sent(form, act, by=request.user, typed=["picture"], words=form.words)


# By a link, without a login


@opens_by_link
def month_reply(request, month_token):
    """How many klien the partner is asked about, by the number of their referral: nobody by name.
    Two taps say that all is as it was; what has changed is told on the telephone, or after a
    login."""
    link = MonthLink.objects.of_link(month_token)
    link = link.select_related("partner", "sent_to", "recorded_by").first()
    if request.method == "POST" and (reports := _reports_of(request, month_token)):
        return _after(request, reports)
    left = list(left_of(link).defer("packet")) if link else []
    if not left:
        return unknown(request)
    form = MonthReplyForm(request.POST or None, referrals=link.referrals, **who_may_answer(link))
    if form.is_valid():
        cleaned = form.cleaned_data
        said = {"said_by": cleaned["said_by"], "send_key": cleaned["send_key"]}
        try:
            return _after(request, actions.tell_of_no_change(link, form.told_of, **said))
        except ValidationError as error:
            write_refusal(error)
            form.add_error(None, error)
    return _ask(request, link, left, form)


def _ask(request, link, left, form, **more):
    context = {"link": link, "left": left, "form": form, "unit": Unit.current()} | more
    context["is_masked"] = link.partner.closes_destination
    return render(request, "partners/months/month_reply.html", context)


def _reports_of(request, token):
    """What was sent by this very link and this very page within the hour: a second tap on the
    same button reads that it has arrived."""
    form = PageKeyForm(request.POST)
    link = MonthLink.objects.filter(token_hash=hash_of(token)).first()
    if link is None or not form.is_valid():
        return []
    keys = [row_key(form.cleaned_data["send_key"], number) for number in link.referrals]
    reports = link.reports.standing().filter(
        send_key__in=keys, recorded_at__gt=days.now() - days.ONE_HOUR
    )
    return list(reports.order_by("pk"))


def _after(request, reports):
    """Thanks; and whoever is left is asked about on the same page."""
    link = MonthLink.objects.select_related("partner", "sent_to", "recorded_by").get(
        pk=reports[0].by_link_id
    )
    left = list(left_of(link).defer("packet")) if link.is_live else []
    form = MonthReplyForm(referrals=link.referrals, **who_may_answer(link))
    return _ask(request, link, left, form, told=reports)
