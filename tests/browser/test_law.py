"""What a child told is reported to both offices within its clock; somebody placed by the police
whose letter ends is seen by the head."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from cases.law.placements.models import Placement
from cases.law.reports.models import ViolenceReport
from rptc import days
from rptc.accounts.permissions import Role
from rptc.words import local
from tests.browser.conftest import misfits
from tests.factories import PlacementFactory, StayFactory

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [360, 1280])
def test_what_a_child_told_is_reported_within_its_clock(
    browse_as, transactional_db, photograph, width
):
    stay = StayFactory(child=True, intake__person__name="Rezki Ma'ruf", days_ago=2)
    page = browse_as(Role.CARETAKER, "/law/reports/", width=width)
    page.get_by_role("link", name="Lapor kekerasan").last.click()
    page.get_by_label("Nomor berkas atau nama klien").fill(stay.person.file_number)
    page.get_by_label("Yang diceritakan").select_option("Kekerasan seksual")
    page.get_by_role("button", name="Simpan laporan").click()
    expect(page.get_by_text("Tulis apa yang dikatakan")).to_be_visible()
    page.get_by_label("Yang dikatakan").fill("Saya takut pulang.")
    assert misfits(page, widths=[width]) == []
    page.get_by_role("button", name="Simpan laporan").click()
    expect(page.get_by_role("heading", name="Sisa 7")).to_be_visible()
    photograph(page, f"told-{width}")
    report = ViolenceReport.objects.get()
    page = browse_as(Role.SOCIAL_WORKER, f"/law/reports/{report.pk}/", width=width)
    assert misfits(page, widths=[width]) == []
    tell(page, "Aipda Hasriani", "")
    expect(page.get_by_text("Nomor belum ada", exact=True)).to_be_visible()
    page.get_by_role("link", name="Isi nomor laporan Polisi").click()
    page.get_by_label("Nomor laporan").fill("LP/B/12/XI/2026")
    page.get_by_role("button", name="Simpan laporan").click()
    expect(page.get_by_text("LP/B/12/XI/2026").first).to_be_visible()
    tell(page, "Nurhayati", "PPA-9")
    expect(page.get_by_text("PPA-9")).to_be_visible()
    photograph(page, f"reported-{width}")
    assert misfits(page, widths=[width]) == []
    assert not ViolenceReport.objects.filter(pk=report.pk).open().exists()


def tell(page, receiver, number):
    """The office that stands first."""
    page.get_by_label("Kantor").select_option(index=1)
    page.get_by_label("Diterima oleh").fill(receiver)
    page.get_by_label("Cara").select_option("Telepon")
    page.get_by_label("Nomor laporan").fill(number)
    page.get_by_role("button", name="Simpan laporan").click()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_placement_that_ends_is_renewed(browse_as, transactional_db, photograph, width):
    row = PlacementFactory(over=True, stay__intake__person__name="Yusril")
    page = browse_as(Role.HEAD, "/", width=width)
    expect(page.get_by_text("Yusril").first).to_be_visible()
    page = browse_as(Role.SOCIAL_WORKER, "/law/placements/", width=width)
    page.get_by_role("link", name="Yusril").click()
    expect(page.get_by_text("Surat terakhir sudah berakhir")).to_be_visible()
    photograph(page, f"over-{width}")
    assert misfits(page, widths=[width]) == []
    page.get_by_role("link", name="Catat surat baru").click()
    page.get_by_label("Nomor surat").fill("B/99/XI/2026")
    page.get_by_label("Tanggal surat").fill(f"{days.today()}")
    until = days.now() + timedelta(days=7)
    page.get_by_label("Berlaku sampai").fill(f"{local(until):%Y-%m-%dT%H:%M}")
    assert misfits(page, widths=[width]) == []
    page.get_by_role("button", name="Simpan surat baru").click()
    expect(page.get_by_text("B/99/XI/2026").first).to_be_visible()
    expect(page.get_by_text("Surat terakhir sudah berakhir")).to_have_count(0)
    photograph(page, f"renewed-{width}")
    assert Placement.objects.filter(stay=row.stay_id).count() == 2
