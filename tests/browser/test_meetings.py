"""A meeting is planned, held and written down; what somebody gave is confirmed and counted."""

import pytest
from playwright.sync_api import expect

from partners.contributions.models import Contribution
from partners.meetings.models import Meeting
from rptc import days
from rptc.accounts.permissions import Role
from tests.browser.conftest import misfits
from tests.factories import (
    AgreementFactory,
    ContributionFactory,
    MeetingDecisionFactory,
    PartnerFactory,
    PledgeFactory,
)

pytestmark = pytest.mark.browser
LONG = "Yayasan Sahabat Anak dan Perempuan Telantar Kota Makassar"


def clock(moment):
    return moment.astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_meeting_is_planned_and_held(browse_as, transactional_db, photograph, width):
    partner = PartnerFactory(name=LONG, short_name="Sahabat Anak")
    AgreementFactory(partner=partner, meetings_a_year=4)
    page = browse_as(Role.OFFICE, "/meetings/add/", width=width)
    page.get_by_label("Jenis").select_option("Koordinasi")
    page.get_by_label("Tentang").fill("Evaluasi PKS pengasuhan dan pendidikan anak")
    page.get_by_label("Hari dan jam").fill(clock(days.now() + days.ONE_DAY))
    page.get_by_label(LONG).check()
    assert misfits(page, widths=[width]) == []
    page.get_by_role("button", name="Simpan rencana rapat").click()
    page.get_by_role("button", name=f"Buat undangan {LONG}").click()
    expect(page.get_by_text("Undangan siap dicetak.")).to_be_visible()
    photograph(page, f"meeting-planned-{width}")
    assert misfits(page, widths=[width]) == []
    page.get_by_role("link", name="Catat hadir dan notula").click()
    for group in ("Pimpinan kami", f"Pimpinan {LONG}"):
        page.get_by_role("group", name=group).get_by_text("Hadir", exact=True).click()
    page.get_by_label(f"Yang datang dari {LONG}").fill("Ketua yayasan")
    page.get_by_label("Notula").fill("Kedua pihak sepakat.")
    photograph(page, f"meeting-hold-{width}")
    assert misfits(page, widths=[width]) == []
    page.get_by_role("button", name="Simpan hadir dan notula").click()
    expect(page.get_by_text("Rapat tercatat.")).to_be_visible()
    MeetingDecisionFactory(meeting=Meeting.objects.get(), late=True)
    page.reload()
    photograph(page, f"meeting-held-{width}")
    assert misfits(page, widths=[width]) == []
    page.get_by_role("link", name="Catat hasil").click()
    page.get_by_text("Sudah dilaksanakan").click()
    page.get_by_role("button", name="Simpan hasil").click()
    expect(page.get_by_text("Selesai, terlambat")).to_be_visible()
    page.goto(page.url.split("/meetings/")[0] + "/meetings/?show=held")
    expect(page.get_by_text("1 dari 4")).to_be_visible()
    photograph(page, f"meetings-{width}")
    assert misfits(page, widths=[width]) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_what_was_given_is_counted(browse_as, transactional_db, photograph, width):
    pledge = PledgeFactory(standing=True, what="Biaya sekolah dan seragam anak asrama")
    ContributionFactory(
        partner=pledge.agreement.partner, pledge=pledge, amount=4_000_000, paper_number="12"
    )
    page = browse_as(Role.OFFICE, "/contributions/", width=width)
    expect(page.get_by_text("Kurang Rp 6.000.000")).to_be_visible()
    page.get_by_text("Cara menghitung").click()
    photograph(page, f"contributions-{width}")
    assert misfits(page, widths=[width]) == []
    page.get_by_role("link", name="Catat sumbangan").click()
    page.get_by_label("Pemberi lain").fill("Toko Contoh")
    page.get_by_label("Sumber").select_option("Swasta atau CSR")
    page.get_by_label("Berupa").select_option("Uang")
    page.get_by_label("Untuk apa atau barang apa").fill("Makan siang Jumat")
    page.get_by_label("Jumlah atau nilai, rupiah").fill("1.200.000")
    assert misfits(page, widths=[width]) == []
    page.get_by_role("button", name="Simpan dan ajukan").click()
    expect(page.get_by_text("Sumbangan diajukan kepada Kepala UPT.")).to_be_visible()
    photograph(page, f"contribution-{width}")
    assert misfits(page, widths=[width]) == []
    assert Contribution.objects.waiting().get().amount == 1_200_000
