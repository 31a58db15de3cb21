from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases.people import access
from cases.people.models import Person
from cases.people.reach import Level
from cases.people.sealing import actions
from cases.people.sealing.forms import EmergencyForm, ReaderForm, SealForm
from cases.people.sealing.models import OPEN_FOR, EmergencyAccess, Seal, SealReader
from rptc.accounts.models import staff_with
from rptc.accounts.own import CLOSED, not_own
from rptc.accounts.permissions import Role
from rptc.acting import done, form_page, go_on, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.audit.looks import REFUSED_OWN
from rptc.audit.record import record
from rptc.decisions import decision_page
from rptc.forms import ReasonForm
from rptc.pages import counted_page_of, list_shown

MINUTES = OPEN_FOR.seconds // 60


@may_fill("cases.seal_file")
def person_seal(request, person_id):
    person = row_for(request, Person, person_id)
    seal = Seal.objects.in_force().filter(person=person).select_related("recorded_by").first()
    if seal and request.method == "GET":
        readers = SealReader.objects.in_force().filter(seal=seal).select_related("user")
        context = {
            "person": person,
            "seal": seal,
            "readers": readers.order_by("user__full_name", "pk"),
            "may_name": Seal.objects.to_name_readers_by(request.user).contains(seal),
        }
        return render(request, "cases/people/person_seal_facts.html", context)
    worker = actions.workers_of(person).first()
    form = SealForm(
        request.POST or None, instance=Seal(person=person), by=request.user, worker=worker
    )
    if sent(form, actions.seal_for, by=request.user, typed=["named"]):
        told = "Berkas ditutup untuk selain yang bernama."
        return go_on(request, told, "cases:person_detail", person.pk)
    context = {"form": form, "person": person, "head": staff_with(Role.HEAD).first()}
    return render(request, "cases/people/person_seal.html", context)


@may_press("cases.unseal")
def seal_acknowledge(request, seal_id):
    rows = Seal.objects.to_be_known_by(request.user)
    seal = get_object_or_404(rows, pk=seal_id)
    act = actions.acknowledge_seal
    return press(request, act, seal, told="Dicatat sebagai diketahui.", then="reports:approvals")


@may_open("cases.unseal")
def seal_list(request):
    """Files that are closed to all but named people, by number alone. ?show=alone: those that
    nobody who is named can read any more."""
    seals = Seal.objects.in_force_for(request.user)
    lists = {
        "all": ("Semua", seals),
        "alone": ("Tanpa pembaca", seals.without_readers()),
    }
    rows, context = list_shown(request, lists)
    rows = rows.select_related("person", "recorded_by").order_by("-recorded_at", "-pk")
    context["page_obj"] = counted_page_of(rows, request, 50)
    return render(request, "cases/people/seal_list.html", context)


@may_fill("cases.seal_file")
def sealreader_add(request, seal_id):
    rows = Seal.objects.to_name_readers_by(request.user).select_related("person")
    seal = get_object_or_404(rows, pk=seal_id)
    form = ReaderForm(request.POST or None, seal=seal)
    if done(form, actions.add_reader, seal, by=request.user):
        told = f"{form.cleaned_data['user']} ikut membaca berkas ini."
        return go_on(request, told, "cases:person_seal", seal.person_id)
    return form_page(request, form, "cases/people/sealreader_add.html", seal=seal)


@may_press("cases.unseal")
def sealreader_end(request, sealreader_id):
    rows = SealReader.objects.filter(not_own(request.user, "person")).select_related("user")
    reader = get_object_or_404(rows, pk=sealreader_id)
    told = f"{reader.user} tidak lagi membaca berkas ini."
    then = reverse("cases:person_seal", args=[reader.person_id])
    return press(request, actions.end_reader, reader, told=told, then=then)


@may_press("cases.unseal")
def sealreader_acknowledge(request, sealreader_id):
    rows = SealReader.objects.to_be_known_by(request.user)
    reader = get_object_or_404(rows, pk=sealreader_id)
    act = actions.acknowledge_reader
    return press(request, act, reader, told="Dicatat sebagai diketahui.", then="reports:approvals")


@may_fill("cases.unseal")
def person_unseal(request, person_id):
    person = row_for(request, Person, person_id)
    seal = get_object_or_404(Seal.objects.in_force().select_related("person"), person=person)
    form = ReasonForm(request.POST or None)
    if done(form, actions.end_seal, seal, by=request.user):
        return go_on(request, "Berkas dibuka kembali.", "cases:person_detail", person.pk)
    return form_page(request, form, "cases/people/person_unseal.html", person=person, seal=seal)


@may_fill("cases.break_glass")
def person_sealed(request, person_id):
    """What others than the named see of a closed file, and how it is opened in an emergency: of
    who is in the house, whose bed they see taken. Of any other file it says as little as of one
    that never was."""
    person = _in_reach_or_in_the_house(request.user, person_id)
    level = access.known(request.user, person).level
    open_now = EmergencyAccess.objects.open_for(request.user).filter(person=person)
    if level >= Level.SECRET or open_now.exists():
        return redirect("cases:person_detail", person.pk)
    if person.pk in request.user.own_files:
        return _own_file(request, person)
    form = EmergencyForm(request.POST or None, instance=EmergencyAccess(person=person))
    if emergency := sent(form, actions.open_in_emergency, by=request.user):
        request.session["emergency"] = {
            "person": person.pk,
            "number": person.file_number,
            "until": emergency.until.isoformat(),
        }
        told = f"Terbuka {MINUTES} menit, hanya untuk dibaca. Kepala UPT diberi tahu."
        return go_on(request, told, "cases:person_detail", person.pk)
    context = {
        "form": form,
        "person": person,
        "is_visible": level >= Level.FILE,
        "head": staff_with(Role.HEAD).first(),
        "minutes": MINUTES,
        "earlier": EmergencyAccess.objects.filter(recorded_by=request.user).order_by("-since")[:5],
    }
    return render(request, "cases/people/person_sealed.html", context)


def _own_file(request, person):
    """As of any closed file, and no way to open it; that it was asked for is written down."""
    record(request.user, REFUSED_OWN, person)
    if request.method == "POST":
        messages.error(request, CLOSED)
        return redirect("cases:person_sealed", person.pk)
    context = {"person": person, "is_visible": False, "head": staff_with(Role.HEAD).first()}
    context["form"] = None
    return render(request, "cases/people/person_sealed.html", context)


def _in_reach_or_in_the_house(user, person_id):
    people = Person.objects.filter(merged_into=None, pk=person_id)
    in_a_bed = people.filter(stays__isnull=False, stays__ended_at=None)
    person = people.visible_to(user).first() or in_a_bed.first()
    if person is None:
        raise Http404
    return person


@may_open("cases.view_break_glass")
def emergencyaccess_list(request):
    """By number alone: whoever watches over it need not learn who it is. ?show=unread or all."""
    unread = EmergencyAccess.objects.unread_by(request.user)
    visible = EmergencyAccess.objects.visible_to(request.user)
    lists = {"all": ("Semua", visible), "unread": ("Belum Anda baca", unread)}
    rows, context = list_shown(request, lists)
    rows = rows.select_related("person", "recorded_by", "decided_by").order_by("-since", "-pk")
    context["page_obj"] = counted_page_of(rows, request, 50)
    context["sees_all"] = request.user.has_role(Role.HEAD)
    context["unread"] = set(unread.values_list("pk", flat=True))
    return render(request, "cases/people/emergencyaccess_list.html", context)


@may_fill("cases.judge_break_glass")
def emergencyaccess_decide(request, emergencyaccess_id):
    return decision_page(
        request,
        EmergencyAccess.objects.select_related("person", "recorded_by"),
        emergencyaccess_id,
        actions.judge_emergency,
        "cases/people/emergencyaccess_decide.html",
    )


@may_press("cases.break_glass")
def emergencyaccess_read(request, emergencyaccess_id):
    others = EmergencyAccess.objects.filter(EmergencyAccess.not_about(request.user))
    rows = others.filter(told_to=request.user)
    emergency = get_object_or_404(rows, pk=emergencyaccess_id)
    act = actions.read_emergency
    return press(request, act, emergency, told="Dibaca.", then="cases:emergencyaccess_list")
