from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables

from rptc.accounts.models import User
from rptc.acting import go_on, sent
from rptc.admission import may_fill, may_open
from rptc.decisions import decision_page
from rptc.pages import counted_page_of
from rptc.resets import actions
from rptc.resets.forms import ResetForm
from rptc.resets.models import Reset


@may_open("accounts.view_reset")
def reset_list(request):
    """What happened to the passwords of those who decide, newest first."""
    resets = Reset.objects.visible_to(request.user)
    if request.GET.get("lately"):
        resets = Reset.objects.told_lately_to(request.user)
    resets = resets.order_by("-recorded_at", "-pk")
    page = counted_page_of(resets.select_related("user", "recorded_by", "decided_by"), request, 50)
    usable = {row.pk for row in Reset.objects.unused().filter(recorded_by=request.user)}
    context = {"page_obj": page, "usable": usable}
    return render(request, "resets/reset_list.html", context)


@may_fill("accounts.ask_reset")
def reset_ask(request, user_id):
    rows = User.objects.whose_reset_may_be_asked_by(request.user)
    person = get_object_or_404(rows, pk=user_id)
    if ready := Reset.objects.unused().filter(user=person, recorded_by=request.user).first():
        return redirect("resets:reset_give", ready.pk)
    form = ResetForm(request.POST or None, instance=Reset(user=person))
    if reset := sent(form, actions.ask_reset, by=request.user, typed=["paper_code"]):
        if reset.by_code:
            return redirect("resets:reset_give", reset.pk)
        told = f"{reset} diminta. Menunggu konfirmasi Kepala UPT, Dinas atau Pejabat PDP."
        return go_on(request, told, "resets:reset_list")
    return render(request, "resets/reset_ask.html", {"form": form, "person": person})


@may_fill("accounts.ask_reset")
@never_cache
@sensitive_variables("password")
def reset_give(request, reset_id):
    """The new password is on the answer to the POST, and nowhere else."""
    rows = Reset.objects.unused().filter(recorded_by=request.user)
    rows = rows.select_related("user", "decided_by")
    reset = get_object_or_404(rows, pk=reset_id)
    password = actions.give_reset(reset, by=request.user) if request.method == "POST" else ""
    context = {"reset": reset, "person": reset.user, "password": password}
    return render(request, "resets/reset_give.html", context)


@may_fill("accounts.confirm_reset")
def reset_decide(request, reset_id):
    return decision_page(
        request,
        Reset.objects.select_related("user", "recorded_by"),
        reset_id,
        actions.decide_reset,
        "resets/reset_decide.html",
    )
