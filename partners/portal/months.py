"""The month of all klien on one page: a tap a row. Half of it is kept, and each row by itself."""

import re
import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from partners.months.actions import correct_month, write_month
from partners.months.forms import MonthFields, MonthRowForm, PageKeyForm
from partners.months.models import (
    WORDS,
    MonthReport,
    asked_of,
    due_on,
    is_late,
    month_asked,
    untold,
)
from partners.months.views import ANOTHER_MONTH, said_before
from partners.months.words import add_words
from partners.referrals.models import Referral
from rptc.acting import form_page, go_on, sent
from rptc.admission import may_fill
from rptc.kept import kept_number
from rptc.sending import row_key
from rptc.words import write_date

PORTAL = MonthReport.Channel.PORTAL
# So many klien are asked about at once; the others when these are told of.
ON_A_PAGE = 15
# A field of one row (MonthRowForm).
OF_ROW = re.compile(rf"r(\d{{1,18}})-(?:answer|picture|{'|'.join(WORDS)})", re.ASCII)


@dataclass
class Line:
    referral: Referral
    form: MonthRowForm


@may_fill("partners.use_portal")
def portal_month(request):
    """Nothing is ticked beforehand. What was touched is sent; the rest is asked about still. Rows
    are taken in the order of all locks."""
    month, user = month_asked(), request.user
    own = Referral.objects.at_partner_of(user)
    page = PageKeyForm(request.POST or None)
    key = page.cleaned_data["send_key"] if page.is_bound and page.is_valid() else uuid.uuid4()
    referrals = list(asked_of(own, month).order_by("person_id", "pk"))
    told = MonthReport.objects.filter(referral__in=referrals, month=month).newest()
    told = {report.referral_id: report for report in add_words(list(told.defer("content")))}
    is_another = request.method == "POST" and request.POST.get("month") != month.isoformat()
    lines, saved = _lines(request, referrals, told, month, None if is_another else key)
    if missed := _missed(request, referrals, key):
        messages.error(request, _not_taken(missed))
    mistakes = sum(bool(line.form.is_bound and line.form.errors) for line in lines)
    if saved and not mistakes:
        rest = len(lines)
        messages.success(request, _told(saved, rest))
        return redirect("partners:portal_month" if rest else "partners:portal")
    if is_another:
        # Shown in one month and sent in the next: nobody tells of a month that they did not read.
        messages.error(request, ANOTHER_MONTH)
    elif saved:
        messages.success(request, f"{saved} laporan terkirim.")
    elif request.method == "POST" and not (mistakes or missed):
        messages.error(request, "Belum ada yang dipilih.")
    told |= {report.referral_id: report for report in _now(referrals, month)} if saved else {}
    context = {
        "month": month,
        "due_on": due_on(month),
        "is_late": is_late(month),
        "key": key,
        "lines": sorted(lines, key=_by_name)[:ON_A_PAGE],
        "more": max(0, len(lines) - ON_A_PAGE),
        "mistakes": mistakes,
        "told": [(each, told[each.pk]) for each in referrals if each.pk in told],
        "number": len(referrals),
    }
    return render(request, "partners/portal/portal_month.html", context)


def _lines(request, referrals, told, month, key):
    """Those that are asked about still, and how many were sent just now: without a key none is,
    and what was typed stays."""
    lines, saved = [], 0
    for referral in referrals:
        is_sent = request.method == "POST"
        report = MonthReport(referral=referral, month=month, channel=PORTAL)
        typed = (request.POST, request.FILES) if is_sent else (None, None)
        form = MonthRowForm(*typed, instance=report, prefix=f"r{referral.pk}")
        if is_sent and form.is_touched:
            if key and _saved(form, key, request.user):
                saved += 1
                continue
        elif referral.pk in told:
            continue
        else:
            form = MonthRowForm(instance=report, prefix=f"r{referral.pk}")
        lines.append(Line(referral, form))
    return lines, saved


def _missed(request, referrals, key):
    """How many rows were filled in of whom nobody asks any more: their referral has ended since
    the page was opened. What was taken before, and is sent again, was not missed."""
    filled = {name for name, value in request.POST.items() if value} | request.FILES.keys()
    numbers = {row[1] for row in map(OF_ROW.fullmatch, filled) if row}
    keys = [row_key(key, number) for number in numbers - {str(each.pk) for each in referrals}]
    taken = MonthReport.objects.filter(send_key__in=keys, recorded_by=request.user)
    return len(keys) - taken.count() if keys else 0


def _not_taken(number):
    if number == 1:
        return "Satu laporan tidak diterima: rujukannya sudah berakhir."
    return f"{number} laporan tidak diterima: rujukannya sudah berakhir."


def _saved(form, key, by):
    if not form.is_valid():
        return None
    form.sent_under(key)
    return sent(form, write_month, by=by, typed=["picture"], words=form.words)


def _now(referrals, month):
    rows = MonthReport.objects.filter(referral__in=referrals, month=month).newest()
    return add_words(list(rows.defer("content")))


def _told(saved, rest):
    if rest:
        return f"{saved} laporan terkirim. {rest} lagi nanti."
    return f"{saved} laporan terkirim. Semua sudah lengkap, terima kasih."


def _by_name(line):
    return line.referral.packet["name"], line.referral.pk


@may_fill("partners.use_portal")
def portal_month_correct(request, month_report_id):
    """A new version beside the old one, until the month after it is over."""
    own = MonthReport.objects.in_portal_of(request.user).select_related("referral")
    old = get_object_or_404(own, pk=month_report_id)
    report = MonthReport(referral=old.referral, month=old.month, corrects=old, channel=PORTAL)
    form = MonthFields(
        request.POST or None, request.FILES or None, instance=report, initial=said_before(old)
    )
    words = form.words if form.is_valid() else None
    if words is not None and sent(
        form, correct_month, by=request.user, typed=["picture"], words=words
    ):
        told = f"Laporan {write_date(old.month, 'F')} diperbaiki."
        return go_on(request, told, "partners:portal_month")
    return form_page(request, form, "partners/portal/portal_month_correct.html", report=old)


def months_due(user):
    """For the portal's first page: the month, and of how many nobody has told."""
    month = month_asked()
    number = kept_number(_untold, user, month)
    return {"month": month, "number": number, "due_on": due_on(month), "is_late": is_late(month)}


def _untold(user, month):
    return untold(Referral.objects.at_partner_of(user), month)
