from django.db.models import Count, Q, Sum
from django.shortcuts import render
from django.urls import reverse

from cases.patrols.models import Patrol
from cases.patrols.prevention import actions
from cases.patrols.prevention.figures import prevention_of
from cases.patrols.prevention.forms import PreventionEditForm, PreventionFilter, PreventionForm
from cases.patrols.prevention.listed import PREVENTIONS
from cases.patrols.prevention.models import FIRST_YEAR, Prevention
from rptc import days
from rptc.acting import changed, done, form_page, go_on, press, row_for, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.forms import ReasonForm
from rptc.letters.models import Signatory, Unit
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of, list_shown, year_in, years_beside
from rptc.printing import pdf, pdf_answer
from rptc.saving import locked

VIEW, WRITE = "cases.view_prevention", "cases.register_prevention"
PAGE = "cases:prevention_detail"


@may_open("cases.view_prevention_figures")
def prevention_figures(request):
    """?year=: what was done and whom it reached, and the days without a patrol, by months."""
    year = year_in(request, FIRST_YEAR)
    context = {
        "found": prevention_of(year),
        **years_beside(year, FIRST_YEAR),
        "opens_patrols": request.user.has_role(*Patrol.SEEN_BY),
    }
    return render(request, "cases/patrols/prevention_figures.html", context)


@may_list(VIEW, PREVENTIONS)
def prevention_list(request):
    """?show=done, or dropped; ?kind=, ?month=, ?year=, ?district= of them."""
    rows = Prevention.objects.visible_to(request.user)
    lists = {"done": ("Kegiatan", rows.done()), "dropped": ("Tidak dihitung", rows.dropped())}
    rows, context = list_shown(request, lists)
    filter = PreventionFilter(request.GET, rows)
    chosen = filter.form.changed_data
    ordered = filter.qs.select_related("hot_spot", "district").order_by("-on", "-pk")
    context |= {
        "page_obj": counted_page_of(ordered, request, 25),
        "sums": filter.qs.order_by().aggregate(
            people=Sum("reached", default=0), uncounted=Count("pk", filter=Q(reached=None))
        ),
        "filter": filter,
        "is_cut": bool(chosen),
        "here": "" if chosen else f"?show={context['show']}",
    }
    return render_list(request, "cases/patrols/prevention_list.html", context)


@may_open("cases.print_prevention")
def prevention_print(request):
    """The register of ?year= on paper: what counts, and the months beside it. Without notes."""
    year, today = year_in(request, FIRST_YEAR), days.today()
    rows = Prevention.objects.visible_to(request.user).done().of_year(year)
    context = {
        "year": year,
        "rows": rows.select_related("hot_spot", "district").order_by("on", "pk"),
        "found": prevention_of(year),
        "is_over": year < today.year,
        "unit": Unit.current(),
        "signatory": Signatory.objects.on(today).first(),
        "today": today,
    }
    content = pdf("cases/patrols/prevention_print.html", context)
    return pdf_answer(content, f"register-pencegahan-{year}")


@may_fill(WRITE)
def prevention_register(request):
    form = PreventionForm(request.POST or None)
    if row := sent(form, actions.register_prevention, by=request.user):
        return go_on(request, "Kegiatan tercatat.", PAGE, row.pk)
    return form_page(request, form, "cases/patrols/prevention_register.html", saved=PAGE)


@may_open(VIEW)
def prevention_detail(request, prevention_id):
    related = ["hot_spot", "district", "recorded_by", "dropped_by"]
    row = row_for(request, Prevention, prevention_id, *related)
    return render(request, "cases/patrols/prevention_detail.html", {"row": row})


@may_fill(WRITE)
def prevention_edit(request, prevention_id):
    row = locked(row_for(request, Prevention, prevention_id))
    form = PreventionEditForm(request.POST or None, instance=row)
    if changed(form, actions.change_prevention, by=request.user):
        return go_on(request, "Tersimpan.", PAGE, row.pk)
    return form_page(request, form, "cases/patrols/prevention_edit.html", row=row)


@may_fill(WRITE)
def prevention_drop(request, prevention_id):
    row = row_for(request, Prevention, prevention_id)
    form = ReasonForm(request.POST or None, label="Mengapa tidak dihitung")
    if done(form, actions.drop_prevention, row, by=request.user):
        return go_on(request, "Kegiatan ini tidak dihitung.", PAGE, row.pk)
    return form_page(request, form, "cases/patrols/prevention_drop.html", row=row)


@may_press(WRITE)
def prevention_count(request, prevention_id):
    row = row_for(request, Prevention, prevention_id)
    then = reverse(PAGE, args=[row.pk])
    told = "Kegiatan ini dihitung lagi."
    return press(request, actions.count_again, row, told=told, then=then)
