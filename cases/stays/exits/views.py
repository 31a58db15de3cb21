from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.people.photos.faces import add_faces
from cases.stays.exits import actions
from cases.stays.exits.forms import CancelForm, DecisionForm, ExitForm, HandOverForm
from cases.stays.models import Exit, Stay
from cases.stays.views import visible_stay
from rptc.sending import send_form


@permission_required("cases.end_stay_in_emergency", raise_exception=True)
@require_http_methods(["GET", "POST"])
def stay_end(request, stay_id):
    """House staff end a stay in an emergency; social workers end it, or ask the head."""
    stay = visible_stay(request, stay_id)
    form = ExitForm(
        request.POST or None,
        instance=Exit(stay=stay),
        by=request.user,
        kind=request.GET.get("kind", ""),
    )
    if form.is_valid():
        left_at = form.cleaned_data["left_at"]
        exit = send_form(
            form, form.save(commit=False), actions.end_stay, left_at=left_at, by=request.user
        )
        if exit:
            if exit.state == "proposed":
                messages.success(request, "Diajukan. Menunggu keputusan Kepala UPT.")
            else:
                messages.success(request, f"Masa pembinaan {stay.person} berakhir.")
            return _after_exit(request, stay)
    return render(request, "cases/stay_end.html", {"form": form, "stay": stay})


def _after_exit(request, stay):
    """House staff no longer see a stay that has ended."""
    if Stay.objects.visible_to(request.user).filter(pk=stay.pk).exists():
        return redirect("cases:stay_detail", stay.pk)
    return redirect("cases:stay_list")


@permission_required(["cases.view_stay"], raise_exception=True)
@require_safe
def exit_list(request):
    """Exits that wait for somebody, and those to be known."""
    exits = Exit.objects.visible_to(request.user).select_related(
        "stay__person", "kind", "recorded_by"
    )
    page = Paginator(exits.running().order_by("recorded_at", "pk"), 50).get_page(
        request.GET.get("page")
    )
    return render(request, "cases/exit_list.html", {"page_obj": page})


@permission_required("reports.view_approvals", raise_exception=True)
@require_http_methods(["GET", "POST"])
def exit_decide(request, exit_id):
    """The head, the delegate, or the Dinas for what the head entered."""
    exit = get_object_or_404(_exits().waiting_for(request.user), pk=exit_id)
    form = DecisionForm(request.POST or None)
    if form.is_valid():
        approve = form.cleaned_data["decision"] == "approve"
        try:
            actions.decide_exit(
                exit, approve=approve, note=form.cleaned_data["note"], by=request.user
            )
            messages.success(request, "Disetujui." if approve else "Ditolak.")
            return redirect("reports:approvals")
        except ValidationError as error:
            form.add_error(None, error)
    add_faces([exit.stay.person], request.user)
    return render(
        request, "cases/exit_decide.html", {"form": form, "exit": exit, "stay": exit.stay}
    )


def _exits():
    return Exit.objects.select_related(
        "kind",
        "recorded_by",
        "stay__person",
        "stay__intake__classification",
        "stay__rule",
        "stay__social_worker",
    )


@permission_required("cases.hand_over", raise_exception=True)
@require_http_methods(["GET", "POST"])
def exit_hand_over(request, exit_id):
    exits = _exits().visible_to(request.user).filter(state="approved")
    exit = get_object_or_404(exits, pk=exit_id)
    form = HandOverForm(request.POST or None, exit=exit)
    if form.is_valid():
        try:
            actions.hand_over(exit, **form.cleaned_data, by=request.user)
            messages.success(request, f"{exit.stay.person} diserahkan.")
            return _after_exit(request, exit.stay)
        except ValidationError as error:
            form.add_error(None, error)
    add_faces([exit.stay.person], request.user)
    return render(
        request, "cases/exit_hand_over.html", {"form": form, "exit": exit, "stay": exit.stay}
    )


@permission_required("cases.end_stay", raise_exception=True)
@require_http_methods(["GET", "POST"])
def exit_cancel(request, exit_id):
    exits = _exits().visible_to(request.user).filter(state__in=["proposed", "approved"])
    exit = get_object_or_404(exits, pk=exit_id)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        try:
            actions.cancel_exit(exit, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, "Terminasi dibatalkan.")
            return redirect("cases:stay_detail", exit.stay_id)
        except ValidationError as error:
            form.add_error(None, error)
    return render(
        request, "cases/exit_cancel.html", {"form": form, "exit": exit, "stay": exit.stay}
    )


@permission_required("cases.acknowledge_exit", raise_exception=True)
@require_POST
def exit_acknowledge(request, exit_id):
    exit = get_object_or_404(_exits().to_be_known(), pk=exit_id)
    try:
        actions.acknowledge_exit(exit, by=request.user)
        messages.success(request, "Dicatat sebagai diketahui.")
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect("reports:approvals")
