"""Each text of the program at its shortest and longest: as many pages as before, each line where
it stood, on its own paper."""

import io
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from rptc import days
from rptc.letters.models import LetterKind
from rptc.letters.printing import look_at
from rptc.letters.texts import sorts
from rptc.letters.texts.actions import sheet_of
from rptc.letters.texts.models import LetterText
from tests.letters.texts.places import WRITES, keep, kept, places_of
from tests.letters.texts.test_texts import CODES

pytestmark = [pytest.mark.django_db, pytest.mark.gate]
DAY = datetime(2026, 5, 1, 4, tzinfo=UTC)
# Who signs beside the code.
SIGNERS = ("Kepala UPT", "Yang me", "yang me", "Pemilik", "Klien / wali")
CASES = {"pendek": (sorts.shortest, 1), "panjang": (sorts.longest, 40)}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("case", CASES)
def test_each_line_stands_where_it_stood(settings, code, case):
    # It stands below the code.
    settings.PUBLIC_ADDRESS = "http://127.0.0.1:8000"
    make, most = CASES[case]
    kind = LetterKind.objects.get(code=code)
    text = LetterText.objects.get(kind=kind, version=1)
    with days.told_at(DAY):
        content, pages = look_at(text, sheet_of(text, make(code)), on=days.today())
    assert pages <= most
    last = PdfReader(io.BytesIO(content)).pages[-1].extract_text()
    # The code never stands alone on a sheet: somebody signs beside it.
    assert "Kode periksa" in last
    assert any(words in last for words in SIGNERS)
    name = f"{code}, {case}"
    if WRITES:
        keep(name, places_of(content))
    assert places_of(content) == kept()[name]
