"""What a letter looks like on paper, with the code that everybody can check."""

from datetime import date

import qrcode
import qrcode.image.svg
from django.utils.safestring import SafeString

from rptc.addresses import public_address
from rptc.letters.models import Letter, Signatory, Unit
from rptc.letters.texts.drawing import Sheet, check_length, of_the_day
from rptc.letters.texts.models import LetterText
from rptc.printing import pdf_and_pages

# Of what is only looked at: no letter has it (models.CODE_LETTERS knows no O).
NO_CODE = "CONTOHCONTOH"
TEMPLATE = "letters/text_letter.html"


def check_address(letter: Letter) -> str:
    """The public page of a letter, as the QR code says it."""
    return public_address("letters:letter_check", letter.check_code)


def qr_svg(text: str) -> SafeString:
    """A QR code as SVG that stands inside the page: nothing is fetched to print it."""
    code = qrcode.make(text, image_factory=qrcode.image.svg.SvgPathImage, border=0)
    return SafeString(code.to_string(encoding="unicode"))


def print_letter(letter: Letter, facts: dict, corrects: Letter | None = None) -> bytes:
    """The PDF of a letter, drawn from its text. `corrects` is the one whose place it takes.

    Raises ValidationError where it becomes longer than sixty pages.
    """
    common = of_the_day(Unit.current(), letter.dated_on, letter.text)
    sheet = Sheet(letter.text, common | facts)
    content, pages = _print(letter, sheet, {"corrects": corrects, "signatory": letter.signatory})
    check_length(pages)
    return content


def look_at(text: LetterText, sheet: Sheet, *, on: date) -> tuple[bytes, int]:
    """How a letter with this text would look, and how many pages it has. Nothing is kept; its
    code leads nowhere."""
    kind = text.kind
    letter = Letter(kind=kind, dated_on=on, number=kind.number(1, on), check_code=NO_CODE)
    return _print(letter, sheet, {"signatory": signs_on(on), "is_sample": True})


def _print(letter, sheet, more):
    context = drawn_with(letter, sheet) | more
    return pdf_and_pages(TEMPLATE, context, paper=letter.kind.paper)


def drawn_with(letter: Letter, sheet: Sheet) -> dict:
    """What the template of every letter is drawn with, but for who signs it."""
    address = check_address(letter)
    return {
        "sheet": sheet,
        "letter": letter,
        "unit": Unit.current(),
        "qr": qr_svg(address),
        "check_address": address,
    }


def signs_on(day):
    """Who signs the letters of that day: the one who began last (a Plt. or Plh. included)."""
    return Signatory.objects.on(day).first()
