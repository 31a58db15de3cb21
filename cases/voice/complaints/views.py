from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cases.voice.complaints import actions
from cases.voice.complaints.forms import (
    AnswerForm,
    CodeForm,
    ComplaintChannelForm,
    ComplaintEditForm,
    ComplaintFilter,
    ComplaintForm,
    FindingForm,
    PublicComplaintForm,
    RejectForm,
    TakeForm,
)
from cases.voice.complaints.limits import MISSED, SENT, count, has_tried_enough
from cases.voice.complaints.listed import COMPLAINTS
from cases.voice.complaints.models import (
    Complaint,
    ComplaintChannel,
    code_of,
    shown_code,
)
from cases.voice.complaints.words import read_out
from rptc import days
from rptc.acting import changed, done, form_page, go_on, row_for, sent
from rptc.addresses import public_address
from rptc.admission import may_fill, may_open, may_press
from rptc.audit.record import record
from rptc.forms import ReasonForm
from rptc.letters.models import Unit
from rptc.letters.printing import qr_svg
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of, list_shown
from rptc.policies import whoever_acts
from rptc.printing import pdf, pdf_answer
from rptc.setup_pages import edit_row, list_rows

PAGE = "cases:complaint_detail"
LISTED_WITH = ("channel", "owner")


@may_list("cases.view_complaint", COMPLAINTS)
def complaint_list(request):
    """The next day of the clock on top. ?show=received: nobody looks into it; mine: those that
    this user looks into, and has found nothing yet; ready: to be answered; late: past its
    clock."""
    rows = Complaint.objects.visible_to(request.user)
    lists = {
        "open": ("Belum dijawab", rows.open()),
        "late": ("Terlambat", rows.late(days.today())),
        "received": ("Belum ditangani", Complaint.objects.to_take_by(request.user)),
        "mine": ("Saya tangani", rows.owned_by(request.user)),
        "ready": ("Siap dijawab", Complaint.objects.to_close_by(request.user)),
        "closed": ("Selesai", rows.closed()),
    }
    rows, context = list_shown(request, lists)
    filtered = ComplaintFilter(request.GET, queryset=rows)
    order = ["-closed_at", "-pk"] if context["show"] == "closed" else ["answer_by", "pk"]
    rows = filtered.qs.select_related(*LISTED_WITH).order_by(*order)
    context["page_obj"] = _marked(counted_page_of(rows, request, 25))
    context["filter"] = filtered
    return render_list(request, "cases/voice/complaint_list.html", context)


def _marked(page):
    for row in page.object_list:
        row.is_late_today = row.is_late(days.today())
    return page


@may_fill("cases.register_complaint")
def complaint_register(request):
    form = ComplaintForm(request.POST or None, by=request.user)
    if complaint := sent(
        form, actions.register_complaint, by=request.user, typed=["words", "name", "phone"]
    ):
        return go_on(request, f"{complaint} tercatat.", PAGE, complaint.pk)
    return form_page(request, form, "cases/voice/complaint_register.html")


@may_open("cases.view_complaint")
def complaint_detail(request, complaint_id):
    related = ["channel", "owner", "about_user", "recorded_by", "closed_by"]
    complaint = read_out(row_for(request, Complaint, complaint_id, *related))
    record(request.user, "opened", complaint)
    context = {
        "complaint": complaint,
        "is_late": complaint.is_late(days.today()),
        "answers": _to_answer(request).filter(pk=complaint.pk).exists(),
        "owns": complaint.owner_id == request.user.pk and complaint.state == "in_hand",
        "may_change": complaint.is_open and _to_change(request, complaint_id).exists(),
        "may_give_code": _to_give_code(request).filter(pk=complaint.pk).exists(),
    }
    return render(request, "cases/voice/complaint_detail.html", context)


def _to_answer(request):
    return Complaint.objects.to_answer_by(request.user)


def _to_give_code(request):
    return Complaint.objects.to_give_code_by(request.user)


def _to_change(request, number):
    """By who wrote it down, until somebody looks into it; by who answers, until it is answered."""
    rows = Complaint.objects.visible_to(request.user).filter(pk=number)
    own = rows.filter(recorded_by=request.user)
    if request.method != "POST":
        own = own.received()
    return rows.filter(pk__in=_to_answer(request).values("pk")) | own


@may_fill("cases.view_complaint")
def complaint_edit(request, complaint_id):
    rows = _to_change(request, complaint_id)
    if request.method == "POST":
        rows = rows.select_for_update(of=("self",))
    complaint = get_object_or_404(rows.select_related("channel"))
    form = ComplaintEditForm(request.POST or None, instance=complaint)
    if changed(form, actions.change_complaint, by=request.user, more=_more(form)):
        told = "Perubahan tersimpan."
        is_there = Complaint.objects.visible_to(request.user).filter(pk=complaint.pk).exists()
        if is_there:
            return go_on(request, told, PAGE, complaint.pk)
        return go_on(request, f"{told} Pengaduan ini dijawab Dinas.", "cases:complaint_list")
    return form_page(request, form, "cases/voice/complaint_edit.html", complaint=complaint)


def _more(form):
    return form.cleaned_data.get("more", "") if form.is_valid() else ""


@may_fill("cases.view_complaint")
def complaint_find(request, complaint_id):
    """What who looks into it has found."""
    rows = Complaint.objects.visible_to(request.user).filter(owner=request.user)
    if request.method != "POST":
        rows = rows.in_hand()
    complaint = read_out(get_object_or_404(rows, pk=complaint_id))
    form = FindingForm(request.POST or None, initial={"finding": complaint.finding})
    if done(form, actions.write_finding, complaint, by=request.user):
        return go_on(request, "Temuan tersimpan.", PAGE, complaint.pk)
    return form_page(request, form, "cases/voice/complaint_find.html", complaint=complaint)


def _answering(request, number, act, form, told, template, **shows):
    """A page of who answers. A form that is sent late is told that it was quicker elsewhere."""
    complaint = read_out(get_object_or_404(_to_answer(request), pk=number))
    form = form(request.POST or None, **{k: v(complaint) for k, v in shows.items()})
    if done(form, act, complaint, by=request.user):
        return go_on(request, told, PAGE, complaint.pk)
    return form_page(request, form, template, complaint=complaint)


@may_fill("reports.decide")
def complaint_take(request, complaint_id):
    return _answering(
        request,
        complaint_id,
        actions.take_complaint,
        TakeForm,
        "Petugas yang menangani tersimpan.",
        "cases/voice/complaint_take.html",
        complaint=lambda complaint: complaint,
    )


@may_fill("reports.decide")
def complaint_answer(request, complaint_id):
    return _answering(
        request,
        complaint_id,
        actions.answer_complaint,
        AnswerForm,
        "Pengaduan dijawab.",
        "cases/voice/complaint_answer.html",
    )


@may_fill("reports.decide")
def complaint_reject(request, complaint_id):
    return _answering(
        request,
        complaint_id,
        actions.reject_complaint,
        RejectForm,
        "Dicatat tidak dapat diterima.",
        "cases/voice/complaint_reject.html",
    )


@may_fill("reports.decide")
def complaint_reopen(request, complaint_id):
    return _answering(
        request,
        complaint_id,
        actions.reopen_complaint,
        ReasonForm,
        "Pengaduan dibuka lagi.",
        "cases/voice/complaint_reopen.html",
    )


@may_press("cases.view_complaint")
def complaint_code(request, complaint_id):
    """A new code, shown once: what the database keeps of it reads nothing."""
    rows = _to_give_code(request).select_for_update(of=("self",))
    complaint = get_object_or_404(rows, pk=complaint_id)
    code = actions.give_code(complaint, by=request.user)
    context = {"complaint": complaint, "code": shown_code(code)}
    context["address"] = public_address("cases:complaint_reply")
    return render(request, "cases/voice/complaint_code.html", context)


@may_open("cases.view_complaint")
def complaint_poster_print(request):
    """For the wall: the way to complain without anybody's help, and what happens then."""
    address = public_address("cases:complaint_public")
    channel = ComplaintChannel.objects.get(code="qr")
    context = {"unit": Unit.current(), "address": address, "qr": qr_svg(address)}
    context["channel"] = channel
    return pdf_answer(pdf("cases/voice/complaint_poster_print.html", context), "poster-pengaduan")


@may_fill("cases.change_complaint_channel")
def complaint_channel_list(request):
    return list_rows(request, ComplaintChannelForm, ComplaintChannel.objects.all(), "cases/voice")


@may_fill("cases.change_complaint_channel")
def complaint_channel_edit(request, complaint_channel_id):
    return edit_row(request, ComplaintChannelForm, complaint_channel_id, "cases/voice")


# Without a login


def _public(view):
    """Whoever reads is nobody whom the log knows, and leaves nothing in any list of a search."""

    @login_not_required
    @never_cache
    @require_http_methods(["GET", "POST"])
    @wraps(view)
    def shown(request):
        # Nobody is logged in whom the database could let read.
        with whoever_acts():
            answer = view(request)
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return shown


@_public
@sensitive_post_parameters()
def complaint_public(request):
    """Anybody complains, with or without a name, and takes the code along with which the answer is
    read. The same page sent twice shows the same code again."""
    if request.method == "POST" and (before := _sent_before(request)):
        return _thank(request, before)
    if has_tried_enough(request, SENT):
        return render(request, "cases/voice/complaint_later.html", status=429)
    channel = ComplaintChannel.objects.get(code="qr")
    form = PublicComplaintForm(request.POST or None, instance=Complaint(channel=channel))
    if complaint := sent(
        form, actions.register_complaint, by=None, typed=["words", "name", "phone"]
    ):
        count(request, SENT)
        return _thank(request, complaint)
    context = {"form": form, "unit": Unit.current(), "channel": channel}
    return render(request, "cases/voice/complaint_public.html", context)


def _sent_before(request):
    """By this very page, within the hour, and with the same words."""
    form = PublicComplaintForm(request.POST)
    if not form.is_valid():
        return None
    rows = Complaint.objects.filter(
        send_key=form.cleaned_data["send_key"],
        recorded_by=None,
        send_digest=form.digest(),
        recorded_at__gt=days.now() - days.ONE_HOUR,
    )
    return rows.select_related("channel").first()


def _thank(request, complaint):
    context = {"complaint": complaint, "code": shown_code(code_of(complaint.send_key))}
    context["unit"] = Unit.current()
    return render(request, "cases/voice/complaint_thanks.html", context)


@_public
@sensitive_post_parameters()
def complaint_reply(request):
    """What became of it, for who has its code: no number of anybody, and no name. The code is sent
    and never stands in an address."""
    if has_tried_enough(request, MISSED):
        return render(request, "cases/voice/complaint_later.html", status=429)
    form, complaint = CodeForm(request.POST or None), None
    if form.is_valid():
        found = Complaint.objects.of_code(form.cleaned_data["code"])
        complaint = found.select_related("channel").first()
        if complaint is None:
            count(request, MISSED)
            form.add_error("code", "Kode ini tidak dikenal. Periksa lagi hurufnya.")
        else:
            read_out(complaint)
    context = {"form": form, "complaint": complaint, "unit": Unit.current()}
    return render(request, "cases/voice/complaint_reply.html", context)
