"""An agreement that ends is renewed from Hari Ini, and a referral rests on one."""

import pytest
from playwright.sync_api import expect

from partners.agreements.models import Agreement
from rptc import days
from rptc.accounts.permissions import Role
from tests.browser.conftest import misfits
from tests.factories import AgreementFactory, StayFactory

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [360, 1280])
def test_one_that_ends_is_renewed_from_hari_ini(browse_as, transactional_db, photograph, width):
    row = AgreementFactory(
        our_number="460/0123456789/PKS/UPT-RPTC/XII/2026",
        valid_until=days.today() + 9 * days.ONE_DAY,
    )
    page = browse_as(Role.OFFICE, "/", width=width)
    page.get_by_role("link", name="Perpanjang").click()
    expect(page.get_by_label("Tentang")).to_have_value(row.subject)
    assert misfits(page, widths=[width]) == []
    page.get_by_role("button", name="Simpan draf").click()
    expect(page.get_by_text("Draf tersimpan.")).to_be_visible()
    photograph(page, f"agreement-{width}")
    assert misfits(page, widths=[width]) == []
    page.get_by_role("link", name="Ubah draf").click()
    page.get_by_label("Nomor kami").fill(f"460/{width}")
    page.get_by_role("button", name="Simpan draf").click()
    page.get_by_role("button", name="Ajukan kepada Kepala UPT").click()
    expect(page.get_by_text("diajukan kepada Kepala UPT")).to_be_visible()
    page.goto(page.url.split("/agreements/")[0] + "/agreements/?show=30")
    photograph(page, f"agreements-{width}")
    assert misfits(page, widths=[width]) == []
    assert Agreement.objects.waiting().get().renews == row


def test_a_referral_shows_on_what_it_can_rest(browse_as, transactional_db, photograph):
    row, stay = AgreementFactory(), StayFactory()
    page = browse_as(Role.SOCIAL_WORKER, f"/stays/{stay.pk}/refer/", width=360)
    page.get_by_label("Mitra tujuan").select_option(str(row.partner))
    page.get_by_label("Kebutuhan").fill("Asrama")
    photograph(page, "referral-basis-360")
    assert misfits(page) == []
    page.get_by_role("button", name="Ajukan rujukan").click()
    expect(page.get_by_role("link", name=row.cited)).to_be_visible()
    assert misfits(page) == []
