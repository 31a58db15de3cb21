"""To whom somebody was handed: asked for as soon as the outcome needs it, and not before."""

import pytest
from playwright.sync_api import expect

from cases.intakes.models import Intake
from rptc.accounts.permissions import Role
from tests.browser.conftest import misfits
from tests.browser.test_patrol import choice
from tests.factories import PatrolFactory, UserFactory

pytestmark = pytest.mark.browser

WHOM = "Rumah sakit, kantor polisi atau instansi"


def test_it_is_asked_with_its_outcome_alone(browse_as, photograph, transactional_db):
    officer = UserFactory(roles=[Role.FIELD])
    patrol = PatrolFactory(recorded_by=officer)
    page = browse_as(officer, f"/patrols/{patrol.pk}/intakes/")
    row = page.get_by_role("article", name="Orang 1")
    row.get_by_label("Nama").fill("Saparuddin Lagoa")
    choice(row, "Jenis kelamin", "Laki-laki").click()
    choice(row, "Klasifikasi", "Gepeng").click()
    expect(row.get_by_label(WHOM)).to_be_hidden()
    choice(row, "Hasil di tempat", "Rumah sakit").click()
    expect(row.get_by_label(WHOM)).to_be_visible()
    page.get_by_role("button", name="Simpan, tambah").click()
    expect(row.get_by_text("Tulis rumah sakitnya.")).to_be_visible()
    photograph(page, "asked")
    assert misfits(page) == []
    row.get_by_label(WHOM).fill("RSUD Daya")
    page.get_by_role("button", name="Simpan, tambah").click()
    expect(page.get_by_text("1 orang", exact=True)).to_be_visible()
    assert Intake.objects.get().handed_to == "RSUD Daya"
    expect(row.get_by_label(WHOM)).to_have_value("RSUD Daya")

    page.goto(f"/intakes/{Intake.objects.get().pk}/correct/")
    expect(page.get_by_label(WHOM)).to_be_visible()
    photograph(page, "correct")
    assert misfits(page) == []
    choice(page, "Hasil di tempat", "Dibina di tempat").click()
    expect(page.get_by_label(WHOM)).to_be_hidden()


def test_a_phone_is_registered_by_its_camera(browse_as, photograph, transactional_db):
    page = browse_as(Role.HEAD, "/settings/devices/")
    page.get_by_label("Nama ponsel").fill("Ponsel Piket")
    page.get_by_role("button", name="Daftarkan").click()
    expect(page.get_by_role("img", name="Kode QR alamat pendaftaran Ponsel Piket")).to_be_visible()
    photograph(page, "qr")
    assert misfits(page) == []
