from django.shortcuts import get_object_or_404, render

from cases.house.leaves import actions
from cases.house.leaves.forms import LeaveForm, MissingForm, ReturnForm
from cases.house.leaves.listed import LEAVES
from cases.house.leaves.models import Leave
from cases.house.presence.calls import calls_about
from cases.house.presence.models import Absence, AbsentReason
from cases.people.photos.faces import add_faces
from cases.stays.models import Stay
from rptc import days
from rptc.acting import done, form_page, go_on, row_for, sent
from rptc.admission import may_fill
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of, list_shown


@may_list("cases.view_presence", LEAVES)
def leave_list(request):
    """?show= who is out, the late ones first; only the late ones; who came back."""
    seen, now = Leave.objects.visible_to(request.user), days.now()
    lists = {
        "out": ("Sedang keluar", seen.open()),
        "late": ("Belum kembali", seen.late(now)),
        "back": ("Sudah kembali", seen.exclude(returned_at=None)),
    }
    rows, context = list_shown(request, lists)
    order = ["-returned_at", "pk"] if context["show"] == "back" else ["expected_at", "pk"]
    rows = rows.with_telling(request.user).order_by(*order)
    rows = rows.select_related("stay__person", "recorded_by", "returned_by")
    page = counted_page_of(rows, request, 50)
    add_faces([leave.stay.person for leave in page], request.user)
    return render_list(request, "cases/house/leave_list.html", context | {"page_obj": page})


@may_fill("cases.let_out")
def leave_start(request, stay_id):
    found = who_leaves(request, stay_id)
    stay, absence = found["stay"], found["absence"]
    form = LeaveForm(request.POST or None, instance=Leave(stay=stay), absence=absence)
    if sent(form, actions.start_leave, by=request.user):
        return go_on(request, f"{stay.person} dicatat izin keluar.", "cases:leave_list")
    add_faces([stay.person], request.user)
    return form_page(request, form, "cases/house/leave_start.html", **found)


def who_leaves(request, stay_id):
    """Who is let out, and where they are already: what a page of a leave tells before it."""
    stays = Stay.objects.visible_to(request.user).open().select_related("person")
    stay = get_object_or_404(stays, pk=stay_id)
    return {
        "stay": stay,
        "out": Leave.objects.open().filter(stay=stay).first(),
        "absence": Absence.objects.open().filter(stay=stay).first(),
    }


@may_fill("cases.let_out")
def leave_return(request, leave_id):
    """One tap from the list is now; the page asks for another hour."""
    leave = row_for(request, Leave, leave_id, "stay__person", "stay__social_worker")
    form = ReturnForm(request.POST if request.method == "POST" else None)
    if done(form, actions.return_from_leave, leave, by=request.user):
        return go_on(request, f"{leave.stay.person} dicatat kembali.", "cases:leave_list")
    context = {"form": form, "leave": leave}
    if leave.is_open:
        context["calls"] = list(calls_about(leave.stay, request.user))
    return render(request, "cases/house/leave_return.html", context)


@may_fill("cases.follow_absence")
def leave_missing(request, leave_id):
    """Did not come back, and nobody knows where they are: searched for from now on."""
    leave = row_for(request, Leave, leave_id, "stay__person")
    missed = Absence(stay=leave.stay, reason=AbsentReason.NOT_BACK)
    initial = {"last_seen_at": leave.left_at}
    form = MissingForm(request.POST or None, instance=missed, initial=initial)
    if absence := sent(
        form, actions.miss_on_leave, by=request.user, typed=["last_seen_at"], leave=leave
    ):
        told = f"{leave.stay.person} dicatat tidak kembali. Cari, dan catat setiap tindakan."
        return go_on(request, told, "cases:absence_detail", absence.pk)
    return render(request, "cases/house/leave_missing.html", {"form": form, "leave": leave})
