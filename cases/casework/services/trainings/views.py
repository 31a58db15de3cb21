from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from cases.casework.services.trainings import actions
from cases.casework.services.trainings.forms import (
    IncomeForm,
    KitForm,
    TrainingEditForm,
    TrainingEndForm,
    TrainingForm,
)
from cases.casework.services.trainings.letters import RECEIPT
from cases.casework.services.trainings.models import Training
from cases.file.head import file_context, file_or_404
from cases.stays.models import Stay
from rptc.acting import changed, done, go_on, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.letters.files import letter_response
from rptc.letters.signatures.state import add_signed
from rptc.letters.ties import tied_letters
from rptc.waiting import Part

WRITE = "cases.write_service"
PAGE = "cases:training_detail"


@may_open("cases.view_service")
def training_detail(request, training_id):
    training = _training(request, training_id)
    person = file_or_404(request.user, training.stay.person_id)
    letter = tied_letters(training).get(RECEIPT)
    add_signed([(training, RECEIPT, letter)])
    context = file_context(request, person, Part.PLAN, training.stay_id)
    context |= {"training": training, "letter": letter}
    return render(request, "cases/casework/training_detail.html", context)


@may_fill(WRITE)
def training_add(request, stay_id):
    stay = row_for(request, Stay, stay_id, "person")
    form = TrainingForm(request.POST or None, instance=Training(stay=stay))
    if training := sent(form, actions.add_training, by=request.user):
        return go_on(request, "Pelatihan tercatat.", PAGE, training.pk)
    return render(request, "cases/casework/training_add.html", {"form": form, "stay": stay})


@may_fill(WRITE)
def training_edit(request, training_id):
    training = _to_change(request, training_id)
    form = TrainingEditForm(request.POST or None, instance=training)
    return _changed(request, form, actions.change_training, "training_edit")


@may_fill(WRITE)
def training_kit(request, training_id):
    """What was given, and when; before its receipt is written."""
    training = _to_change(request, training_id)
    form = KitForm(request.POST or None, instance=training)
    return _changed(request, form, actions.give_kit, "training_kit")


@may_fill(WRITE)
def training_income(request, training_id):
    """Three and six months after the exit; may stay empty."""
    training = _to_change(request, training_id)
    form = IncomeForm(request.POST or None, instance=training)
    return _changed(request, form, actions.ask_income, "training_income")


def _changed(request, form, act, name):
    training = form.instance
    if changed(form, act, by=request.user):
        return go_on(request, "Tersimpan.", PAGE, training.pk)
    context = {"form": form, "training": training, "stay": training.stay}
    return render(request, f"cases/casework/{name}.html", context)


@may_fill(WRITE)
def training_end(request, training_id):
    """Once; a form that is sent late is told so."""
    training = _training(request, training_id)
    form = TrainingEndForm(request.POST or None)
    if done(form, actions.end_training, training, by=request.user):
        return go_on(request, "Tercatat.", PAGE, training.pk)
    context = {"form": form, "training": training, "stay": training.stay}
    return render(request, "cases/casework/training_end.html", context)


@may_open("cases.view_service")
def training_receipt_letter(request, training_id):
    """The frozen receipt of the tool kit."""
    return letter_response(
        tied_letters(_training(request, training_id)).get(RECEIPT), request.user
    )


@may_press(WRITE)
def training_receipt_write(request, training_id):
    training = _training(request, training_id)
    then = reverse(PAGE, args=[training.pk])
    told = "Tanda terima siap dicetak dan ditandatangani."
    return press(request, actions.write_receipt, training, told=told, then=then)


def _training(request, training_id):
    return row_for(
        request, Training, training_id, "stay__person", "stay__rule", "kind", "recorded_by"
    )


def _to_change(request, training_id):
    rows = Training.objects.visible_to(request.user)
    rows = rows.select_related("stay__person", "stay__rule", "kind")
    if request.method == "POST":
        rows = rows.select_for_update(of=("self",))
    return get_object_or_404(rows, pk=training_id)
