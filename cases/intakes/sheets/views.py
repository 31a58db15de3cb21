from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases.intakes.models import ON_THE_SPOT, Classification, Intake
from cases.intakes.sheets import actions
from cases.intakes.sheets.forms import SheetBatchForm, SheetVoidForm
from cases.intakes.sheets.models import PaperSheet, SheetBatch
from rptc import days
from rptc.acting import done, go_on, sent
from rptc.admission import may_fill, may_open
from rptc.audit.record import record
from rptc.letters.models import Unit
from rptc.pages import list_shown, page_of
from rptc.printing import pdf, pdf_answer

BATCHES_SHOWN = 5


@may_fill("cases.print_sheet")
def paper_sheet_list(request):
    """Print more sheets, and see which numbers are still out there. ?show=unused, used or void."""
    form = SheetBatchForm(request.POST or None)
    if batch := sent(form, actions.print_batch, by=request.user):
        messages.success(request, f"{batch}: siap dicetak.")
        return redirect(f"{reverse('cases:paper_sheet_list')}#cetak")
    sheets = PaperSheet.objects
    lists = {
        "unused": ("Belum diketik", sheets.unused()),
        "used": ("Sudah diketik", sheets.used()),
        "void": ("Batal", sheets.void()),
    }
    rows, context = list_shown(request, lists)
    rows = rows.select_related("batch__recorded_by", "voided_by", "intake__recorded_by")
    page = page_of(rows.order_by("-year", "-sequence"), request, size=50)
    batches = SheetBatch.objects.with_counts().select_related("recorded_by")
    context |= {
        "form": form,
        "page_obj": page,
        "batches": batches.order_by("-recorded_at", "-pk")[:BATCHES_SHOWN],
        "openable": _openable(request.user, page),
    }
    return render(request, "cases/intakes/paper_sheet_list.html", context)


def _openable(user, page):
    """The intakes of the page that this user may open."""
    ids = [sheet.intake_id for sheet in page if sheet.intake_id]
    found = Intake.objects.visible_to(user).filter(pk__in=ids) if ids else Intake.objects.none()
    return set(found.values_list("pk", flat=True))


@may_open("cases.print_sheet")
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


@may_fill("cases.print_sheet")
def paper_sheet_void(request, paper_sheet_id):
    sheet = get_object_or_404(PaperSheet.objects.select_related("batch"), pk=paper_sheet_id)
    form = SheetVoidForm(request.POST or None)
    if done(form, actions.void_sheet, sheet, by=request.user):
        return go_on(request, f"{sheet} batal.", "cases:paper_sheet_list")
    return render(request, "cases/intakes/paper_sheet_void.html", {"form": form, "sheet": sheet})
