from django.shortcuts import render

from cases.people.substitutes import actions
from cases.people.substitutes.forms import SubstitutionForm
from cases.people.substitutes.models import Substitution, SubstitutionState
from rptc import days
from rptc.acting import go_on, press, row_for, sent
from rptc.admission import may_fill, may_press
from rptc.decisions import decision_page


@may_fill("cases.propose_assignment")
def substitution_list(request):
    """Who stands in for whom, now and to come; and a form for another. ?standing_in=1: for whom
    this reader does, today."""
    form = SubstitutionForm(
        request.POST or None,
        instance=Substitution(),
        initial={"first_on": days.today()},
        by=request.user,
    )
    if made := sent(form, actions.substitute_worker, by=request.user):
        is_made = made.state == SubstitutionState.MADE
        told = "Pengganti ditetapkan." if is_made else "Diajukan. Menunggu keputusan Kepala UPT."
        return go_on(request, told, "cases:substitution_list")
    rows = Substitution.objects.visible_to(request.user).to_come(days.today())
    if request.GET.get("standing_in"):
        rows = rows.of(request.user)
    rows = rows.select_related("worker", "substitute", "recorded_by").order_by("first_on", "pk")
    context = {"form": form, "rows": rows, "today": days.today()}
    return render(request, "cases/people/substitution_list.html", context)


@may_fill("cases.decide_assignment")
def substitution_decide(request, substitution_id):
    return decision_page(
        request,
        Substitution.objects.select_related("worker", "substitute", "recorded_by"),
        substitution_id,
        actions.decide_substitution,
        "cases/people/substitution_decide.html",
        check=actions.check_decision,
    )


@may_press("cases.propose_assignment")
def substitution_end(request, substitution_id):
    substitution = row_for(request, Substitution, substitution_id)
    told = "Penggantian diakhiri."
    act = actions.end_substitution
    return press(request, act, substitution, told=told, then="cases:substitution_list")
