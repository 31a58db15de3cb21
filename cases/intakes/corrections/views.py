from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from cases.intakes.corrections import actions
from cases.intakes.corrections.forms import CorrectionForm, JudgeForm
from cases.intakes.corrections.models import Correction
from cases.intakes.models import Intake
from rptc.acting import done, go_on, row_for
from rptc.admission import may_fill, may_open
from rptc.pages import counted_page_of, page_before
from rptc.sending import send_form

RELATED = ["person", "classification", "provisional", "settled", "hot_spot", "patrol"]


@may_fill("cases.correct_own_intake")
def intake_correct(request, intake_id):
    """TRC mends its own row, until 24 hours after the handover."""
    rows = Intake.objects.correctable_by(request.user).select_related(*RELATED)
    intake = get_object_or_404(rows, pk=intake_id)
    said = actions.said_by(intake)
    is_own_file = actions.may_change_file(intake)
    form = CorrectionForm(request.POST or None, intake=intake, said=said, is_own_file=is_own_file)
    back = reverse("cases:patrol_intakes", args=[intake.patrol_id]) if intake.patrol_id else ""
    back = page_before(request, back or reverse("cases:intake_detail", args=[intake.pk]))
    if form.is_valid():
        correction = Correction(intake=intake, reason=form.cleaned_data["reason"])
        details = {"before": said, "now": form.now(), "noted": form.noted()}
        saved = send_form(form, correction, actions.correct_intake, by=request.user, **details)
        if saved:
            if warning := saved.intake.warning:
                messages.warning(request, f"Tersimpan. {warning}")
            return go_on(request, "Koreksi tersimpan.", back)
    context = {"form": form, "intake": intake, "back": back}
    context["is_own_file"] = is_own_file
    return render(request, "cases/intakes/intake_correct.html", context)


@may_open("cases.change_person")
def correction_list(request):
    """The sex that officers say of somebody whose file says another, the oldest first."""
    rows = Correction.objects.visible_to(request.user).to_be_judged()
    rows = rows.select_related("intake__person", "recorded_by").order_by("recorded_at", "pk")
    page = counted_page_of(rows, request, 50)
    return render(request, "cases/intakes/correction_list.html", {"page_obj": page})


@may_fill("cases.change_person")
def correction_judge(request, correction_id):
    correction = row_for(request, Correction, correction_id, "intake__person", "recorded_by")
    form = JudgeForm(request.POST or None, correction=correction)
    if done(form, actions.judge_correction, correction, by=request.user):
        return go_on(request, "Jenis kelamin diperiksa.", "cases:correction_list")
    context = {"form": form, "correction": correction, "intake": correction.intake}
    return render(request, "cases/intakes/correction_judge.html", context)
