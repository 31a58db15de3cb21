"""Help is asked, approved and paid, each by another hand."""

import pytest
from playwright.sync_api import expect

from cases.help.models import Help
from cases.help.money.models import MoneyMovement
from rptc.accounts.permissions import Role
from tests.browser.conftest import misfits
from tests.factories import BudgetLineFactory, StayFactory, help_reason

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [360, 1280])
def test_asked_approved_and_paid(browse_as, transactional_db, photograph, width):
    help_reason()
    BudgetLineFactory()
    stay = StayFactory(intake__person__name="Yusril", days_ago=3)
    page = browse_as(Role.SOCIAL_WORKER, f"/stays/{stay.pk}/help/", width=width)
    page.get_by_label("Untuk apa").select_option("Ongkos pulang")
    page.get_by_text("Uang", exact=True).click()
    page.get_by_label("Jumlah, rupiah").fill("250000")
    page.get_by_label("Mengapa perlu").fill("Bus ke Ma'rang.")
    photograph(page, f"asked-{width}")
    assert misfits(page, widths=[width]) == []
    page.get_by_role("button", name="Ajukan bantuan").click()
    expect(page.get_by_text("Menunggu Kepala UPT").first).to_be_visible()
    row = Help.objects.get()
    page = browse_as(Role.HEAD, f"/help/{row.pk}/decide/", width=width)
    assert misfits(page, widths=[width]) == []
    page.get_by_role("button", name="Setujui").click()
    expect(page.get_by_text("disetujui")).to_be_visible()
    page = browse_as(Role.OFFICE, "/help/?show=approved", width=width)
    assert misfits(page, widths=[width]) == []
    page.get_by_role("link", name="Bayar Ongkos pulang").click()
    expect(page.get_by_text("Yusril")).to_have_count(0)
    page.get_by_label("Mata anggaran").select_option("Sumbangan")
    page.get_by_role("button", name="Catat diberikan").click()
    expect(page.get_by_role("link", name="Cetak tanda terima")).to_be_visible()
    photograph(page, f"paid-{width}")
    assert misfits(page, widths=[width]) == []
    row.refresh_from_db()
    assert row.has_receipt


@pytest.mark.parametrize("width", [360, 1280])
def test_money_of_a_klien_is_counted_by_two(browse_as, transactional_db, photograph, width):
    stay = StayFactory(intake__person__name="Yusril", days_ago=3)
    page = browse_as(Role.SOCIAL_WORKER, f"/stays/{stay.pk}/money/", width=width)
    page.get_by_role("link", name="Catat uang").click()
    assert misfits(page, widths=[width]) == []
    page.get_by_label("Jumlah, rupiah").fill("85000")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Belum dihitung berdua")).to_be_visible()
    expect(page.get_by_role("link", name="Hitung")).to_have_count(0)
    page = browse_as(Role.SOCIAL_WORKER, "/money/?show=count", width=width)
    assert misfits(page, widths=[width]) == []
    page.get_by_role("link", name="Hitung uang Yusril").click()
    page.get_by_label("Hitungan Anda").fill("85000")
    page.get_by_role("button", name="Simpan hitungan").click()
    expect(page.get_by_text("Dihitung berdua", exact=True)).to_be_visible()
    photograph(page, f"counted-{width}")
    assert misfits(page, widths=[width]) == []
    assert MoneyMovement.objects.get().counted_by != MoneyMovement.objects.get().recorded_by
