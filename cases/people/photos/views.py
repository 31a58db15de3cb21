from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.patrols.models import Patrol
from cases.people.models import Person
from cases.people.photos import actions
from cases.people.photos.forms import PatrolPhotosForm, PersonPhotosForm
from cases.people.photos.models import Photo
from rptc.acting import done, row_for
from rptc.admission import may_fill, may_open
from rptc.audit.pictures import came_with_a_page
from rptc.audit.record import record
from rptc.forms import ReasonForm
from rptc.pages import page_before
from rptc.sending import SentOtherwise, is_anothers, wants_json


@may_open("cases.view_photo")
def photo(request, photo_id):
    """The only way to a picture: asked for, written down, never kept by a browser."""
    return picture_response(request, row_for(request, Photo, photo_id))


def picture_response(request, shown):
    """To whoever may see it, which is asked before."""
    try:
        content = shown.content
    except FileNotFoundError:
        raise Http404 from None
    if not came_with_a_page(request, shown.pk):
        record(request.user, "viewed_photo", shown)
    answer = HttpResponse(content, content_type="image/jpeg")
    answer["Content-Disposition"] = f'inline; filename="foto-{shown.pk}.jpg"'
    answer["Cache-Control"] = "no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


@may_fill(["cases.view_person", "cases.add_photo"])
def photo_add(request, person_id):
    person = row_for(request, Person, person_id)
    form = PersonPhotosForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        added = _save(
            form,
            lambda: actions.add_person_photos(
                person,
                form.pictures,
                kind=form.cleaned_data["kind"],
                note=form.cleaned_data["note"],
                page_key=form.cleaned_data["send_key"],
                by=request.user,
            ),
        )
        if added:
            _tell(request, form, added)
            return redirect(page_before(request, reverse("cases:person_detail", args=[person.pk])))
    return render(request, "cases/people/photo_add.html", {"form": form, "person": person})


@may_fill(["cases.register_patrol", "cases.add_photo"])
def patrol_photo_add(request, patrol_id):
    """Pictures of the patrol itself; with `?people` "Foto dulu", on the page of its rows. A phone
    on which one waited is answered in JSON, like a row."""
    patrol = row_for(request, Patrol, patrol_id)
    people = "people" in request.GET
    form = PatrolPhotosForm(request.POST or None, request.FILES or None, people=people)
    waited = wants_json(request)
    added = not (waited and is_anothers(request)) and _save_patrols(request, form, patrol)
    if waited:
        return JsonResponse(_answer(request, form, added))
    if request.htmx:
        return _waiting_photos(request, patrol, form, added)
    if added:
        _tell(request, form, added)
        return redirect("cases:patrol_intakes" if people else "cases:patrol_detail", patrol.pk)
    context = {"form": form, "patrol": patrol, "people": people}
    return render(request, "cases/people/patrol_photo_add.html", context)


def _save_patrols(request, form, patrol):
    return form.is_valid() and _save(
        form,
        lambda: actions.add_patrol_photos(
            patrol,
            form.pictures,
            kind=form.cleaned_data["kind"],
            page_key=form.cleaned_data["send_key"],
            taken_at=form.cleaned_data["taken_at"],
            by=request.user,
        ),
    )


def _answer(request, form, added):
    """The answer carries the key of the picture: only then does the phone forget it."""
    answer = {"key": request.POST.get("send_key", ""), "saved": bool(added)}
    if added:
        return answer | {"photos": [photo.pk for photo in added]}
    if is_anothers(request):
        return answer | {"belongs_to_another": True}
    return answer | {"errors": form.errors}


def _waiting_photos(request, patrol, form, added):
    """Only the cards: what was typed in the open row stays."""
    chosen = request.POST.getlist("0-photos")
    context = {"photos": patrol.photos.waiting(), "chosen": chosen, "form": form, "added": added}
    return render(request, "cases/people/_waiting_photos.html", context)


@may_fill("cases.add_photo")
def photo_hide(request, photo_id):
    """A mistake, with a reason: of a person's file, or of a patrol."""
    hidden = row_for(request, Photo, photo_id, "person", "patrol__team")
    missing = "Tulis mengapa foto ini dibuang."
    form = ReasonForm(request.POST or None, missing=missing, longest=200)
    if done(form, actions.hide_photo, hidden, by=request.user):
        messages.success(request, "Foto dibuang.")
        return _after_hiding(request, hidden)
    return render(request, "cases/people/photo_hide.html", {"form": form, "photo": hidden})


def _after_hiding(request, hidden):
    if hidden.person_id:
        return redirect("cases:person_detail", hidden.person_id)
    if hidden.waits_for_row and request.user.has_perm("cases.register_patrol"):
        return redirect("cases:patrol_intakes", hidden.patrol_id)
    return redirect("cases:patrol_detail", hidden.patrol_id)


def _save(form, save):
    """What was saved; nothing when it was refused, and then the form says why."""
    try:
        return save()
    except SentOtherwise:
        form.add_error("photos", "Foto ini sudah tersimpan dengan keterangan lain.")
    except ValidationError as error:
        form.add_error(None, error)


def _tell(request, form, added):
    for reason in form.refused:
        messages.error(request, reason)
    messages.success(request, f"{len(added)} foto tersimpan.")
