from django.shortcuts import get_object_or_404, redirect, render

from cases.casework.assignments import actions
from cases.casework.assignments.forms import AssignmentForm, TakeOverForm
from cases.casework.assignments.models import Assignment, AssignmentState, holds_secret
from cases.stays.models import Stay
from rptc.accounts.permissions import Role
from rptc.acting import form_page, go_on, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.decisions import decision_page


@may_fill("cases.propose_assignment")
def stay_assign(request, stay_id):
    stay = row_for(request, Stay, stay_id, "person", "social_worker")
    form = AssignmentForm(request.POST or None, instance=Assignment(stay=stay))
    if made := sent(form, actions.assign, by=request.user):
        return go_on(request, _told(made), "cases:stay_detail", stay.pk)
    is_asked = holds_secret(stay) and not request.user.has_role(Role.HEAD)
    context = {"form": form, "stay": stay, "is_asked": is_asked}
    return render(request, "cases/casework/stay_assign.html", context)


def _told(assignment):
    if assignment.state == AssignmentState.PROPOSED:
        return "Penugasan diajukan. Menunggu keputusan Kepala UPT."
    return f"Pekerja sosial utama: {assignment.to_worker}"


@may_fill("cases.propose_assignment")
def person_take_over(request, person_id):
    """Who may not read the file of somebody in the house asks for the case: the head decides, and
    until then they learn no more than number and bed (cases/people/sealing)."""
    closed = Stay.objects.closed_in_the_house(request.user).select_related("person")
    stay = get_object_or_404(closed, person=person_id)
    if not request.user.has_role(Role.SOCIAL_WORKER):
        # The head reads the file, and gives the case.
        return redirect("cases:stay_assign", stay.pk)
    assignment = Assignment(stay=stay, to_worker=request.user)
    form = TakeOverForm(request.POST or None, instance=assignment)
    if made := sent(form, actions.assign, by=request.user):
        return go_on(request, _told(made), "cases:person_sealed", person_id)
    return form_page(request, form, "cases/casework/person_take_over.html", person=stay.person)


@may_open("cases.propose_assignment")
def assignment_list(request):
    """What was given to this user or taken from them, until they have read it."""
    rows = Assignment.objects.unread_by(request.user).select_related(
        "stay__person", "from_worker", "to_worker", "recorded_by", "decided_by"
    )
    rows = list(rows.order_by("recorded_at", "pk"))
    open_to_them = Stay.objects.visible_to(request.user)
    known = set(open_to_them.filter(assignments__in=rows).values_list("pk", flat=True))
    for row in rows:
        row.can_open = row.stay_id in known
    return render(request, "cases/casework/assignment_list.html", {"rows": rows})


@may_press("cases.propose_assignment")
def assignment_read(request, assignment_id):
    """Pressed again it says the same: who had the case, or has it, has read it."""
    rows = Assignment.objects.told_to(request.user)
    assignment = get_object_or_404(rows, pk=assignment_id)
    act = actions.read_assignment
    return press(request, act, assignment, told="Dibaca.", then="cases:assignment_list")


@may_fill("cases.decide_assignment")
def assignment_decide(request, assignment_id):
    return decision_page(
        request,
        Assignment.objects.select_related(*Assignment.LISTED_WITH),
        assignment_id,
        actions.decide_assignment,
        "cases/casework/assignment_decide.html",
        check=actions.check_decision,
    )


@may_press("cases.decide_assignment")
def assignment_acknowledge(request, assignment_id):
    assignment = row_for(request, Assignment, assignment_id, "stay")
    told = "Dicatat sebagai diketahui."
    act = actions.acknowledge_assignment
    return press(request, act, assignment, told=told, then="reports:approvals")
