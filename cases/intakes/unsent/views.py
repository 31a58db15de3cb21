"""What waits on a phone: the page without signal, the list, and a row that is discarded."""

from django.http import JsonResponse
from django.shortcuts import render

from cases.intakes.forms import IntakeRowForm
from cases.intakes.unsent.actions import discard_row
from cases.intakes.unsent.forms import DropForm
from cases.people.photos.forms import PatrolPhotosForm
from rptc.admission import may_open, may_press
from rptc.sending import is_anothers


@may_open("cases.use_device")
def batch_offline(request):
    """The page that a registered phone keeps for when there is no signal: nobody's data on it, and
    the blank forms of every role (devices/away.py)."""
    context = {"form": _blank_row(), "photos_form": PatrolPhotosForm(people=True)}
    return render(request, "cases/intakes/batch_offline.html", context)


@may_open("cases.use_device")
def unsent_rows(request):
    """What this officer filled in and waits on this phone, to be mended or discarded: rows of a
    patrol that has ended, or that they may no longer open, too. The server knows none of them."""
    return render(request, "cases/intakes/unsent_rows.html", {"form": _blank_row()})


@may_press("cases.use_device")
def unsent_row_drop(request):
    """Answered in JSON, like a row that is sent: the phone forgets it on this answer alone."""
    form = DropForm(request.POST, user=request.user)
    answer = {"key": request.POST.get("send_key", ""), "dropped": False}
    if is_anothers(request):
        return JsonResponse(answer | {"belongs_to_another": True})
    if form.is_valid():
        said = form.cleaned_data
        discard_row(said["page"], key=said["send_key"], reason=said["reason"], by=request.user)
        answer["dropped"] = True
    return JsonResponse(answer | {"errors": form.errors})


def _blank_row():
    form = IntakeRowForm(patrol=None, prefix="0")
    form.number = 0
    return form
