from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.house.shifts import actions
from cases.house.shifts.counting import count_house
from cases.house.shifts.forms import ShiftNoteForm
from cases.house.shifts.models import ShiftNote
from rptc.pages import page_of
from rptc.sending import send_form


@permission_required("cases.view_shift_note", raise_exception=True)
@require_safe
def shift_note_list(request):
    """What nobody has taken over stands on top, then the latest. ?show=unread: only those."""
    notes = ShiftNote.objects.visible_to(request.user)
    if request.GET.get("show") == "unread":
        notes = notes.waiting_for(request.user)
    notes = notes.select_related("recorded_by", "acknowledged_by").with_watched(request.user)
    order = F("acknowledged_at").desc(nulls_first=True)
    page = page_of(notes.order_by(order, "-recorded_at", "-pk"), request, size=20)
    return render(request, "cases/house/shift_note_list.html", {"page_obj": page})


@permission_required("cases.write_shift_note", raise_exception=True)
@require_http_methods(["GET", "POST"])
def shift_note_write(request):
    form = ShiftNoteForm(request.POST or None, by=request.user)
    if form.is_valid():
        note, watched = form.save(commit=False), form.cleaned_data["watched"]
        if send_form(form, note, actions.write_note, watched=watched, by=request.user):
            messages.success(request, "Serah terima dicatat. Menunggu dibaca piket berikutnya.")
            return redirect("cases:shift_note_list")
    return render(
        request,
        "cases/house/shift_note_write.html",
        {"form": form, "numbers": count_house().shown},
    )


@permission_required("cases.acknowledge_shift_note", raise_exception=True)
@require_POST
def shift_note_acknowledge(request, shift_note_id):
    note = get_object_or_404(ShiftNote.objects.visible_to(request.user), pk=shift_note_id)
    try:
        actions.acknowledge_note(note, by=request.user)
        messages.success(request, f"{note}: dicatat sudah Anda baca.")
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect(_back(request))


def _back(request):
    """Hari Ini, when the button was pressed there."""
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        return back
    return "cases:shift_note_list"
