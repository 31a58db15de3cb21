from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases.house.leaves import actions
from cases.house.leaves.forms import LeaveForm, ReturnForm
from cases.house.leaves.models import Leave
from cases.people.photos.faces import add_faces
from cases.stays.models import Stay
from rptc import days
from rptc.pages import counted_page_of
from rptc.sending import send_form


@permission_required("cases.view_presence", raise_exception=True)
@require_safe
def leave_list(request):
    """?show= who is out, the late ones first; only the late ones; who came back."""
    seen, now = Leave.objects.visible_to(request.user), days.now()
    found = {
        "out": ("Sedang keluar", seen.open()),
        "late": ("Belum kembali", seen.late(now)),
        "back": ("Sudah kembali", seen.exclude(returned_at=None)),
    }
    show = request.GET.get("show")
    show = show if show in found else "out"
    title, rows = found[show]
    order = ["-returned_at", "pk"] if show == "back" else ["expected_at", "pk"]
    rows = rows.select_related("stay__person", "recorded_by", "returned_by").order_by(*order)
    page = counted_page_of(rows, request, 50)
    add_faces([leave.stay.person for leave in page], request.user)
    counts = [(rows.count(), label, f"?show={name}") for name, (label, rows) in found.items()]
    return render(
        request,
        "cases/house/leave_list.html",
        {"page_obj": page, "title": title, "show": show, "counts": counts},
    )


@permission_required("cases.let_out", raise_exception=True)
@require_http_methods(["GET", "POST"])
def leave_start(request, stay_id):
    stays = Stay.objects.visible_to(request.user).open().select_related("person")
    stay = get_object_or_404(stays, pk=stay_id)
    out = Leave.objects.open().filter(stay=stay).first()
    form = LeaveForm(request.POST or None, instance=Leave(stay=stay))
    if form.is_valid():
        if send_form(form, form.save(commit=False), actions.start_leave, by=request.user):
            messages.success(request, f"{stay.person} dicatat izin keluar.")
            return redirect("cases:leave_list")
    add_faces([stay.person], request.user)
    return render(
        request, "cases/house/leave_start.html", {"form": form, "stay": stay, "out": out}
    )


@permission_required("cases.let_out", raise_exception=True)
@require_http_methods(["GET", "POST"])
def leave_return(request, leave_id):
    """One tap from the list is now; the page asks for another hour."""
    leaves = Leave.objects.visible_to(request.user).select_related("stay__person")
    leave = get_object_or_404(leaves, pk=leave_id)
    form = ReturnForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            at = form.cleaned_data["returned_at"]
            actions.return_from_leave(leave, at=at, by=request.user)
            messages.success(request, f"{leave.stay.person} dicatat kembali.")
            return redirect("cases:leave_list")
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "cases/house/leave_return.html", {"form": form, "leave": leave})
