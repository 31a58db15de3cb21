from django.contrib.auth.context_processors import PermWrapper
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from partners.agreements.models import Agreement
from partners.contributions import actions
from partners.contributions.costs import costs_of, per_day
from partners.contributions.days import person_days, shown_to
from partners.contributions.forms import (
    ContributionEditForm,
    ContributionFilter,
    ContributionForm,
    ContributionScanForm,
    PledgeEditForm,
    PledgeForm,
)
from partners.contributions.listed import CONTRIBUTIONS
from partners.contributions.models import (
    FIRST_YEAR,
    RECEIPT,
    Contribution,
    ContributionScan,
    Pledge,
)
from rptc import days
from rptc.acting import changed, done, form_page, go_on, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.decisions import decision_page
from rptc.forms import ReasonForm
from rptc.letters.files import letter_response
from rptc.letters.kept_scans import last_scan_response
from rptc.letters.models import Unit
from rptc.letters.ties import tied_letters
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of, key_in, list_shown, year_in, years_beside
from rptc.printing import pdf, pdf_answer
from rptc.saving import locked

VIEW, WRITE = "partners.view_contribution", "partners.change_contribution"
PAGE = "partners:contribution_detail"


# Figures


@may_open(VIEW)
def contribution_figures(request):
    """?year=: person-days, costs that have a paper, and what was promised."""
    context = _of_year(request)
    return render(request, "partners/contributions/contribution_figures.html", context)


@may_open(VIEW)
def contribution_figures_print(request):
    """The same on paper, as its reader is shown it."""
    context = _of_year(request) | {
        "unit": Unit.current(),
        "now": days.now(),
        "printed_by": request.user,
        "user": request.user,
        "perms": PermWrapper(request.user),
        "csrf_token": "",
    }
    content = pdf("partners/contributions/contribution_figures_print.html", context)
    return pdf_answer(content, f"yang-ditanggung-{context['year']}")


def _of_year(request):
    year, today = year_in(request, FIRST_YEAR), days.today()
    found, costs = person_days(year, today), costs_of(year)
    pledges = Pledge.objects.of_year(year).with_received()
    return {
        **years_beside(year, FIRST_YEAR),
        "is_over": year < today.year,
        "until": found.until,
        "shown": shown_to(request.user, found, today),
        "costs": costs,
        "per_day": per_day(costs, found),
        "pledges": pledges.select_related("agreement__partner").order_by(
            "agreement__partner__name", "pk"
        ),
        "without_paper": Contribution.objects.of_year(year).without_paper().count(),
    }


# Contributions


@may_list(VIEW, CONTRIBUTIONS)
def contribution_list(request):
    """?show=confirmed, waiting, drafts (sent back), paper (confirmed, and without one), nothing.
    ?partner=, ?source=, ?kind=, ?year= of them."""
    rows = Contribution.objects.visible_to(request.user)
    lists = {
        "confirmed": ("Disahkan", rows.confirmed()),
        "waiting": ("Diajukan", rows.waiting()),
        "drafts": ("Dikembalikan", rows.drafts()),
        "paper": ("Tanpa kertas", rows.without_paper()),
        "nothing": ("Tidak dihitung", rows.nothing_of()),
    }
    rows, context = list_shown(request, lists)
    filter = ContributionFilter(request.GET, rows)
    rows = filter.qs.select_related("partner").order_by("-on", "-pk")
    chosen = filter.form.changed_data
    context |= {
        "page_obj": counted_page_of(rows, request, 25),
        "filter": filter,
        "is_cut": bool(chosen),
        "here": "" if chosen else f"?show={context['show']}",
    }
    return render_list(request, "partners/contributions/contribution_list.html", context)


@may_open(VIEW)
def contribution_detail(request, contribution_id):
    related = ["partner", "pledge__agreement", "recorded_by", "decided_by", "ended_by"]
    row = row_for(request, Contribution, contribution_id, *related)
    waiting = Contribution.objects.waiting_for(request.user)
    context = {
        "row": row,
        "receipt": tied_letters(row).get(RECEIPT),
        "has_scan": ContributionScan.objects.filter(contribution=row).exists(),
        "may_decide": waiting.filter(pk=row.pk).exists(),
    }
    return render(request, "partners/contributions/contribution_detail.html", context)


@may_fill(WRITE)
def contribution_add(request):
    """?partner= is chosen already."""
    form = ContributionForm(
        request.POST or None, initial={"partner": key_in(request, "partner"), "on": days.today()}
    )
    if row := sent(form, actions.write_contribution, by=request.user):
        return go_on(request, "Sumbangan diajukan kepada Kepala UPT.", PAGE, row.pk)
    return form_page(request, form, "partners/contributions/contribution_add.html", saved=PAGE)


@may_fill(WRITE)
def contribution_edit(request, contribution_id):
    """Until it is confirmed."""
    row = locked(row_for(request, Contribution, contribution_id), "partner", "pledge")
    if not row.is_open:
        raise Http404
    form = ContributionEditForm(request.POST or None, instance=row)
    if changed(form, actions.change_contribution, by=request.user):
        return go_on(request, "Sumbangan diajukan kepada Kepala UPT.", PAGE, row.pk)
    return form_page(request, form, "partners/contributions/contribution_edit.html", row=row)


@may_fill("reports.decide")
def contribution_decide(request, contribution_id):
    rows = Contribution.objects.select_related("partner", "recorded_by", "pledge__agreement")
    return decision_page(
        request,
        rows,
        contribution_id,
        actions.decide_contribution,
        "partners/contributions/contribution_decide.html",
        more=lambda row: {"has_scan": ContributionScan.objects.filter(contribution=row).exists()},
    )


@may_fill(WRITE)
def contribution_drop(request, contribution_id):
    return _end(request, contribution_id, actions.drop_contribution, "contribution_drop")


@may_fill("partners.confirm_contribution")
def contribution_withdraw(request, contribution_id):
    """It was confirmed by mistake."""
    return _end(request, contribution_id, actions.withdraw_contribution, "contribution_withdraw")


def _end(request, contribution_id, act, page):
    row = row_for(request, Contribution, contribution_id, "partner")
    form = ReasonForm(request.POST or None)
    if done(form, act, row, by=request.user):
        return go_on(request, "Tercatat. Sumbangan ini tidak dihitung.", PAGE, row.pk)
    return form_page(request, form, f"partners/contributions/{page}.html", row=row)


# Papers


@may_fill(WRITE)
def contribution_scan_add(request, contribution_id):
    row = row_for(request, Contribution, contribution_id, "partner")
    scan = ContributionScan(contribution=row)
    form = ContributionScanForm(request.POST or None, request.FILES or None, instance=scan)
    if sent(form, actions.add_scan, by=request.user, typed=["paper"]):
        return go_on(request, "Pindaian tersimpan.", PAGE, row.pk)
    return form_page(request, form, "partners/contributions/contribution_scan_add.html", row=row)


@may_open(VIEW)
def contribution_scan(request, contribution_id):
    """The paper itself, the last that was sent."""
    row = row_for(request, Contribution, contribution_id)
    return last_scan_response(request, row.scans, f"sumbangan-{row.pk}")


@may_open(VIEW)
def contribution_receipt(request, contribution_id):
    row = row_for(request, Contribution, contribution_id)
    return letter_response(tied_letters(row).get(RECEIPT), request.user)


@may_press(WRITE)
def contribution_receipt_write(request, contribution_id):
    row = row_for(request, Contribution, contribution_id)
    then = reverse(PAGE, args=[row.pk])
    told = "Tanda terima siap dicetak."
    return press(request, actions.write_receipt, row, told=told, then=then)


# Pledges


@may_fill(WRITE)
def pledge_add(request, agreement_id):
    """While the agreement is a draft."""
    agreement = row_for(request, Agreement, agreement_id, "partner")
    form = PledgeForm(request.POST or None, instance=Pledge(agreement=agreement))
    if sent(form, actions.write_pledge, by=request.user):
        return go_on(request, "Janji tersimpan.", "partners:agreement_detail", agreement.pk)
    return form_page(request, form, "partners/contributions/pledge_add.html", row=agreement)


@may_fill(WRITE)
def pledge_edit(request, pledge_id):
    row = row_for(request, Pledge, pledge_id)
    agreement = locked(row.agreement, "partner")
    row = locked(row)
    row.agreement = agreement
    form = PledgeEditForm(request.POST or None, instance=row)
    if changed(form, actions.change_pledge, by=request.user):
        return go_on(request, "Janji tersimpan.", "partners:agreement_detail", agreement.pk)
    return form_page(request, form, "partners/contributions/pledge_edit.html", row=agreement)
