from functools import partial

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from rptc import days
from rptc.accounts.models import User, holders_of
from rptc.accounts.permissions import GRANTS
from rptc.acting import changed, form_page, go_on, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.letters.kept_scans import last_scan_response
from rptc.letters.procedures import actions
from rptc.letters.procedures.forms import (
    ProcedureEditForm,
    ProcedureFilter,
    ProcedureForm,
    ProcedureScanForm,
)
from rptc.letters.procedures.models import Procedure, ProcedureScan
from rptc.pages import counted_page_of, is_key, list_shown
from rptc.saving import locked

VIEW, CHANGE = "letters.view_procedure", "letters.change_procedure"
PAGE = "letters:procedure_detail"


@may_open(VIEW)
def procedure_list(request):
    """?show=force, to be read, not confirmed, or over; ?matter= of them."""
    rows, today = Procedure.objects.visible_to(request.user), days.today()
    lists = {
        "force": ("Berlaku", rows.in_force(today)),
        "read": ("Belum saya baca", Procedure.objects.to_read(request.user)),
        "open": ("Belum dikonfirmasi", rows.unconfirmed()),
        "over": ("Tidak berlaku lagi", rows.lapsed(today)),
    }
    rows, context = list_shown(request, lists)
    filter = ProcedureFilter(request.GET, rows)
    ordered = filter.qs.with_reading_of(request.user).order_by(*Procedure._meta.ordering)
    context |= {
        "page_obj": counted_page_of(ordered, request, 50),
        "filter": filter,
        "is_cut": bool(filter.form.changed_data),
    }
    return render(request, "letters/procedures/procedure_list.html", context)


@may_open(VIEW)
def procedure_detail(request, procedure_id):
    rows = Procedure.objects.visible_to(request.user).with_reading_of(request.user)
    row = get_object_or_404(rows.select_related("confirmed_by"), pk=procedure_id)
    context = {"row": row, "has_scan": row.scans.exists()}
    if request.user.has_perm(CHANGE):
        context |= _readers(row)
    return render(request, "letters/procedures/procedure_detail.html", context)


def _readers(row):
    """Who of those that may read it has, and how many have not."""
    readings = row.readings.filter(edition=row.edition).select_related("reader")
    asked = User.objects.filter(pk__in=holders_of(*GRANTS[VIEW]))
    unread = asked.exclude(pk__in=readings.values("reader")).count()
    return {"readings": readings.order_by("reader__full_name", "pk"), "unread": unread}


@may_fill(CHANGE)
def procedure_add(request):
    form = ProcedureForm(request.POST or None)
    if row := changed(form, actions.write_procedure, by=request.user):
        return go_on(request, "Tercatat. Lampirkan dokumennya, lalu konfirmasi.", PAGE, row.pk)
    return form_page(request, form, "letters/procedures/procedure_add.html")


@may_fill(CHANGE)
def procedure_edit(request, procedure_id):
    row = locked(row_for(request, Procedure, procedure_id))
    form = ProcedureEditForm(request.POST or None, instance=row)
    if changed(form, actions.change_procedure, by=request.user):
        return go_on(request, "Tersimpan.", PAGE, row.pk)
    return form_page(request, form, "letters/procedures/procedure_edit.html", row=row)


@may_press(CHANGE)
def procedure_confirm(request, procedure_id):
    row = row_for(request, Procedure, procedure_id)
    then = reverse(PAGE, args=[row.pk])
    told = "Dikonfirmasi. Surat dan halaman boleh menyebutnya."
    act = partial(actions.confirm_procedure, version=_shown(request, "version"))
    return press(request, act, row, told=told, then=then)


@may_fill(CHANGE)
def procedure_scan_add(request, procedure_id):
    row = row_for(request, Procedure, procedure_id)
    scan = ProcedureScan(procedure=row)
    form = ProcedureScanForm(request.POST or None, request.FILES or None, instance=scan)
    if sent(form, actions.add_procedure_scan, by=request.user, typed=["paper"]):
        return go_on(request, "Dokumen tersimpan.", PAGE, row.pk)
    return form_page(request, form, "letters/procedures/procedure_scan_add.html", row=row)


@may_open(VIEW)
def procedure_scan(request, procedure_id):
    """The document itself, the last that was sent."""
    row = row_for(request, Procedure, procedure_id)
    return last_scan_response(request, row.scans, f"dokumen-{row.pk}")


@may_press(VIEW)
def procedure_read(request, procedure_id):
    row = row_for(request, Procedure, procedure_id)
    then = reverse(PAGE, args=[row.pk])
    act = partial(actions.say_read, edition=_shown(request, "edition"))
    return press(request, act, row, told="Tercatat: sudah Anda baca.", then=then)


def _shown(request, name):
    """What stood on the page of the button; nothing that there is where it says no number."""
    typed = request.POST.get(name, "")
    return int(typed) if is_key(typed) else 0
