"""What comes back from the scanner: a sheet of paper, and nothing that does something."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)
from pytest_django.asserts import assertContains

from rptc.accounts.permissions import Role
from rptc.letters import actions
from rptc.letters.files import frozen_file
from rptc.letters.models import LetterFile
from rptc.letters.scans import MOST_PAGES, check_scan, codes_in
from tests.letters.test_issuing import issue, outside_kind


def writer(pages=1):
    made = PdfWriter()
    for _ in range(pages):
        made.add_blank_page(width=595, height=842)
    return made


def written(made):
    file = io.BytesIO()
    made.write(file)
    return file.getvalue()


def action(kind, **more):
    keys = {NameObject(f"/{name}"): value for name, value in more.items()}
    return DictionaryObject({NameObject("/S"): NameObject(f"/{kind}"), **keys})


def with_open_script():
    made = writer()
    script = action("JavaScript", JS=TextStringObject("app.alert('halo');"))
    names = ArrayObject([TextStringObject("halo"), made._add_object(script)])
    tree = DictionaryObject({NameObject("/Names"): names})
    made._root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): tree})
    return made


def with_launch():
    made = writer()
    made._root_object[NameObject("/OpenAction")] = action("Launch", F=TextStringObject("x.exe"))
    return made


def with_script_on_a_page():
    made = writer()
    script = action("JavaScript", JS=TextStringObject("app.alert(1)"))
    made.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): script})
    return made


def with_sending_form():
    made = writer()
    annotation = DictionaryObject({NameObject("/Subtype"): NameObject("/Widget")})
    annotation[NameObject("/A")] = action("SubmitForm", F=TextStringObject("http://x.test"))
    made.pages[0][NameObject("/Annots")] = ArrayObject([made._add_object(annotation)])
    return made


def with_attachment():
    made = writer()
    made.add_attachment("isi.txt", b"isi")
    return made


DOES_SOMETHING = [
    with_open_script,
    with_launch,
    with_script_on_a_page,
    with_sending_form,
    with_attachment,
]


def encrypted():
    made = writer()
    made.encrypt("rahasia")
    return written(made)


def without_pages():
    return written(PdfWriter())


REFUSED = {
    "no PDF": (b"PK\x03\x04 dokumen", "bukan berkas PDF"),
    "only its first and last words": (
        b"%PDF-1.4 lembar bertanda tangan %%EOF",
        "tidak dapat dibaca",
    ),
    "cut off in the middle": (lambda: written(writer())[:250] + b"%%EOF", "tidak dapat dibaca"),
    "a page tree that goes in a circle": (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 1/Kids[2 0 R]>>endobj\n"
        b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF",
        "PDF",
    ),
    "locked": (encrypted, "terkunci"),
    "empty": (without_pages, "tidak berisi halaman"),
    "a book": (lambda: written(writer(MOST_PAGES + 1)), f"lebih dari {MOST_PAGES} halaman"),
    **{
        made.__name__: (lambda made=made: written(made()), "bukan pindaian biasa")
        for made in DOES_SOMETHING
    },
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_scan_is_refused_in_words(what):
    content, said = REFUSED[what]
    with pytest.raises(ValidationError, match=said):
        check_scan(content if isinstance(content, bytes) else content())


def test_a_scan_is_taken():
    made = writer(3)
    made.add_annotation(0, Link(rect=(0, 0, 9, 9), url="https://rptc.test/check/"))
    made._root_object[NameObject("/OpenAction")] = ArrayObject(
        [made.pages[0].indirect_reference, NameObject("/XYZ"), *[NumberObject(0)] * 3]
    )
    check_scan(written(made))


def test_the_page_says_why_and_keeps_nothing(client, login):
    office = login(Role.OFFICE)
    letter = issue(office, outside_kind().code)
    actions.number_letter(letter, number="460/1/Dinsos", source="Buku agenda", by=office)
    page = reverse("letters:letter_scan", args=[letter.pk])
    for made, said in [(with_launch(), "bukan pindaian biasa"), (writer(), "")]:
        file = SimpleUploadedFile("surat.pdf", written(made), "application/pdf")
        answer = client.post(page, {"file": file, "code": letter.shown_code})
        if said:
            assertContains(answer, said)
            assert not LetterFile.objects.filter(letter=letter, kind="scan").exists()
    assert LetterFile.objects.filter(letter=letter, kind="scan").exists()


def test_a_scan_of_another_letter_is_refused(client, login):
    """By the code that somebody reads on the sheet, or by the one that the PDF says itself."""
    office = login(Role.OFFICE)
    letter, other = issue(office, number_later=True), issue(office)
    actions.number_letter(letter, number="", source="", by=office)
    page = reverse("letters:letter_scan", args=[letter.pk])
    printed = {row: bytes(frozen_file(row).content) for row in (letter, other)}
    for content, code, said in [
        (written(writer()), "", "Ketik kode periksa"),
        (written(writer()), other.shown_code, "lembar surat lain"),
        (printed[other], "", "lembar surat lain"),
        (printed[other], letter.shown_code, "lembar surat lain"),
        (printed[letter], letter.shown_code, "tanpa tanda tangan"),
    ]:
        file = SimpleUploadedFile("surat.pdf", content, "application/pdf")
        assertContains(client.post(page, {"file": file, "code": code}), said)
    assert letter.files.count() == 1
    assert codes_in(printed[letter]) == {letter.check_code}
    # As somebody has signed it elsewhere: other bytes, and the same text.
    signed = written(PdfWriter(clone_from=io.BytesIO(printed[letter])))
    file = SimpleUploadedFile("surat.pdf", signed, "application/pdf")
    assert client.post(page, {"file": file}).status_code == 302
