"""Signed with a finger or a mouse in a box; without a script two ways are left."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from rptc.accounts.permissions import Role
from rptc.letters.agency.models import Step
from rptc.letters.signatures.models import Signature
from tests import factories as f
from tests.browser.conftest import DESK, PHONE, misfits
from tests.letters.agency.agency import at_agency, initialed
from tests.letters.signatures.signing import receipt

pytestmark = pytest.mark.browser


def address(letter):
    return reverse("letters:letter_sign", args=[letter.pk])


def write(page, box):
    """A line that goes up and down, within the box."""
    box.evaluate("box => box.scrollIntoView({ block: 'center', behavior: 'instant' })")
    at = box.bounding_box()
    left, middle = at["x"] + at["width"] * 0.2, at["y"] + at["height"] / 2
    page.mouse.move(left, middle)
    page.mouse.down()
    for step in range(1, 25):
        page.mouse.move(left + step * 6, middle + (18 if step % 2 else -18))
    page.mouse.up()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_signature_is_written_wiped_out_and_written_again(browse_as, width):
    piket = f.UserFactory(roles=[Role.CARETAKER])
    letter = receipt(piket).letter
    page = browse_as(piket, address(letter), width=width)
    box = page.get_by_role("img", name="Kotak tanda tangan")
    strokes = page.locator("[data-strokes]")
    write(page, box)
    expect(strokes).not_to_have_value("")
    page.get_by_role("button", name="Hapus, ulangi").click()
    expect(strokes).to_have_value("")
    write(page, box)
    assert misfits(page, widths=[width]) == []
    page.get_by_role("button", name="Simpan tanda tangan").click()
    expect(page.get_by_role("img", name="Tanda tangan Baharuddin")).to_be_visible()
    row = Signature.objects.get()
    assert (row.way, row.side) == ("screen", "klien")
    assert misfits(page, widths=[width]) == []


def test_without_a_script_the_box_says_so_and_the_others_work(browse_as):
    piket = f.UserFactory(roles=[Role.CARETAKER])
    letter = receipt(piket).letter
    page = browse_as(piket, address(letter), java_script_enabled=False)
    expect(page.get_by_text("Kotak tanda tangan tidak dapat dibuka")).to_be_visible()
    expect(page.get_by_role("img", name="Kotak tanda tangan")).to_be_hidden()
    page.get_by_text("lembar yang sudah ditandatangani").click()
    page.get_by_label("Foto atau berkas lembarnya").set_input_files(
        {"name": "lembar.pdf", "mimeType": "application/pdf", "buffer": f.blank_sheet()}
    )
    page.get_by_label("Kode periksa pada lembar itu").fill(letter.shown_code)
    page.get_by_role("button", name="Simpan tanda tangan").click()
    expect(page.get_by_role("link", name="Buka pindaian")).to_be_visible()
    assert Signature.objects.get().way == "paper"


def test_the_pages_around_fit_and_can_be_read(browse_as):
    piket, office = (f.UserFactory(roles=[role]) for role in (Role.CARETAKER, Role.OFFICE))
    page = browse_as(piket, address(receipt(piket).letter))
    for fold in ["Baca dahulu, 1 halaman", "Ditandatangani lebih awal"]:
        page.get_by_role("heading", name=fold).click()
    expect(page.get_by_text("TANDA TERIMA BARANG TITIPAN")).to_be_visible()
    assert misfits(page) == []
    ready, away = initialed(office, Step.OFFICE, Step.HEAD), at_agency(office)
    for who, name, number in [
        (office, "letter_carry", [ready.pk]),
        (office, "letter_detail", [away.pk]),
        (office, "letter_scan", [away.pk]),
        (Role.AGENCY, "agency_letter_list", []),
    ]:
        page = browse_as(who, reverse(f"letters:{name}", args=number))
        assert misfits(page) == []
