from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from partners.sources import actions
from partners.sources.forms import SourceEditForm, SourceFilter, SourceForm
from partners.sources.listed import SOURCES
from partners.sources.models import Source
from rptc.acting import changed, form_page, go_on, press, sent
from rptc.admission import may_fill, may_open, may_press
from rptc.lists import may_list, render_list
from rptc.pages import counted_page_of, list_shown
from rptc.saving import locked

PAGE = "partners:source_detail"


@may_list("partners.view_source", SOURCES)
def source_list(request):
    """?show=check or retired; and of each by name, sort, place and what is offered."""
    lists = {
        "": ("Dipakai", Source.objects.active()),
        "check": ("Perlu diperiksa", Source.objects.to_check()),
        "retired": ("Tidak dipakai lagi", Source.objects.retired()),
    }
    rows, context = list_shown(request, lists)
    filter = SourceFilter(request.GET, rows)
    rows = filter.qs.select_related("village__parent").order_by("name", "pk")
    chosen = set(filter.form.changed_data) - {"show"}
    context |= {
        "page_obj": counted_page_of(rows, request, 25),
        "filter": filter,
        "is_cut": bool(chosen),
        "here": "" if chosen else f"?show={context['show']}",
    }
    return render_list(request, "partners/sources/source_list.html", context)


@may_open("partners.view_source")
def source_detail(request, source_id):
    source = _source(source_id)
    return render(request, "partners/sources/source_detail.html", {"source": source})


@may_fill("partners.change_source")
def source_add(request):
    form = SourceForm(request.POST or None)
    if source := sent(form, actions.add_source, by=request.user):
        return go_on(request, f"{source} ditambahkan.", PAGE, source.pk)
    if form.errors:
        form.find_existing()
    return form_page(request, form, "partners/sources/source_add.html")


@may_fill("partners.change_source")
def source_edit(request, source_id):
    source = _source(source_id)
    form = SourceEditForm(request.POST or None, instance=locked(source))
    if changed(form, actions.change_source, by=request.user):
        return go_on(request, "Sumber tersimpan.", PAGE, source.pk)
    if form.errors:
        form.find_existing()
    return form_page(request, form, "partners/sources/source_edit.html", source=source)


@may_press("partners.change_source")
def source_check(request, source_id):
    """One press: what is written here holds today."""
    source = _source(source_id)
    then = reverse(PAGE, args=[source.pk])
    told = f"{source}: diperiksa hari ini."
    return press(request, actions.check_source, source, told=told, then=then)


def _source(source_id):
    return get_object_or_404(Source.objects.select_related("village__parent"), pk=source_id)
