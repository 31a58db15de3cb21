"""A scanned letter is paper: pages, and nothing that a reader's program would carry out.

Whoever sends it may have made it by hand, and it is opened on the unit's computers for years.
"""

import hashlib
import hmac
import io
import re

from django.core.exceptions import ValidationError
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

MOST_PAGES = 50
# A scan has some ten objects a page; a file that has very many was not made by a scanner.
MOST_OBJECTS = 20_000
# What runs, opens or sends something (ISO 32000-2, 12.6.4), and other files inside.
ACTIONS = {
    "/GoTo3DView",
    "/GoToE",
    "/GoToR",
    "/ImportData",
    "/JavaScript",
    "/Launch",
    "/Movie",
    "/Rendition",
    "/ResetForm",
    "/RichMediaExecute",
    "/Sound",
    "/SubmitForm",
}
KEYS = {"/AF", "/EF", "/EmbeddedFiles", "/JS", "/JavaScript", "/RichMediaContent", "/XFA"}

SAID_CODE = re.compile(r"Kode periksa\s+([A-Z2-9]{4})-([A-Z2-9]{4})-([A-Z2-9]{4})")

NO_CODE = "Ketik kode periksa yang tercetak pada lembar itu, di bawah gambar kotak."
OTHER_LETTER = "Ini lembar surat lain: kode periksanya bukan kode surat ini."
NOT_SIGNED = (
    "Ini cetakan surat itu sendiri, tanpa tanda tangan. Pindai lembar yang ditandatangani."
)
NO_PDF = "Ini bukan berkas PDF. Pindai surat itu sebagai PDF."
UNREADABLE = "Berkas PDF ini rusak dan tidak dapat dibaca. Pindai surat itu lagi."
LOCKED = "Berkas PDF ini terkunci dengan kata sandi. Pindai lagi tanpa kata sandi."
EMPTY = "Berkas PDF ini tidak berisi halaman. Pindai surat itu lagi."
TOO_LONG = f"Berkas PDF ini lebih dari {MOST_PAGES} halaman. Kirim hanya pindaian surat ini."
NO_SCAN = (
    "Berkas PDF ini bukan pindaian biasa: di dalamnya ada program, berkas lain atau perintah."
    " Cetak surat itu, lalu pindai dari kertasnya."
)


def check_scan(content: bytes) -> None:
    """Raises ValidationError, in words, for all that is no plain scan."""
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-1024:]:
        raise ValidationError(NO_PDF)
    try:
        mistake = _mistake(PdfReader(io.BytesIO(content)))
    # A file made to break readers raises whatever its makers found; all of it is unreadable.
    except Exception as error:
        raise ValidationError(UNREADABLE) from error
    if mistake:
        raise ValidationError(mistake)


def check_is_of(letter, content: bytes, typed: str) -> None:
    """Raises ValidationError, in words, where the sheet is of another letter, or is the print that
    nobody signed. A PDF that was never on paper says its check code itself; on a picture a human
    being reads it."""
    if letter.files.filter(sha256=hashlib.sha256(content).hexdigest()).exists():
        raise ValidationError(NOT_SIGNED)
    codes = codes_in(content)
    # What was written on paper, without the application, bears no code.
    has_code = letter.files.exists()
    if has_code and not (codes or typed):
        raise ValidationError(NO_CODE)
    if codes - {letter.check_code} or (typed and not _are_alike(typed, letter.check_code)):
        raise ValidationError(OTHER_LETTER)


def codes_in(content: bytes) -> set[str]:
    """The check codes that the text of a PDF says, as a letter prints them."""
    if not content.startswith(b"%PDF-"):
        return set()
    try:
        pages = PdfReader(io.BytesIO(content)).pages[:MOST_PAGES]
        text = "\n".join(page.extract_text() for page in pages)
    # Its pages were counted before; what it writes on them can still be anything.
    except Exception:
        return set()
    return {"".join(code) for code in SAID_CODE.findall(text)}


def _are_alike(code, other):
    return hmac.compare_digest(code.encode(), other.encode())


def _mistake(reader):
    if reader.is_encrypted:
        return LOCKED
    pages = len(reader.pages)
    if not pages:
        return EMPTY
    if pages > MOST_PAGES:
        return TOO_LONG
    return "" if _is_plain(reader.trailer) else NO_SCAN


def _is_plain(trailer):
    """All that hangs on the root of the file: a reader's program carries out nothing else."""
    waiting, seen = [trailer], set()
    while waiting:
        part = waiting.pop()
        if isinstance(part, IndirectObject):
            place = (part.idnum, part.generation)
            if place in seen:
                continue
            seen.add(place)
            if len(seen) > MOST_OBJECTS:
                return False
            part = part.get_object()
        if isinstance(part, ArrayObject):
            waiting += list(part)
        elif isinstance(part, DictionaryObject):
            if KEYS & part.keys() or str(part.get("/S")) in ACTIONS:
                return False
            waiting += [part.raw_get(key) for key in part]
    return True
