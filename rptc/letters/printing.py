"""What a letter looks like on paper, with the code that everybody can check."""

import qrcode
import qrcode.image.svg
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from rptc.letters.models import Letter, Signatory, Unit
from rptc.printing import pdf


def check_address(letter: Letter) -> str:
    """The public page of a letter, as the QR code says it."""
    return settings.PUBLIC_ADDRESS + reverse("letters:letter_check", args=[letter.check_code])


def qr_svg(text: str) -> SafeString:
    """A QR code as SVG that stands inside the page: nothing is fetched to print it."""
    code = qrcode.make(text, image_factory=qrcode.image.svg.SvgPathImage, border=0)
    return SafeString(code.to_string(encoding="unicode"))


def print_letter(letter: Letter, template: str, context: dict) -> bytes:
    """The PDF of a letter. The template extends letters/base_letter.html."""
    return pdf(
        template,
        context
        | {
            "letter": letter,
            "unit": Unit.current(),
            "signatory": letter.signatory,
            "qr": qr_svg(check_address(letter)),
            "check_address": check_address(letter),
        },
        paper=letter.kind.paper,
    )


def signs_on(day):
    """Who signs the letters of that day: the one who began last (a Plt. or Plh. included)."""
    return Signatory.objects.on(day).first()
