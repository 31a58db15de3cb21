"""A paper that somebody sends: a picture of it, saved anew, or the PDF of a scanner."""

from django.core.exceptions import ValidationError

from rptc.letters.scans import check_scan
from rptc.pictures import encode

PDF = b"%PDF-"
SCAN_LIMIT = 5 * 1024 * 1024
PICTURES = "image/jpeg,image/png,image/webp"
PAPERS = f"{PICTURES},application/pdf"
TOO_LARGE = "Berkas lebih dari 5 MB. Pindai dengan 150 dpi, hitam putih."


def is_pdf(content: bytes) -> bool:
    return content.startswith(PDF)


def read_paper(upload) -> bytes:
    """As it is kept. Raises ValidationError, in words, for what is neither."""
    begins = upload.read(len(PDF))
    upload.seek(0)
    return read_scan(upload) if is_pdf(begins) else encode(upload).content


def read_scan(upload) -> bytes:
    """The PDF of a scanner alone."""
    if upload.size > SCAN_LIMIT:
        raise ValidationError(TOO_LARGE)
    content = upload.read()
    check_scan(content)
    return content
