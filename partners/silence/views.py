from urllib.parse import quote

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from partners.referrals.models import Referral
from partners.silence.actions import (
    ASKED_ANEW,
    give_up,
    last_asked,
    may_give_up,
    next_step_of,
    write_reminder,
)
from partners.silence.forms import ReminderForm
from partners.silence.listed import SILENT
from partners.silence.models import WRITTEN_AT, Reminder, Says, Step
from partners.silence.silent import silent
from rptc import days
from rptc.acting import go_on, press, row_for, sent
from rptc.admission import may_fill, may_press
from rptc.letters.models import Unit
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of, list_shown

PAGE = "partners:referral_detail"


@may_list("partners.view_referral", SILENT)
def silent_list(request):
    """Who has not answered in time, by what is to be done now."""
    user = request.user
    lists = {
        "all": ("Semua", silent(user)),
        "call": ("Telepon", silent(user, Step.CALL)),
        "reply": ("Mereka bertanya", silent(user, Step.REPLY)),
        "text": ("Kirim pesan", silent(user, Step.TEXT)),
        "head": ("Kepala UPT memutuskan", silent(user, Step.HEAD)),
    }
    rows, context = list_shown(request, lists)
    rows = rows.select_related("person", "partner").order_by("next_at", "pk")
    context["page_obj"] = counted_page_of(rows, request, 25)
    for referral in context["page_obj"].object_list:
        referral.step = Step(referral.next_step)
    return render_list(request, "partners/silence/silent_list.html", context)


@may_fill("partners.view_referral")
def referral_remind(request, referral_id):
    """Whom to call, the text to send, and what came of it in one tap."""
    referral = row_for(
        request, Referral, referral_id, "person", "partner", "stay__social_worker", "recorded_by"
    )
    form = ReminderForm(request.POST or None, instance=Reminder(referral=referral))
    asked = last_asked(referral)
    # No field: a form that is shown again would keep the old one.
    seen, posted = str(asked.pk) if asked else "", request.POST.get("seen", "")
    if written := sent(form, write_reminder, by=request.user, seen=posted):
        return go_on(request, f"Tercatat: {written.get_says_display()}.", PAGE, referral.pk)
    waiting = next_step_of(referral)
    if waiting is None:
        return go_on(request, "Rujukan ini tidak menunggu jawaban.", PAGE, referral.pk)
    if form.is_bound and form.data.get("says") == Says.REPLIED and posted != seen:
        # Said beside any other mistake: the page that comes back shows the new one.
        if ASKED_ANEW not in form.non_field_errors() and not form.sent_before:
            form.add_error(None, ASKED_ANEW)
    user = request.user
    may_wait = may_give_up(referral, user)
    step = Step(waiting.next_step)
    text = _message(referral)
    context = {
        "form": form,
        "referral": referral,
        "waiting": waiting,
        "step": step,
        "says": [says for says in WRITTEN_AT[step] if says != Says.WAITS or may_wait],
        "may_give_up": may_wait and step == Step.HEAD and waiting.next_at <= days.now(),
        "reminders": referral.reminders.select_related("recorded_by").order_by("-pk"),
        "contacts": referral.partner.contacts.at_work(),
        "asked": asked.words if asked else "",
        "seen": seen,
        "text": text,
        "whatsapp": f"https://wa.me/?text={quote(text)}",
    }
    return render(request, "partners/silence/referral_remind.html", context)


def _message(referral):
    """What is sent names no klien, and no partner either: it may be read on any screen."""
    unit = Unit.current()
    phone = f" {unit.phone}" if unit.phone else ""
    return (
        f"Assalamualaikum. RPTC Makassar menunggu jawaban atas rujukan nomor {referral.pk}, yang"
        f" dikirim {days.day_of(referral.sent_at):%d/%m/%Y}. Mohon dijawab di portal, atau"
        f" telepon kami{phone}. Terima kasih."
    )


@may_press("partners.approve_referral")
def referral_give_up(request, referral_id):
    referral = get_object_or_404(Referral.objects.visible_to(request.user), pk=referral_id)
    told = "Rujukan berakhir. Pekerja sosial mencari tempat lain."
    then = reverse(PAGE, args=[referral.pk])
    return press(request, give_up, referral, told=told, then=then)
