from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from rptc import days
from rptc.acting import go_on, press, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.letters.agency import actions
from rptc.letters.agency.models import LetterStep, Step
from rptc.letters.files import letter_response
from rptc.letters.forms import CarryForm
from rptc.letters.models import Letter
from rptc.pages import page_of


@may_press("letters.complete_letter")
def letter_initial_office(request, letter_id):
    return _initial(request, letter_id, Step.OFFICE)


@may_press("letters.initial_letter")
def letter_initial_head(request, letter_id):
    return _initial(request, letter_id, Step.HEAD)


def _initial(request, letter_id, step):
    letter = _visible(request, letter_id)
    told = f"{step.label} tercatat, {days.today():%d/%m/%Y}."
    then = reverse("letters:letter_detail", args=[letter.pk])
    return press(request, actions.initial_letter, letter, step, told=told, then=then)


@may_fill("letters.complete_letter")
def letter_carry(request, letter_id):
    """It is laid before the Dinas: on paper, or in Srikandi."""
    letter = _visible(request, letter_id)
    form = CarryForm(request.POST or None, instance=LetterStep(letter=letter))
    if sent(form, actions.carry_letter, by=request.user):
        told = "Tercatat. Kepala Dinas dapat membaca surat ini sampai kembali."
        return go_on(request, told, "letters:letter_detail", letter.pk)
    return render(request, "letters/letter_carry.html", {"form": form, "letter": letter})


def _visible(request, letter_id):
    letters = Letter.objects.visible_to(request.user).select_related("kind", "signatory")
    letter = get_object_or_404(letters, pk=letter_id)
    request.person_shown = letter.person_id
    return letter


@may_open("letters.view_agency_letter")
def agency_letter_list(request):
    """What lies before the Dinas to be signed; nothing else of any file."""
    rows = Letter.objects.laid_before(request.user).order_by("recorded_at", "pk")
    rows = rows.select_related("kind").prefetch_related("steps", "withdrawals")
    context = {"page_obj": page_of(rows, request, 25)}
    return render(request, "letters/agency_letter_list.html", context)


@may_open("letters.view_agency_letter")
def agency_letter_file(request, letter_id):
    """The letter as it was printed, for who signs it."""
    letter = get_object_or_404(Letter.objects.laid_before(request.user), pk=letter_id)
    request.person_shown = letter.person_id
    return letter_response(letter, request.user)
