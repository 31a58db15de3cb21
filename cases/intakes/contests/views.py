from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render

from cases.intakes.contests import actions
from cases.intakes.contests.forms import ContestForm
from cases.intakes.contests.models import Contest
from cases.intakes.models import Intake
from rptc.acting import row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.decisions import decision_page
from rptc.pages import counted_page_of, list_shown


@may_open("cases.view_person")
def contest_list(request):
    """?show=open, upheld (and not yet corrected) or all."""
    visible = Contest.objects.visible_to(request.user)
    lists = {
        "open": ("Sedang diperiksa", visible.waiting()),
        "upheld": ("Perlu diperbaiki", visible.to_be_corrected()),
        "all": ("Semua keberatan", visible),
    }
    rows, context = list_shown(request, lists)
    rows = rows.select_related(
        "intake__person", "intake__patrol__team", "recorded_by", "decided_by"
    )
    context["page_obj"] = counted_page_of(rows.order_by("-recorded_at", "-pk"), request, 50)
    return render(request, "cases/intakes/contest_list.html", context)


@may_fill("cases.contest_intake")
def contest_raise(request, intake_id):
    intakes = Intake.objects.visible_to(request.user).select_related("person", "patrol__team")
    intake = get_object_or_404(intakes, pk=intake_id)
    form = ContestForm(request.POST or None, instance=Contest(intake=intake))
    if sent(form, actions.raise_contest, by=request.user):
        messages.success(request, "Keberatan dicatat. Diputuskan Kepala UPT.")
        return redirect("cases:intake_detail", intake.pk)
    return render(request, "cases/intakes/contest_raise.html", {"form": form, "intake": intake})


@may_fill("reports.decide")
def contest_decide(request, contest_id):
    return decision_page(
        request,
        Contest.objects.select_related("intake__person", "intake__patrol__team", "recorded_by"),
        contest_id,
        actions.decide_contest,
        "cases/intakes/contest_decide.html",
    )


@may_press("cases.settle_intake")
def contest_move(request, contest_id):
    """The social worker's correction: the intake goes to a file without a name."""
    contest = row_for(request, Contest, contest_id, "intake")
    try:
        nobody = actions.move_to_nobody(contest, by=request.user)
        messages.success(request, f"Catatan dipindahkan ke berkas {nobody.file_number}.")
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect("cases:contest_list")
