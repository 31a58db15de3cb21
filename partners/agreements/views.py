from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from partners.agreements import actions
from partners.agreements.forms import (
    AgreementEditForm,
    AgreementFilter,
    AgreementForm,
    AgreementScanForm,
    EndForm,
    proposed_for,
)
from partners.agreements.listed import AGREEMENTS
from partners.agreements.models import SOON, Agreement, AgreementScan
from partners.agreements.models import AgreementState as S
from partners.directory.models import Partner
from rptc import days
from rptc.acting import changed, done, form_page, go_on, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.decisions import decision_page
from rptc.forms import ReasonForm
from rptc.letters.kept_scans import last_scan_response
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of, list_shown
from rptc.saving import locked
from rptc.sending import show_both

PAGE = "partners:agreement_detail"
# The lists in two bars, by words that fit on a phone: what holds and ends; all others.
BARS = {
    "Menurut masa berlaku": {
        "force": "Berlaku",
        "30": "30 hari",
        "60": "60 hari",
        "90": "90 hari",
        "lapsed": "Lewat",
    },
    "Menurut keadaan": {
        "drafts": "Draf",
        "waiting": "Diajukan",
        "coming": "Nanti",
        "over": "Berakhir",
        "dropped": "Tidak jadi",
    },
}


@may_list("partners.view_agreement", AGREEMENTS)
def agreement_list(request):
    """?show=force; 30, 60 or 90: ends within so many days and is not renewed; lapsed: ended so,
    within the last 90 days; coming, over; drafts, waiting, dropped. ?partner= of one alone."""
    rows, today = Agreement.objects.visible_to(request.user), days.today()
    lists = {"force": ("Berlaku", rows.in_force(today))}
    last = 0
    for limit in SOON:
        words = f"Berakhir {f'{last + 1} sampai ' if last else 'dalam '}{limit} hari"
        lists[f"{limit}"] = (words, rows.ending(today, limit))
        last = limit
    lists |= {
        "lapsed": ("Lewat, belum diperpanjang", rows.lapsed(today)),
        "coming": ("Belum mulai", rows.coming(today)),
        "over": ("Sudah berakhir", rows.over(today)),
        "drafts": ("Draf", rows.drafts()),
        "waiting": ("Menunggu Kepala UPT", rows.waiting()),
        "dropped": ("Tidak jadi", rows.dropped()),
    }
    rows, context = list_shown(request, lists)
    filter = AgreementFilter(request.GET, rows)
    rows = filter.qs.with_end().select_related("partner", "addendum_to")
    order = ["-until", "-pk"] if context["show"] == "over" else ["until", "partner__name", "pk"]
    chosen = set(filter.form.changed_data)
    page = counted_page_of(rows.order_by(*order), request, 25)
    _add_renewals(page.object_list)
    numbers = {url: number for number, _, url in context["counts"]}
    context |= {
        "bars": {
            label: [
                (numbers[f"?show={name}"], words, f"?show={name}") for name, words in bar.items()
            ]
            for label, bar in BARS.items()
        },
        "page_obj": page,
        "filter": filter,
        "is_cut": bool(chosen),
        "here": "" if chosen else f"?show={context['show']}",
        "is_to_renew": context["show"] in {*map(str, SOON), "lapsed"},
    }
    return render_list(request, "partners/agreements/agreement_list.html", context)


def _add_renewals(rows):
    """Each with the renewal that somebody wrote, if there is one."""
    found = Agreement.objects.filter(renews__in=[row.pk for row in rows]).exclude(state=S.DROPPED)
    found = {each.renews_id: each for each in found}
    for row in rows:
        row.renewal = found.get(row.pk)


@may_open("partners.view_agreement")
def agreement_detail(request, agreement_id):
    related = "partner addendum_to renews recorded_by decided_by ended_by".split()
    row = _row(request, agreement_id, *related)
    _add_renewals([row])
    addenda = row.addenda.exclude(state=S.DROPPED).order_by("starts_on", "pk")
    context = {
        "row": row,
        "addenda": addenda.select_related("partner"),
        "has_scan": AgreementScan.objects.filter(agreement=row).exists(),
        "may_decide": Agreement.objects.waiting_for(request.user).filter(pk=row.pk).exists(),
    }
    return render(request, "partners/agreements/agreement_detail.html", context)


def _row(request, agreement_id, *related):
    rows = Agreement.objects.visible_to(request.user).with_end()
    return get_object_or_404(rows.select_related("partner", *related), pk=agreement_id)


@may_fill("partners.change_agreement")
def agreement_add(request, partner_id):
    partner = get_object_or_404(Partner, pk=partner_id)
    return _written(request, Agreement(partner=partner), "agreement_add")


@may_fill("partners.change_agreement")
def agreement_renew(request, agreement_id):
    """What goes on after it, filled in beforehand; once."""
    before = _confirmed(request, agreement_id)
    _add_renewals([before])
    if request.method == "GET" and before.renewal:
        return redirect(PAGE, before.renewal.pk)
    row = Agreement(partner=before.partner, renews=before)
    return _written(request, row, "agreement_renew", before)


@may_fill("partners.change_agreement")
def agreement_addendum(request, agreement_id):
    before = _confirmed(request, agreement_id)
    row = Agreement(partner=before.partner, addendum_to=before)
    return _written(request, row, "agreement_addendum", before)


def _confirmed(request, agreement_id):
    """What can be followed: confirmed, and no addendum itself."""
    rows = Agreement.objects.visible_to(request.user).standing().select_related("partner")
    return get_object_or_404(rows, pk=agreement_id)


def _written(request, row, page, before=None):
    form = AgreementForm(request.POST or None, instance=row, initial=proposed_for(row))
    if saved := sent(form, actions.write_agreement, by=request.user):
        return go_on(request, "Draf tersimpan. Ajukan bila sudah lengkap.", PAGE, saved.pk)
    if form.sent_before:
        return show_both(request, form, PAGE)
    context = {"form": form, "partner": row.partner, "before": before}
    return render(request, f"partners/agreements/{page}.html", context)


@may_fill("partners.change_agreement")
def agreement_edit(request, agreement_id):
    """A draft alone; what was confirmed is changed by an addendum."""
    drafts = Agreement.objects.visible_to(request.user).drafts()
    row = locked(get_object_or_404(drafts, pk=agreement_id), "partner", "addendum_to", "renews")
    form = AgreementEditForm(request.POST or None, instance=row)
    if changed(form, actions.change_agreement, by=request.user):
        return go_on(request, "Draf tersimpan.", PAGE, row.pk)
    return form_page(request, form, "partners/agreements/agreement_edit.html", row=row)


@may_press("partners.change_agreement")
def agreement_propose(request, agreement_id):
    row = row_for(request, Agreement, agreement_id)
    then = reverse(PAGE, args=[row.pk])
    told = "Perjanjian diajukan kepada Kepala UPT."
    return press(request, actions.propose_agreement, row, told=told, then=then)


@may_fill("reports.decide")
def agreement_decide(request, agreement_id):
    rows = Agreement.objects.select_related("partner", "recorded_by", "addendum_to", "renews")
    return decision_page(
        request,
        rows,
        agreement_id,
        actions.decide_agreement,
        "partners/agreements/agreement_decide.html",
        more=lambda row: {"has_scan": AgreementScan.objects.filter(agreement=row).exists()},
    )


@may_fill("partners.change_agreement")
def agreement_drop(request, agreement_id):
    row = row_for(request, Agreement, agreement_id, "partner")
    form = ReasonForm(request.POST or None)
    if done(form, actions.drop_agreement, row, by=request.user):
        return go_on(request, "Dicatat tidak jadi.", PAGE, row.pk)
    return form_page(request, form, "partners/agreements/agreement_drop.html", row=row)


@may_fill("partners.change_agreement")
def agreement_end(request, agreement_id):
    """Before its last day; filled in with what was written, where that was a slip."""
    row = row_for(request, Agreement, agreement_id, "partner")
    said = {"ended_on": row.ended_on, "reason": row.end_reason} if row.ended_on else None
    form = EndForm(request.POST or None, initial=said)
    if done(form, actions.end_agreement, row, by=request.user):
        return go_on(request, "Perjanjian diakhiri.", PAGE, row.pk)
    return form_page(request, form, "partners/agreements/agreement_end.html", row=row)


@may_press("partners.change_agreement")
def agreement_resume(request, agreement_id):
    row = row_for(request, Agreement, agreement_id)
    then = reverse(PAGE, args=[row.pk])
    told = "Catatan berakhirnya dihapus."
    return press(request, actions.resume_agreement, row, told=told, then=then)


@may_fill("partners.change_agreement")
def agreement_scan_add(request, agreement_id):
    row = row_for(request, Agreement, agreement_id, "partner")
    scan = AgreementScan(agreement=row)
    form = AgreementScanForm(request.POST or None, request.FILES or None, instance=scan)
    if sent(form, actions.add_scan, by=request.user, typed=["paper"]):
        return go_on(request, "Pindaian tersimpan.", PAGE, row.pk)
    return form_page(request, form, "partners/agreements/agreement_scan_add.html", row=row)


@may_open("partners.view_agreement")
def agreement_scan(request, agreement_id):
    """The paper itself, the last that was sent."""
    row = row_for(request, Agreement, agreement_id)
    return last_scan_response(request, row.scans, f"perjanjian-{row.pk}")
