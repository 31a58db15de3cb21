from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, render

from cases.law.placements import actions
from cases.law.placements.forms import (
    PlacementEditForm,
    PlacementForm,
    PlacementLimitForm,
    PlacementScanForm,
)
from cases.law.placements.listed import PLACEMENTS
from cases.law.placements.models import Placement, PlacementLimit, PlacementScan
from cases.stays.locks import lock_stay
from cases.stays.models import Stay
from rptc import days
from rptc.acting import changed, form_page, go_on, row_for, sent
from rptc.admission import may_fill, may_open
from rptc.letters.kept_scans import last_scan_response
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of, list_shown
from rptc.setup_pages import edit_row, list_rows


@may_list("cases.view_law", PLACEMENTS)
def placement_list(request):
    """?show=over: ended without a new letter, and still here; day: ends within 24 hours; soon:
    after these, within the time in which this reader is told; running: all that stand; done:
    earlier letters, and of who has left."""
    now = days.now()
    rows = Placement.objects.visible_to(request.user)
    lists = {
        "over": ("Harus keluar", rows.over(now)),
        "day": ("Berakhir dalam 24 jam", rows.ending_at_once(now)),
        "soon": ("Segera berakhir", rows.ending_for(request.user, now)),
        "running": ("Masih dititipkan", rows.standing()),
        "done": ("Surat lama", rows.exclude(pk__in=rows.standing().values("pk"))),
    }
    rows, context = list_shown(request, lists, default="running")
    order = ["-ends_at", "-pk"] if context["show"] == "done" else ["ends_at", "pk"]
    rows = rows.select_related("stay__person").order_by(*order)
    context["page_obj"] = counted_page_of(rows, request, 25)
    return render_list(request, "cases/law/placement_list.html", context)


@may_open("cases.view_law")
def placement_detail(request, placement_id):
    """The letter that was asked for, with all others of that stay."""
    row = row_for(request, Placement, placement_id, "stay__person", "limit", "recorded_by")
    chain = Placement.objects.filter(stay=row.stay_id).select_related("limit", "recorded_by")
    chain = chain.annotate(has_scan=Exists(PlacementScan.objects.filter(placement=OuterRef("pk"))))
    chain = list(chain.order_by("-ends_at", "-pk"))
    context = {"row": row, "last": chain[0], "chain": chain}
    return render(request, "cases/law/placement_detail.html", context)


def _saved(request, row, told):
    if row.is_longer_than_limit:
        words = f"Lebih lama dari {row.limit.span} ({row.limit}). Periksa suratnya."
        messages.warning(request, words)
    return go_on(request, told, "cases:placement_detail", row.pk)


@may_fill("cases.write_law")
def placement_register(request, stay_id):
    stay = row_for(request, Stay, stay_id, "person")
    row = Placement(stay=stay)
    form = PlacementForm(request.POST or None, instance=row, initial={"begins_at": stay.began_at})
    if saved := sent(form, actions.register_placement, by=request.user):
        return _saved(request, saved, "Titipan tercatat.")
    return form_page(request, form, "cases/law/placement_register.html", stay=stay)


@may_fill("cases.write_law")
def placement_renew(request, placement_id):
    before = row_for(request, Placement, placement_id, "stay__person")
    row = Placement(stay=before.stay, follows=before)
    initial = {
        "begins_at": before.ends_at,
        "ordered_by": before.ordered_by,
        "office": before.office,
    }
    form = PlacementForm(request.POST or None, instance=row, initial=initial)
    if saved := sent(form, actions.renew_placement, by=request.user):
        return _saved(request, saved, "Surat baru tercatat.")
    return form_page(request, form, "cases/law/placement_renew.html", before=before)


@may_fill("cases.write_law")
def placement_edit(request, placement_id):
    rows = Placement.objects.visible_to(request.user)
    related = ("stay__person", "follows", "limit")
    if request.method == "POST":
        lock_stay(get_object_or_404(rows.select_related("stay"), pk=placement_id).stay)
        rows = rows.select_for_update(of=("self",))
    row = get_object_or_404(rows.select_related(*related), pk=placement_id)
    form = PlacementEditForm(request.POST or None, instance=row)
    if saved := changed(form, actions.change_placement, by=request.user):
        return _saved(request, saved, "Tersimpan.")
    return form_page(request, form, "cases/law/placement_edit.html", row=row)


@may_fill("cases.write_law")
def placement_scan_add(request, placement_id):
    row = row_for(request, Placement, placement_id, "stay__person")
    scan = PlacementScan(placement=row)
    form = PlacementScanForm(request.POST or None, request.FILES or None, instance=scan)
    if sent(form, actions.add_scan, by=request.user, typed=["paper"]):
        return go_on(request, "Pindaian tersimpan.", "cases:placement_detail", row.pk)
    return form_page(request, form, "cases/law/placement_scan_add.html", row=row)


@may_open("cases.view_law")
def placement_scan(request, placement_id):
    """The letter itself, to who reads the file."""
    row = row_for(request, Placement, placement_id, "stay")
    name, person = f"surat-titipan-{row.pk}", row.stay.person_id
    return last_scan_response(request, row.scans, name, person=person)


@may_fill("cases.change_law_rule")
def placement_limit_list(request):
    return list_rows(request, PlacementLimitForm, PlacementLimit.objects.all(), "cases/law")


@may_fill("cases.change_law_rule")
def placement_limit_edit(request, placement_limit_id):
    return edit_row(request, PlacementLimitForm, placement_limit_id, "cases/law")
