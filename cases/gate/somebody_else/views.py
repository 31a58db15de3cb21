from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from cases.gate.receivers import likely_objection
from cases.gate.refusals.columns import COMPARED_WITH, columns_of
from cases.gate.refusals.models import Refusal
from cases.gate.somebody_else import actions
from cases.gate.somebody_else.forms import SomebodyElseForm
from cases.gate.somebody_else.models import SomebodyElse
from rptc.acting import go_on, press, row_for, sent
from rptc.admission import may_fill, may_press

NOTHING_TO_SAY = "Tidak ada yang perlu dijelaskan lagi."


@may_fill("cases.say_somebody_else")
def refusal_somebody_else(request, refusal_id):
    """Who was refused because they are likely the one of a warning: why it is somebody else."""
    refusal = row_for(request, Refusal, refusal_id, "person", *COMPARED_WITH)
    against, objection = refusal.against, None
    if refusal.is_likely and against:
        said = (refusal.person, refusal.asked, against)
        objection = likely_objection(*said, by=request.user)
    return somebody_else_page(
        request,
        objection,
        "cases/gate/refusal_somebody_else.html",
        {"refusal": refusal},
        then=("cases:refusal_list",),
    )


def somebody_else_page(request, objection, template, context, *, then):
    """The page of a sentence, for whoever refused and for the exit that waits for it."""
    if objection is None:
        messages.info(request, NOTHING_TO_SAY)
        return redirect(*then)
    columns = columns_of(objection.asked, objection.against)
    said = SomebodyElse(person=objection.person, **columns)
    form = SomebodyElseForm(request.POST or None, instance=said)
    if sent(form, actions.say_somebody_else, by=request.user):
        return go_on(request, "Tersimpan. Kepala UPT membacanya.", *then)
    return render(request, template, {"form": form, "objection": objection, **context})


@may_press("cases.acknowledge_exit")
def somebody_else_acknowledge(request, somebody_else_id):
    rows = SomebodyElse.objects.brought_before(request.user)
    said = get_object_or_404(rows, pk=somebody_else_id)
    told, then = "Dicatat sebagai dibaca.", "reports:approvals"
    return press(request, actions.acknowledge_somebody_else, said, told=told, then=then)
