from django.contrib import messages
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases.intakes import actions
from cases.intakes.batch import Batch, about
from cases.intakes.contests.models import Contest
from cases.intakes.forms import (
    ClassificationForm,
    DoorIntakeForm,
    IntakeFilter,
    OutcomeForm,
    SettleForm,
)
from cases.intakes.listed import INTAKES
from cases.intakes.models import Classification, Intake
from cases.patrols.models import Patrol
from cases.people import access
from cases.people.access import Data
from cases.people.models import Person, Source, shown_columns
from cases.people.photos.forms import PatrolPhotosForm
from cases.people.sealing.rights import rights_on
from rptc import days, words
from rptc.accounts.permissions import Role
from rptc.acting import done, go_on, row_for
from rptc.admission import may_fill, may_open, may_press
from rptc.audit.record import record
from rptc.kept import THIS, kept_number
from rptc.lists import may_list, render_list
from rptc.pages import key_in, page_before, page_of
from rptc.sending import is_anothers, send_form, show_both, wants_json
from rptc.setup_pages import edit_row, list_rows


@transaction.non_atomic_requests
@may_fill("cases.register_patrol")
def patrol_intakes(request, patrol_id):
    """A row a person, each in its own transaction: one bad row never loses eleven good ones.

    Without script one POST may carry several rows. A script sends one row at a time, each under
    a key of its own, and is answered in JSON.
    """
    batch = Batch(_patrol(request, patrol_id), request.POST or None, by=request.user)
    is_script = wants_json(request)
    if request.method == "POST" and not (is_script and is_anothers(request)):
        batch.save()
    if is_script:
        return JsonResponse(_answer(request, batch))
    if request.method == "POST" and not batch.errors:
        return redirect("cases:patrol_intakes", patrol_id)
    return _batch_page(request, batch)


@may_press("cases.register_patrol")
def patrol_paste(request, patrol_id):
    """Rows filled from a block copied out of Excel, to be looked at. Nothing is saved yet."""
    batch = Batch(_patrol(request, patrol_id), by=request.user)
    if left_out := batch.paste(request.POST.get("block", "")):
        messages.warning(request, f"{left_out} baris terbawah belum ikut. Tempel lagi sisanya.")
    elif not batch.forms:
        messages.warning(request, "Tidak ada baris yang terbaca. Salin barisnya dari Excel.")
    return _batch_page(request, batch)


def _patrol(request, patrol_id):
    return row_for(request, Patrol, patrol_id, "team")


def _batch_page(request, batch):
    patrol = batch.patrol
    heading = f"{patrol.team}, {patrol.route}, mulai {words.jam(patrol.started_at)}"
    context = {
        "patrol": patrol,
        "batch": batch,
        "heading": heading,
        "photos_form": PatrolPhotosForm(people=True),
    }
    return render(request, "cases/intakes/patrol_intakes.html", context)


def _answer(request, batch):
    """The answer carries the key of the row: only then does the page take it for saved."""
    answer = {"key": str(batch.key), "saved": False}
    for intake in batch.just_saved:
        page = reverse("cases:intake_correct", args=[intake.pk])
        answer |= {"saved": True, "person": intake.name_for(request.user), "about": about(intake)}
        answer |= {"page": page, "warning": intake.warning, "count": batch.saved_count()}
    if request.method == "POST" and is_anothers(request):
        return answer | {"belongs_to_another": True}
    return answer | {"errors": batch.forms[0].errors if batch.forms else {}}


@may_fill("cases.register_intake")
def intake_register(request):
    """Intake by another door. `?person=` for somebody whose file is known, `?sheet=` for the
    paper that it is typed from."""
    known = None
    if "person" in request.GET:
        known = get_object_or_404(
            Person.objects.visible_to(request.user), pk=key_in(request, "person")
        )
    form = DoorIntakeForm(
        request.POST or None,
        known=known,
        user=request.user,
        initial={"sheet": request.GET.get("sheet", "")},
    )
    if form.is_valid() and not form.asks_first():
        intake = form.intake()
        said = None if known else form.person(intake.met_on)
        person = known or form.same_as or said
        intake = send_form(
            form,
            intake,
            actions.register_intake,
            person=person,
            source=Source.GUESS if known else form.cleaned_data["source"],
            said=said if form.same_as else None,
            claimed=form.claimed,
            noted=form.noted(),
            not_same=form.not_same,
            sheet=form.cleaned_data["sheet"],
            by=request.user,
        )
        if intake:
            return _after_intake(request, intake)
        if form.sent_before:
            name = form.sent_before.name_for(request.user)
            there = "cases:intake_detail" if _may_see(request.user, form.sent_before) else ""
            return show_both(request, form, there, name=name)
    context = {"form": form, "known": known, "asks_first": form.is_valid()}
    return render(request, "cases/intakes/intake_register.html", context)


def _after_intake(request, intake):
    if intake.warning:
        messages.warning(request, f"Tersimpan. {intake.warning}")
    if not _may_see(request.user, intake):
        return go_on(request, _told_of(request.user, intake), _way_back(request.user))
    messages.success(request, f"{intake.name_for(request.user)} tercatat.")
    if intake.outcome == "brought" and request.user.has_perm("cases.confirm_arrival"):
        return redirect(f"{reverse('cases:stay_arrivals')}?intake={intake.pk}")
    return redirect("cases:intake_detail", intake.pk)


def _may_see(user, intake):
    return bool(kept_number(_seen, user, this=intake.pk))


def _seen(user):
    return Intake.objects.visible_to(user).filter(pk=THIS)


def _told_of(user, intake):
    """To whoever saved it and reads it no more: house staff see who is in the house or on the way
    to it, and nobody else."""
    name, outcome = intake.name_for(user), intake.get_outcome_display().lower()
    return f"{name} tercatat: {outcome}. Catatannya dibuka oleh Pekerja sosial."


def _way_back(user):
    is_house = user.has_perm("cases.confirm_arrival")
    return "cases:stay_arrivals" if is_house else "cases:intake_list"


# What a row of the list shows.
SHOWN = [
    *"sex met_on door outcome handed_to place settled classification__name hot_spot__name".split(),
    *shown_columns("person__"),
]


@may_list("cases.view_intake", INTAKES)
def intake_list(request):
    intakes = IntakeFilter(
        request.GET, queryset=Intake.objects.visible_to(request.user), request=request
    )
    rows = intakes.qs.select_related("person", "classification", "hot_spot").only(*SHOWN)
    if request.user.has_role(Role.FIELD):
        rows = rows.with_said_name(request.user)
    page = page_of(rows.order_by("-met_on", "-pk"), request, 25)
    context = {"filter": intakes, "page_obj": page, "month": _month_shown(intakes)}
    return render_list(request, "cases/intakes/intake_list.html", context)


def _month_shown(intakes):
    """Of the register of a month: the one in which what is asked for begins, else this one."""
    asked = intakes.form.cleaned_data.get("since") if intakes.form.is_valid() else None
    today = days.today()
    return asked if asked and asked <= today else today


@may_open("cases.view_intake")
def intake_detail(request, intake_id):
    intake = _visible_intake(request, intake_id)
    record(request.user, "opened", intake)
    data = access.known(request.user, intake.person).data
    perms = rights_on(intake.person, request.user)
    shown = Contest.objects.visible_to(request.user).filter(intake=intake)
    contests = list(shown.waiting() | shown.to_be_corrected())
    is_known = Data.IDENTITY in data or intake.person.recorded_by_id == request.user.pk
    context = {
        "intake": intake,
        "sheet": getattr(intake, "sheet", None),
        "perms": perms,
        "can_change_outcome": "cases.register_intake" in perms and intake.may_change_outcome,
        "contests": contests,
        "can_correct": _may_correct(request.user, intake),
        # A TRC officer reads how often, and no more.
        "shows_catches": Data.TIMELINE in data or not access.reads_as_house(request.user),
        # Whoever wrote a remark down has read it.
        "shows_remarks": Data.NOTES in data or intake.recorded_by_id == request.user.pk,
        # Whoever typed it with the file has read it.
        "born_on": is_known and intake.person.born_on,
        "can_contest": "cases.contest_intake" in perms and not contests,
    }
    return render(request, "cases/intakes/intake_detail.html", context)


def _may_correct(user, intake):
    if not user.has_perm("cases.correct_own_intake"):
        return False
    return Intake.objects.correctable_by(user).filter(pk=intake.pk).exists()


@may_fill("cases.register_intake")
def intake_outcome(request, intake_id):
    intake = _visible_intake(request, intake_id)
    said = {"outcome": intake.outcome, "handed_to": intake.handed_to}
    form = OutcomeForm(request.POST or None, initial=said)
    if changed := done(form, actions.change_outcome, intake, by=request.user):
        if not _may_see(request.user, changed):
            return go_on(request, _told_of(request.user, changed), _way_back(request.user))
        there = reverse("cases:intake_detail", args=[intake.pk])
        return go_on(request, "Hasil di tempat diganti.", page_before(request, there))
    context = {"form": form, "intake": intake}
    context["back"] = page_before(request, reverse("cases:intake_detail", args=[intake.pk]))
    return render(request, "cases/intakes/intake_outcome.html", context)


@may_fill("cases.settle_intake")
def intake_settle(request, intake_id):
    intake = _visible_intake(request, intake_id)
    form = SettleForm(request.POST or None, intake=intake)
    if done(form, actions.settle_intake, intake, by=request.user):
        return go_on(request, "Klasifikasi ditetapkan.", "cases:intake_detail", intake.pk)
    return render(request, "cases/intakes/intake_settle.html", {"form": form, "intake": intake})


def _visible_intake(request, intake_id):
    related = ["person", "classification", "provisional", "settled", "hot_spot__village"]
    related += ["patrol__team", "recorded_by", "settled_by", "register_import", "sheet"]
    return row_for(request, Intake, intake_id, *related)


@may_fill("cases.change_classification")
def classification_list(request):
    rows = Classification.objects.prefetch_related("aliases").order_by("order", "pk")
    return list_rows(request, ClassificationForm, rows, "cases/intakes")


@may_fill("cases.change_classification")
def classification_edit(request, classification_id):
    return edit_row(request, ClassificationForm, classification_id, "cases/intakes")
