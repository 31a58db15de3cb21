import hashlib

from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.urls import reverse

from reports.figures.proof.contents import MOST, proof
from reports.figures.recap.forms import PeriodForm
from reports.figures.recap.views import cell_or_404, choose_period
from rptc import days
from rptc.admission import may_fill
from rptc.audit.record import record
from rptc.letters.models import Signatory, Unit
from rptc.lists import TakeForm
from rptc.printing import pdf, pdf_answer
from rptc.words import angka

PRINTED = "reports/figures/recap_proof_print.html"


class ProofForm(TakeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["with_names"].label = "Dengan nama dan nomor berkas"
        self.fields["with_names"].help_text = "Tanpa ini baris tidak menyebut siapa."


@may_fill("reports.make_proof")
def recap_proof(request):
    """One number with its definition, edition, rows and letters, as a PDF; names with a reason."""
    asked = PeriodForm(request.GET)
    if not asked.is_valid():
        return choose_period(request, asked, status=400)
    cell = cell_or_404(request, asked.period)
    number = cell.rows().count()
    # Without a name nothing needs to be filled in.
    form = ProofForm(request.POST if request.method == "POST" else None)
    if form.is_bound and number > MOST:
        form.add_error(None, f"Lebih dari {angka(MOST)} baris. Pilih angka yang lebih sempit.")
    if form.is_valid():
        try:
            found = proof(cell, request.user)
            return _paper(request, found, **form.cleaned_data)
        except ValidationError as busy:
            form.add_error(None, busy)
    context = {
        "form": form,
        "cell": cell,
        "number": number,
        "back": f"{reverse('reports:recap_cell')}?{cell.query}",
    }
    return render(request, "reports/figures/recap_proof.html", context)


def _paper(request, found, *, with_names, reason):
    at = days.now()
    context = {
        "proof": found,
        "with_names": with_names,
        "reason": reason,
        "by": request.user,
        "at": at,
        "unit": Unit.current(),
        "signatory": Signatory.objects.on(days.day_of(at)).first(),
        "today": days.day_of(at),
    }
    content = pdf(PRINTED, context)
    kind = "dengan nama" if with_names else "tanpa nama"
    record(
        request.user,
        "exported",
        page=f"berkas bukti {found.cell.title}, {found.cell.period.title} {kind}",
        asked=found.cell.query,
        rows=found.number,
        sha256=hashlib.sha256(content).hexdigest(),
        reason=reason,
    )
    return pdf_answer(content, f"berkas-bukti-{found.cell.period.slug}")
