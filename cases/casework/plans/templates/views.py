from django.db import transaction
from django.shortcuts import get_object_or_404, render

from cases.casework.plans.models import PlanTemplate
from cases.casework.plans.templates.forms import PlanTemplateForm, line_rows
from rptc.acting import form_page, go_on
from rptc.admission import may_fill, may_open
from rptc.audit.record import record

CHANGE = "cases.change_plan_template"


@may_open(CHANGE)
def plan_template_list(request):
    rows = PlanTemplate.objects.select_related("classification").prefetch_related("lines")
    rows = rows.order_by("-is_active", "name")
    return render(request, "cases/casework/plan_template_list.html", {"rows": rows})


@may_fill(CHANGE)
def plan_template_add(request):
    return _fill(request, PlanTemplate())


@may_fill(CHANGE)
def plan_template_edit(request, plan_template_id):
    return _fill(request, get_object_or_404(PlanTemplate, pk=plan_template_id))


def _fill(request, template):
    form = PlanTemplateForm(request.POST or None, instance=template)
    lines = line_rows(request.POST or None, template)
    if form.is_valid() & lines.is_valid():
        _save(form, lines.filled, request.user)
        return go_on(request, f"{template} tersimpan.", "cases:plan_template_list")
    return form_page(request, form, "cases/casework/plan_template.html", lines=lines)


@transaction.atomic
def _save(form, lines, by):
    is_new = form.instance.pk is None
    template = form.save()
    template.lines.all().delete()
    for order, line in enumerate(lines, 1):
        line.template, line.order = template, order
        line.save()
    record(by, "added" if is_new else "changed", template)
