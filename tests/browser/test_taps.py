"""How many taps the tasks of a night take, from Hari Ini on. Run alone
(`script/test tests/browser/test_taps.py`) it prints the table."""

import pytest
from playwright.sync_api import expect

from cases.exits.models import Exit
from cases.intakes.models import Intake
from cases.patrols.models import Patrol
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.models import Letter
from tests import pictures
from tests.browser.conftest import heard_only, misfits
from tests.browser.test_patrol import choice
from tests.browser.test_photos import shots
from tests.factories import (
    BedFactory,
    HotSpotFactory,
    IntakeFactory,
    PatrolFactory,
    StayFactory,
    UserFactory,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def officer(transactional_db):
    """Was on the road before: the next patrol is like the last one, but for its letter."""
    officer = UserFactory(roles=[Role.FIELD])
    last = PatrolFactory(recorded_by=officer, ended_at=days.now())
    last.members.create(user=officer)
    HotSpotFactory(name="Fly Over")
    return officer


def test_a_patrol_with_a_new_letter(browse_as, officer, taps):
    page = browse_as(officer, "/")
    finger = taps(page, "Patroli dengan surat tugas baru", bar=6)
    finger.tap(page.get_by_role("link", name="Mulai patroli"))
    finger.tap(page.get_by_text("Tambah surat di sini"))
    page.get_by_label("Nomor surat tugas lain").fill("094/77/Rehsos/2026")
    finger.tap(page.get_by_text("Titik di rute:"))
    finger.tap(page.get_by_label("Fly Over"))
    finger.tap(page.get_by_role("button", name="Mulai patroli"))
    expect(page.get_by_role("heading", name="Catat orang yang dijangkau")).to_be_visible()
    patrol = Patrol.objects.latest("pk")
    assert patrol.order_letter.number == "094/77/Rehsos/2026"
    assert "Fly Over" in patrol.route


def test_a_person_without_a_name_and_with_a_photo(browse_as, officer, taps, photograph):
    patrol = PatrolFactory(recorded_by=officer)
    page = browse_as(officer, "/")
    finger = taps(page, "Orang tanpa nama, dengan foto", bar=6)
    finger.tap(page.get_by_role("link", name="Catat orang"))
    row = page.get_by_role("article", name="Orang 1")
    with page.expect_file_chooser() as chooser:
        finger.tap(row.get_by_role("button", name="Foto orang ini"))
    chooser.value.set_files(shots(pictures.from_a_phone()))
    expect(row.get_by_text("Foto ikut tersimpan dengan baris ini.")).to_be_visible()
    photograph(page, "chosen")
    assert misfits(page) == []
    finger.tap(choice(row, "Jenis kelamin", "Laki-laki"))
    finger.tap(choice(row, "Klasifikasi", "Gepeng"))
    finger.tap(page.get_by_role("button", name="Simpan, tambah"))
    expect(page.get_by_text("1 orang", exact=True)).to_be_visible()
    intake = Intake.objects.get(patrol=patrol)
    assert not intake.person.name
    assert intake.person.photos.get().kind == "face"


def test_a_patrol_that_met_nobody_ends(browse_as, officer, taps):
    patrol = PatrolFactory(recorded_by=officer)
    page = browse_as(officer, "/")
    finger = taps(page, "Akhir patroli tanpa seorang pun", bar=2)
    finger.tap(page.get_by_role("link", name="Akhiri patroli"))
    finger.tap(page.get_by_role("button", name="Selesai, nihil"))
    expect(page.get_by_text("Patroli selesai.")).to_be_visible()
    patrol.refresh_from_db()
    assert patrol.ended_at


def test_the_text_for_whatsapp(browse_as, officer, taps):
    patrol = PatrolFactory(recorded_by=officer, ended_at=days.now())
    IntakeFactory(by_patrol=True, patrol=patrol, person__name="Saparuddin")
    page = browse_as(officer, "/", permissions=["clipboard-read", "clipboard-write"])
    finger = taps(page, "Teks WhatsApp", bar=2)
    finger.tap(page.get_by_role("link", name=f"{patrol.team}, "))
    finger.tap(page.get_by_role("button", name="Salin teks"))
    expect(page.get_by_text("Tersalin")).to_be_visible()
    text = page.evaluate("navigator.clipboard.readText()")
    assert "Terjaring 1 orang (L 1, P 0)" in text
    assert "Saparuddin" not in text


def test_the_text_is_copied_only_where_a_tap_would_do_it(browse_as, officer, console):
    patrol = PatrolFactory(recorded_by=officer, ended_at=days.now())
    page = browse_as(officer, "/")
    page.route("**/js/copy-text*", lambda route: route.abort())
    page.get_by_role("link", name=f"{patrol.team}, ").click()
    expect(page.get_by_label("Tanpa nama dan inisial")).to_be_visible()
    expect(page.get_by_role("button", name="Salin teks")).not_to_be_visible()
    heard_only(console, "ERR_FAILED")


def test_house_staff_receive_ask_and_place_one(browse_as, transactional_db, taps):
    patrol = PatrolFactory(ended_at=days.now())
    intake = IntakeFactory(by_patrol=True, patrol=patrol, person__name="Saparuddin")
    BedFactory()
    page = browse_as(Role.CARETAKER, "/")
    finger = taps(page, "Piket: satu orang tanpa temuan, sampai di tempat tidur", bar=6)
    finger.tap(page.get_by_role("navigation").get_by_role("link", name="Kedatangan"))
    finger.tap(page.get_by_role("button", name="Terima 1 orang"))
    finger.tap(page.get_by_role("link", name="Isi triase Saparuddin"))
    finger.tap(page.get_by_role("button", name="Selebihnya tidak, simpan"))
    finger.tap(page.get_by_role("link", name="Pilih tempat tidur Saparuddin"))
    finger.tap(page.get_by_role("button", name="Tempatkan klien"))
    expect(page.get_by_text("Saparuddin ditempatkan di")).to_be_visible()
    assert intake.triage.colour == "green"
    assert Stay.objects.get().bed_uses.get()


def test_an_adult_goes_home_with_letters(browse_as, transactional_db, taps):
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    StayFactory(days_ago=3, social_worker=worker, intake__person__name="Baharuddin Tompo")
    page = browse_as(worker, "/")
    finger = taps(page, "Orang dewasa pulang dengan surat", bar=14)
    finger.tap(page.get_by_role("link", name="Baharuddin Tompo", exact=True))
    finger.tap(page.get_by_role("link", name="Akhiri masa pembinaan"))
    finger.choose(page.get_by_label("Cara keluar"), "Kembali ke keluarga")
    page.get_by_label("Diterima oleh").fill("Rosdiana")
    page.get_by_label("Hubungan").fill("Kakak")
    page.get_by_label("Alamat tujuan").fill("Jl. Dangko 4, Tamalate")
    finger.tap(page.get_by_role("button", name="Akhiri masa pembinaan"))
    finger.tap(page.get_by_role("button", name="surat pernyataan keluarga"))
    for letter in ("surat pernyataan keluarga", "berita acara serah terima"):
        link = page.get_by_role("link", name=f"Cetak {letter}")
        answer = page.request.get(link.get_attribute("href"))
        assert answer.headers["content-type"] == "application/pdf"
        # The browser would only download what it answers with.
        finger.count += 1
    assert Exit.objects.get().state == Exit.State.DONE
    assert Letter.objects.count() == 2
