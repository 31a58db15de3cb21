"""The sheet beside a signed letter: on paper it goes with it, and says of what it is."""

from rptc.letters.models import Letter, Unit
from rptc.letters.printing import check_address, qr_svg
from rptc.letters.signatures.models import Signature, fingerprint
from rptc.letters.signatures.strokes import HEIGHT, WIDTH
from rptc.printing import pdf


def print_sheet(letter: Letter, signatures: list[Signature]) -> bytes:
    """The PDF that shows these signatures, each with the hash of what was signed."""
    address = check_address(letter)
    context = {
        "letter": letter,
        "unit": Unit.current(),
        "rows": [(row, fingerprint(row.signed_sha256)) for row in signatures],
        "signed_files": sorted({row.signed_sha256 for row in signatures}),
        "width": WIDTH,
        "height": HEIGHT,
        "qr": qr_svg(address),
        "check_address": address,
    }
    return pdf("letters/signature_sheet.html", context, paper="A4")
