from django.contrib import messages
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases.intakes.models import Intake
from cases.intakes.triage import actions
from cases.intakes.triage.forms import (
    ActDoneForm,
    TriageForm,
    TriageQuestionEditForm,
    TriageQuestionForm,
)
from cases.intakes.triage.lists import (
    answered,
    asked_again_later,
    others_with_act_due,
    red_of,
    without_answers,
)
from cases.intakes.triage.models import Triage, TriageQuestion
from cases.people.photos.faces import add_faces
from rptc import days, words
from rptc.acting import done, row_for
from rptc.admission import may_fill, may_open
from rptc.audit.record import record
from rptc.pages import counted_page_of, list_shown, page_before
from rptc.sending import send_form
from rptc.setup_pages import edit_row, list_rows


@may_open("cases.view_triage")
def triage_list(request):
    """?show= one of five lists: who is to be asked now, whose act is due, the red ones by
    themselves, who comes back at 07.00, who is done."""
    intakes, now = Intake.objects.visible_to(request.user), days.now()
    lists = {
        "waiting": ("Belum triase", without_answers(intakes, now)),
        "red": ("Triase merah", red_of(intakes, request.user)),
        "acts": ("Tindakan triase", others_with_act_due(intakes, request.user)),
        "later": ("Ditanya lagi nanti", asked_again_later(intakes, now)),
        "done": ("Sudah triase", answered(intakes)),
    }
    rows, context = list_shown(request, lists)
    rows = (
        rows.select_related("person", "classification", "triage")
        .annotate(
            arrived_at=F("stay__began_at"),
            returned_at=F("stay_return__returned_at"),
        )
        .prefetch_related("child_victims")
        .order_by("met_on", "met_at", "pk")
    )
    page = counted_page_of(rows, request, 50)
    add_faces([intake.person for intake in page], request.user)
    return render(request, "cases/intakes/triage_list.html", context | {"page_obj": page})


@may_fill("cases.triage")
def triage_fill(request, intake_id):
    intakes = Intake.objects.visible_to(request.user).select_related("person", "classification")
    intake = get_object_or_404(intakes, pk=intake_id)
    triage = Triage.objects.filter(intake=intake).select_related("recorded_by").first()
    form = TriageForm(request.POST or None, intake=intake, triage=triage)
    if request.method == "GET" and triage:
        record(request.user, "opened", triage, person=intake.person_id)
    if form.is_valid():
        filled, replaces = form.triage(), form.cleaned_data["replaces"]
        filled.intake = intake
        filled = send_form(form, filled, actions.fill_triage, replaces=replaces, by=request.user)
        if filled:
            # Green is what is well: a red or yellow one still has its act before it.
            is_well = filled.colour == TriageQuestion.Colour.GREEN
            tell = messages.success if is_well else messages.warning
            tell(request, _said(filled))
            return redirect(page_before(request, "cases:triage_list"))
        if not form.sent_before:
            triage = Triage.objects.filter(intake=intake).select_related("recorded_by").first()
            form.shows(triage)
    add_faces([intake.person], request.user)
    context = {"form": form, "intake": intake, "triage": triage}
    context["back"] = page_before(request, reverse("cases:triage_list"))
    return render(request, "cases/intakes/triage_fill.html", context)


def _said(triage):
    who = triage.intake.person
    if not triage.colour:
        return f"{who}: ditanya lagi {words.tanggal_pendek(triage.impossible_until)} pukul 07.00."
    act = f" {triage.act}." if triage.act else ""
    return f"{who}: {triage.get_colour_display().lower()}.{act}"


@may_fill("cases.triage")
def triage_act_done(request, triage_id):
    triage = row_for(request, Triage, triage_id, "intake__person")
    form = ActDoneForm(request.POST or None)
    if done(form, actions.finish_act, triage, by=request.user):
        messages.success(request, f"Tindakan untuk {triage.intake.person} selesai.")
        return redirect("cases:triage_list")
    return render(request, "cases/intakes/triage_act_done.html", {"form": form, "triage": triage})


@may_fill("cases.change_triage_question")
def triage_question_list(request):
    rows = TriageQuestion.objects.order_by("-is_active", "order", "pk")
    return list_rows(request, TriageQuestionForm, rows, "cases/intakes")


@may_fill("cases.change_triage_question")
def triage_question_edit(request, triage_question_id):
    return edit_row(request, TriageQuestionEditForm, triage_question_id, "cases/intakes")
