"""The file of a partner is filled in, and a partner says on its phone what is free."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, misfits

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_office_completes_the_file_of_a_partner(browse_as, demo, width, photograph):
    page = browse_as(demo("tu"), "/partners/")
    page.set_viewport_size({"width": width, "height": 800})
    page.get_by_role("link", name="YPKDS").click()
    page.get_by_role("link", name="Tambah orang").click()
    page.get_by_role("textbox", name="Nama*").fill("Sitti Ra'uf")
    page.get_by_label("Telepon").fill("tanya dulu")
    page.get_by_role("button", name="Tambah orang").click()
    expect(page.get_by_text("Tulis satu nomor telepon")).to_be_visible()
    page.get_by_label("Telepon").fill(f"0812 0000 {width}")
    page.get_by_role("button", name="Tambah orang").click()
    expect(page.get_by_role("link", name=f"0812 0000 {width}")).to_be_visible()
    page.get_by_role("link", name="Ubah siapa yang diterima").click()
    page.get_by_label("Jumlah tempat").fill("9")
    page.get_by_label("Sabtu").check()
    assert not misfits(page, night=())
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Dari 9 tempat seluruhnya.")).to_be_visible()
    assert not misfits(page, night=())
    photograph(page, f"partner-{width}")


def test_a_partner_says_what_is_free_and_the_office_reads_it(browse_as, demo, photograph):
    page = browse_as(demo("mitra.ypkds"), "/")
    page.get_by_role("link", name="Ubah tempat kosong").click()
    page.get_by_label("Tempat untuk laki-laki").fill("3")
    page.get_by_label("Tempat untuk perempuan").fill("0")
    assert not misfits(page, night=())
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("3 laki-laki, 0 perempuan. Dikatakan hari ini.")).to_be_visible()
    photograph(page, "portal-places")
    office = browse_as(demo("tu"), "/partners/")
    row = office.get_by_role("row").filter(has_text="YPKDS")
    expect(row).to_contain_text(re.compile(r"3 L, 0 P\s+kata mereka hari ini"))
