from django.shortcuts import get_object_or_404, render

from cases.casework.conferences import actions
from cases.casework.conferences.forms import (
    ConferenceForm,
    HoldForm,
    attendee_rows,
    decision_rows,
)
from cases.casework.conferences.models import Conference, needing_conference
from cases.stays.models import Stay
from rptc import days
from rptc.acting import done, go_on, row_for
from rptc.admission import may_fill, may_open
from rptc.audit.record import record
from rptc.forms import ReasonForm
from rptc.letters.models import Unit
from rptc.pages import counted_page_of, list_shown
from rptc.printing import pdf, pdf_answer
from rptc.sending import send_form, show_both

WRITE = "cases.write_conference"


@may_open("cases.view_conference")
def conference_list(request):
    """?show= who needs one, what is planned, whose minutes are missing, what was held."""
    user = request.user
    visible = Conference.objects.visible_to(user)
    stays = Stay.objects.visible_to(user)
    if not user.has_perm("cases.view_caseload"):
        stays = stays.of_worker_or_nobody(user)
    lists = {
        "needed": ("Perlu konferensi", needing_conference(stays)),
        "open": ("Notula belum ditulis", visible.to_be_held(days.now())),
        "planned": ("Direncanakan", visible.filter(state="planned")),
        "held": ("Selesai", visible.filter(state="held")),
    }
    rows, context = list_shown(request, lists, if_empty="planned")
    if context["show"] == "needed":
        rows = rows.select_related("person", "social_worker").order_by("began_at", "pk")
    else:
        rows = rows.select_related("stay__person").order_by("-planned_at", "-pk")
    context["page_obj"] = counted_page_of(rows, request, 25)
    context["here"] = f"?show={context['show']}"
    return render(request, "cases/casework/conference_list.html", context)


@may_fill(WRITE)
def conference_plan(request, stay_id):
    stay = row_for(request, Stay, stay_id, "person", "rule")
    form = ConferenceForm(request.POST or None, instance=Conference(stay=stay))
    rows = attendee_rows(request.POST or None)
    if form.is_valid() & rows.is_valid():
        planned = form.save(commit=False)
        act = actions.plan_conference
        if made := send_form(form, planned, act, attendees=rows.filled, by=request.user):
            return go_on(request, "Konferensi direncanakan.", "cases:conference_detail", made.pk)
        if form.sent_before:
            return show_both(request, form, "cases:conference_detail")
    context = {"form": form, "rows": rows, "stay": stay}
    return render(request, "cases/casework/conference_plan.html", context)


@may_fill(WRITE)
def conference_decline(request, stay_id):
    """Looked at, and not needed in this stay."""
    stay = row_for(request, Stay, stay_id, "person")
    form = ReasonForm(request.POST or None, label="Mengapa tidak diperlukan")
    declined = Conference(stay=stay, about="Tidak diperlukan.")
    if done(form, actions.decline_conference, declined, by=request.user):
        return go_on(request, "Tercatat tidak diperlukan.", "cases:stay_notes", stay.pk)
    context = {"form": form, "stay": stay}
    return render(request, "cases/casework/conference_decline.html", context)


@may_open("cases.view_conference")
def conference_detail(request, conference_id):
    return render(request, "cases/casework/conference_detail.html", _told(request, conference_id))


@may_open("cases.view_conference")
def conference_print(request, conference_id):
    """Planned: the invitation, with room to sign for who comes. Held: the minutes."""
    context = _told(request, conference_id)
    conference = context["conference"]
    record(request.user, "printed", conference, person=conference.stay.person_id)
    context |= {"unit": Unit.current(), "now": days.now(), "printed_by": request.user}
    content = pdf("cases/casework/conference_print.html", context)
    return pdf_answer(content, f"konferensi-{conference.pk}")


@may_fill(WRITE)
def conference_hold(request, conference_id):
    """The minutes, who came, and what was decided."""
    conference = _conference(request, conference_id)
    form = HoldForm(request.POST or None, conference=conference)
    rows = decision_rows(request.POST or None)
    if form.is_valid() & rows.is_valid():
        present = {row.pk for row in form.cleaned_data["present"]}
        form.cleaned_data["present"] = present
        act = actions.hold_conference
        if done(form, act, conference, decisions=rows.filled, by=request.user):
            told = "Notula tersimpan. Setiap keputusan menjadi tugas."
            return go_on(request, told, "cases:conference_detail", conference.pk)
    context = {"form": form, "rows": rows, "conference": conference, "stay": conference.stay}
    return render(request, "cases/casework/conference_hold.html", context)


@may_fill(WRITE)
def conference_cancel(request, conference_id):
    conference = _conference(request, conference_id)
    form = ReasonForm(request.POST or None, label="Mengapa dibatalkan")
    if done(form, actions.cancel_conference, conference, by=request.user):
        return go_on(request, "Konferensi dibatalkan.", "cases:stay_notes", conference.stay_id)
    context = {"form": form, "conference": conference, "stay": conference.stay}
    return render(request, "cases/casework/conference_cancel.html", context)


def _conference(request, conference_id):
    rows = Conference.objects.visible_to(request.user)
    rows = rows.select_related("stay__person", "stay__rule", "recorded_by")
    return get_object_or_404(rows, pk=conference_id)


def _told(request, conference_id):
    conference = _conference(request, conference_id)
    decisions = conference.decisions.select_related("owner", "task")
    return {
        "conference": conference,
        "stay": conference.stay,
        "attendees": conference.attendees.all(),
        "decisions": decisions,
    }
