from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cases.intakes.models import ON_THE_SPOT, Classification, Intake
from cases.intakes.sheets import actions
from cases.intakes.sheets.forms import SheetBatchForm, SheetVoidForm
from cases.intakes.sheets.models import PaperSheet, SheetBatch
from rptc import days
from rptc.audit.record import record
from rptc.letters.models import Unit
from rptc.pages import page_of
from rptc.printing import pdf, pdf_answer
from rptc.sending import send_form

BATCHES_SHOWN = 5


@permission_required("cases.print_sheet", raise_exception=True)
@require_http_methods(["GET", "POST"])
def paper_sheet_list(request):
    """Print more sheets, and see which numbers are still out there. ?show=unused, used or void."""
    form = SheetBatchForm(request.POST or None)
    if form.is_valid():
        batch = send_form(form, form.save(commit=False), actions.print_batch, by=request.user)
        if batch:
            messages.success(request, f"{batch}: siap dicetak.")
            return redirect(f"{reverse('cases:paper_sheet_list')}#cetak")
    sheets = PaperSheet.objects
    lists = {
        "unused": ("Belum diketik", sheets.unused()),
        "used": ("Sudah diketik", sheets.used()),
        "void": ("Batal", sheets.void()),
    }
    show = request.GET.get("show")
    show = show if show in lists else "unused"
    title, rows = lists[show]
    rows = rows.select_related("batch__recorded_by", "voided_by", "intake__recorded_by")
    page = page_of(rows.order_by("-year", "-sequence"), request, size=50)
    batches = SheetBatch.objects.with_counts().select_related("recorded_by")
    return render(
        request,
        "cases/intakes/paper_sheet_list.html",
        {
            "form": form,
            "page_obj": page,
            "show": show,
            "title": title,
            "counts": [
                (rows.count(), label, f"?show={name}") for name, (label, rows) in lists.items()
            ],
            "batches": batches.order_by("-recorded_at", "-pk")[:BATCHES_SHOWN],
            "openable": _openable(request.user, page),
        },
    )


def _openable(user, page):
    """The intakes of the page that this user may open."""
    ids = [sheet.intake_id for sheet in page if sheet.intake_id]
    found = Intake.objects.visible_to(user).filter(pk__in=ids) if ids else Intake.objects.none()
    return set(found.values_list("pk", flat=True))


@permission_required("cases.print_sheet", raise_exception=True)
@require_safe
def sheet_batch_print(request, sheet_batch_id):
    """The sheets of a batch that are still out there, two on a page. Nothing on them but the
    number: what was typed already does not come again."""
    batch = get_object_or_404(SheetBatch, pk=sheet_batch_id)
    sheets = batch.sheets.unused().order_by("year", "sequence")
    context = {
        "batch": batch,
        "sheets": sheets,
        "classes": Classification.objects.in_year(days.today().year),
        "outcomes": [outcome.label for outcome in ON_THE_SPOT],
        "unit": Unit.current(),
    }
    record(request.user, "printed", batch)
    return pdf_answer(
        pdf("cases/intakes/sheet_batch_print.html", context), f"lembar-kertas-{batch.pk}"
    )


@permission_required("cases.print_sheet", raise_exception=True)
@require_http_methods(["GET", "POST"])
def paper_sheet_void(request, paper_sheet_id):
    sheet = get_object_or_404(PaperSheet.objects.select_related("batch"), pk=paper_sheet_id)
    form = SheetVoidForm(request.POST or None)
    if form.is_valid():
        try:
            actions.void_sheet(sheet, form.cleaned_data["reason"], by=request.user)
            messages.success(request, f"{sheet} batal.")
            return redirect("cases:paper_sheet_list")
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "cases/intakes/paper_sheet_void.html", {"form": form, "sheet": sheet})
