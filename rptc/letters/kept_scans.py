"""A paper that was sent (papers.py) and is kept: its bytes beside their hash."""

import hashlib

from django import forms
from django.db import models
from django.http import Http404, HttpResponse

from rptc.audit.record import record
from rptc.forms import RowForm
from rptc.letters.papers import PAPERS, is_pdf, read_paper
from rptc.printing import pdf_answer
from rptc.sending import SendKeyForm, Sent, digest_of

SHA256 = r"^[0-9a-f]{64}$"


class Whole:
    """Mixed into a row with `content` and its `sha256`."""

    def keep(self, paper):
        self.content, self.sha256 = paper, hashlib.sha256(paper).hexdigest()

    @property
    def scan(self):
        return bytes(self.content)

    @property
    def is_whole(self):
        return hashlib.sha256(self.scan).hexdigest() == self.sha256


class KeptScan(Whole, Sent):
    """A picture of our own making, or a PDF that is plain, of a row that may have several: the
    last counts. Its history leaves `content` out, for it would keep what was sent by mistake."""

    content = models.BinaryField(editable=False)
    sha256 = models.CharField("sidik pindaian", max_length=64, editable=False)

    class Meta(Sent.Meta):
        abstract = True


class ScanForm(SendKeyForm, RowForm):
    """`of` says what the paper is."""

    of = ""

    paper = forms.FileField(
        widget=forms.FileInput(attrs={"accept": PAPERS}),
        help_text="Foto paling besar 8 MB, atau PDF paling besar 5 MB.",
        error_messages={"required": "Pilih foto atau pindaiannya."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["paper"].label = f"Foto atau pindaian {self.of}"

    def clean_paper(self):
        return read_paper(self.cleaned_data["paper"])

    def digest(self):
        paper = hashlib.sha256(self.cleaned_data["paper"]).hexdigest()
        return digest_of(self.cleaned_data | {"paper": paper})


def last_scan_response(request, scans, name, *, person=None) -> HttpResponse:
    """The paper that was sent last, as an answer that no browser keeps, and who opened it.

    Raises Http404 where there is none, RuntimeError where it is not what was kept."""
    scan = scans.order_by("-pk").first()
    if scan is None:
        raise Http404
    if not scan.is_whole:
        raise RuntimeError(f"{scan._meta.label} {scan.pk} is not what was kept.")
    record(request.user, "opened", scan, person=person)
    if is_pdf(scan.scan):
        answer = pdf_answer(scan.scan, name)
    else:
        answer = HttpResponse(scan.scan, content_type="image/jpeg")
        answer["Content-Disposition"] = f'inline; filename="{name}.jpg"'
    answer["Cache-Control"] = "no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
