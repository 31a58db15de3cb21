from django.contrib import messages
from django.db.models import F
from django.shortcuts import redirect, render

from cases.house.shifts import actions
from cases.house.shifts.forms import ShiftNoteForm
from cases.house.shifts.models import ShiftNote
from rptc.acting import press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.pages import page_before, page_of


@may_open("cases.view_shift_note")
def shift_note_list(request):
    """What nobody has taken over stands on top, then the latest. ?show=unread: only those."""
    notes = ShiftNote.objects.visible_to(request.user)
    if request.GET.get("show") == "unread":
        notes = notes.waiting_for(request.user)
    notes = notes.select_related("recorded_by", "acknowledged_by").with_watched(request.user)
    order = F("acknowledged_at").desc(nulls_first=True)
    page = page_of(notes.order_by(order, "-recorded_at", "-pk"), request, size=20)
    return render(request, "cases/house/shift_note_list.html", {"page_obj": page})


@may_fill("cases.write_shift_note")
def shift_note_write(request):
    form = ShiftNoteForm(request.POST or None, by=request.user)
    if sent(form, actions.write_note, typed=["watched"], by=request.user):
        messages.success(request, "Serah terima dicatat. Menunggu dibaca piket berikutnya.")
        return redirect("cases:shift_note_list")
    form.instance.count_house()
    context = {"form": form, "numbers": form.instance.numbers}
    return render(request, "cases/house/shift_note_write.html", context)


@may_press("cases.acknowledge_shift_note")
def shift_note_acknowledge(request, shift_note_id):
    note = row_for(request, ShiftNote, shift_note_id)
    told = f"{note}: dicatat sudah Anda baca."
    # To Hari Ini, when the button was pressed there.
    then = page_before(request, "cases:shift_note_list")
    return press(request, actions.acknowledge_note, note, told=told, then=then)
