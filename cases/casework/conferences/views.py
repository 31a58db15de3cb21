from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from cases.casework.certificates.lacking import Doing, add_lacking, warning
from cases.casework.certificates.models import Act
from cases.casework.conferences import actions
from cases.casework.conferences.forms import (
    ConferenceForm,
    ConferencePhotoForm,
    HoldForm,
    attendee_rows,
    decision_rows,
)
from cases.casework.conferences.letters import INVITATION, MINUTES, fitting
from cases.casework.conferences.listed import CONFERENCES
from cases.casework.conferences.models import (
    Conference,
    ConferencePhoto,
    needing_conference,
)
from cases.people.photos.views import picture_response
from cases.stays.models import Stay
from rptc import days
from rptc.acting import done, form_page, go_on, press, row_for
from rptc.admission import may_fill, may_open, may_press
from rptc.audit.record import record
from rptc.forms import ReasonForm
from rptc.letters.files import letter_response
from rptc.letters.models import Unit
from rptc.letters.ties import tied_letters
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of, list_shown
from rptc.printing import pdf, pdf_answer
from rptc.sending import send_form, show_both

WRITE = "cases.write_conference"


@may_list("cases.view_conference", CONFERENCES)
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
    return render_list(request, "cases/casework/conference_list.html", context)


@may_fill(WRITE)
def conference_plan(request, stay_id):
    stay = row_for(request, Stay, stay_id, "person", "rule")
    rows = attendee_rows(request.POST or None)
    form = ConferenceForm(request.POST or None, instance=Conference(stay=stay), rows=rows)
    if form.is_valid():
        planned = form.save(commit=False)
        act = actions.plan_conference
        if made := send_form(form, planned, act, attendees=rows.filled, by=request.user):
            return go_on(request, "Konferensi direncanakan.", "cases:conference_detail", made.pk)
        if form.sent_before:
            return show_both(request, form, "cases:conference_detail")
    return form_page(request, form, "cases/casework/conference_plan.html", rows=rows, stay=stay)


@may_fill(WRITE)
def conference_decline(request, stay_id):
    """Looked at, and not needed in this stay."""
    stay = row_for(request, Stay, stay_id, "person")
    form = ReasonForm(request.POST or None, label="Mengapa tidak diperlukan")
    declined = Conference(stay=stay, about="Tidak diperlukan.")
    if done(form, actions.decline_conference, declined, by=request.user):
        return go_on(request, "Tercatat tidak diperlukan.", "cases:stay_notes", stay.pk)
    return form_page(request, form, "cases/casework/conference_decline.html", stay=stay)


@may_open("cases.view_conference")
def conference_detail(request, conference_id):
    context = _told(request, conference_id)
    letters = tied_letters(context["conference"])
    context |= {
        "invitation": letters.get(INVITATION),
        "minutes": letters.get(MINUTES),
        "fitting": letters.get(fitting(context["conference"])),
    }
    return render(request, "cases/casework/conference_detail.html", context)


@may_open("cases.view_conference")
def conference_print(request, conference_id):
    """Planned: the list of who is asked, with room to sign. Held: the minutes, who came, and the
    picture, together."""
    context = _told(request, conference_id)
    conference = context["conference"]
    record(request.user, "printed", conference, person=conference.stay.person_id)
    context |= {"unit": Unit.current(), "now": days.now(), "printed_by": request.user}
    photo = context["photo"]
    context["picture"] = photo.data_uri if photo else ""
    content = pdf("cases/casework/conference_print.html", context)
    return pdf_answer(content, f"konferensi-{conference.pk}")


@may_fill(WRITE)
def conference_hold(request, conference_id):
    """The minutes, who came, and what was decided."""
    conference = _conference(request, conference_id)
    rows = decision_rows(request.POST or None, conference.stay)
    form = HoldForm(request.POST or None, conference=conference, rows=rows)
    if form.is_valid():
        present = {row.pk for row in form.cleaned_data["present"]}
        form.cleaned_data["present"] = present
        act = actions.hold_conference
        if done(form, act, conference, decisions=rows.filled, by=request.user):
            told = "Notula tersimpan. Setiap keputusan menjadi tugas."
            return go_on(request, told, "cases:conference_detail", conference.pk)
    context = {"form": form, "rows": rows, "conference": conference, "stay": conference.stay}
    context["lacks"] = warning(Act.CONFERENCE, request.user)
    return render(request, "cases/casework/conference_hold.html", context)


@may_fill(WRITE)
def conference_photo_add(request, conference_id):
    """One picture of one that was held; another takes its place."""
    conference = _conference(request, conference_id)
    form = ConferencePhotoForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        row, picture = ConferencePhoto(conference=conference), form.cleaned_data["photo"]
        if send_form(form, row, actions.add_photo, picture=picture, by=request.user):
            return go_on(request, "Foto tersimpan.", "cases:conference_detail", conference.pk)
    context = {"form": form, "conference": conference, "stay": conference.stay}
    return render(request, "cases/casework/conference_photo_add.html", context)


@may_open("cases.view_conference")
def conference_photo(request, conference_photo_id):
    """As with a face: asked for, written down, never kept by a browser."""
    return picture_response(request, row_for(request, ConferencePhoto, conference_photo_id))


@may_open("cases.view_conference")
def conference_invitation_letter(request, conference_id):
    return letter_response(_letter(request, conference_id, INVITATION), request.user)


@may_open("cases.view_conference")
def conference_minutes_letter(request, conference_id):
    return letter_response(_letter(request, conference_id, MINUTES), request.user)


def _letter(request, conference_id, kind):
    return tied_letters(_conference(request, conference_id)).get(kind)


@may_press(WRITE)
def conference_letter_write(request, conference_id):
    """With a number: the invitation, or the minutes."""
    conference = _conference(request, conference_id)
    then = reverse("cases:conference_detail", args=[conference.pk])
    told = "Surat siap dicetak."
    return press(request, actions.write_letter, conference, told=told, then=then)


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
    rows = rows.select_related("stay__person", "stay__rule", "recorded_by", "chaired_by")
    return get_object_or_404(rows, pk=conference_id)


def _told(request, conference_id):
    conference = _conference(request, conference_id)
    decisions = conference.decisions.select_related("owner", "task")
    add_lacking([conference], _chaired)
    return {
        "photo": conference.photos.first(),
        "conference": conference,
        "stay": conference.stay,
        "attendees": conference.attendees.all(),
        "decisions": decisions,
    }


def _chaired(conference):
    if conference.held_at is None:
        return None
    return Doing(Act.CONFERENCE, conference.chaired_by_id, days.day_of(conference.held_at))
