"""A round of six on a telephone; somebody sent to hospital, the bill, and back again."""

import datetime

import pytest
from playwright.sync_api import expect

from cases.health.hospital.models import HospitalBill, HospitalStay
from cases.health.medicines.models import Dose
from cases.house.leaves.models import Leave
from cases.house.shifts.hours import BEGINS, shift_at
from rptc import days
from rptc.accounts.permissions import Role
from tests.browser.conftest import misfits
from tests.factories import AllergyFactory, BedUseFactory, MedicineFactory, StayFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def six(transactional_db):
    """Due when the shift that runs began."""
    day, shift = shift_at(days.now())
    due = {"hours": [BEGINS[shift]], "hours_since": days.at(day, BEGINS[shift])}
    rows = []
    for number in range(6):
        stay = StayFactory(intake__person__name=f"Klien {number}", days_ago=3)
        BedUseFactory(stay=stay)
        rows.append(MedicineFactory(stay=stay, **due))
    AllergyFactory(person=rows[0].stay.person, substance="aspirin", is_severe=True)
    return rows


@pytest.mark.parametrize("width", [360, 1280])
def test_a_round_of_six(browse_as, six, photograph, width):
    page = browse_as(Role.CARETAKER, "/medicines/round/", width=width)
    expect(page.get_by_text("0 dari 6 terisi")).to_be_visible()
    for number in range(6):
        row = page.get_by_role("listitem").filter(has_text=f"Klien {number}")
        words = row.get_by_label("Kata-katanya")
        expect(words).to_be_hidden()
        row.get_by_text("Menolak" if number == 4 else "Diberi", exact=True).click()
        if number == 4:
            words.fill("Mual, kata Ma'ruf.")
    photograph(page, f"answered-{width}")
    assert misfits(page, widths=[width]) == []
    page.get_by_role("button", name="Simpan obat").click()
    expect(page.get_by_text("6 dari 6 terisi")).to_be_visible()
    assert list(Dose.objects.exclude(outcome="given").values_list("said", flat=True)) == [
        "Mual, kata Ma'ruf."
    ]


def moment(hours):
    at = days.now() + datetime.timedelta(hours=hours)
    return at.astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize("width", [360, 1280])
def test_to_hospital_the_bill_and_back_again(browse_as, transactional_db, photograph, width):
    stay = StayFactory(intake__person__name="Yusril", days_ago=3)
    page = browse_as(Role.SOCIAL_WORKER, f"/stays/{stay.pk}/hospital/", width=width)
    page.get_by_label("Rumah sakit").select_option("RSUD Daya")
    page.get_by_label("Masuk pada").fill(moment(-2))
    page.get_by_label("Diperkirakan kembali").fill(moment(20))
    page.get_by_label("Siapa yang mendampingi").fill("Sitti Nompo")
    page.get_by_label("Yang menanggung").select_option("BPJS")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("heading", name="Yusril")).to_be_visible()
    assert Leave.objects.open().get().place == "RSUD Daya"
    page.get_by_role("link", name="Catat tagihan").click()
    page.get_by_label("Tanggal tagihan").fill(f"{days.today()}")
    page.get_by_label("Jumlah, rupiah").fill("1180000")
    page.get_by_role("button", name="Simpan tagihan").click()
    expect(page.get_by_text("Terutang")).to_be_visible()
    photograph(page, f"owed-{width}")
    assert misfits(page, widths=[width]) == []
    page.get_by_role("link", name="Catat lunas").click()
    page.get_by_label("Nomor kuitansi").fill("K-12/2026")
    page.get_by_role("button", name="Catat lunas").click()
    expect(page.get_by_text("kuitansi K-12/2026")).to_be_visible()
    page.get_by_role("link", name="Catat selesai").click()
    page.get_by_label("Sesudahnya").select_option("Kembali ke RPTC")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Kembali ke RPTC").first).to_be_visible()
    assert misfits(page, widths=[width]) == []
    assert not Leave.objects.open().exists()
    assert HospitalStay.objects.get().outcome == "back"
    assert not HospitalBill.objects.owed().exists()
