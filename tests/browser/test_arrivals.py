"""Twelve people at night, one officer, one phone (the issue "The house", 6)."""

import pytest
from playwright.sync_api import expect

from cases.house.beds.models import BedUse
from cases.house.belongings.models import Bag, Belonging
from cases.intakes.triage.models import Triage
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.models import Unit
from tests.browser.conftest import Taps, misfits
from tests.factories import (
    BedFactory,
    IntakeFactory,
    PatrolFactory,
    RoomFactory,
    StayFactory,
)

pytestmark = pytest.mark.browser

NAMES = [
    "Saparuddin", "Nurhayati", "Rendi", "Basri Tompo", "Hamzah", "Rosmini", "Jumriah", "Anwar",
    "Syamsul", "Kamaruddin", "Irfan", "Sitti Aminah",
]  # fmt: skip
BAGS = ["Saparuddin", "Rosmini", "Irfan"]


def test_twelve_arrive_at_night(browse_as, transactional_db, photograph):
    patrol = PatrolFactory(ended_at=days.now())
    for name in NAMES:
        IntakeFactory(by_patrol=True, patrol=patrol, person__name=name)
    BedFactory.create_batch(12, room=RoomFactory(name="Anggrek"))
    Unit.objects.update(triage_first=False)
    page = browse_as(Role.CARETAKER, "/stays/arrivals/")
    finger = Taps(page)
    expect(page.get_by_role("button", name="Terima 12 orang")).to_be_in_viewport()
    finger.tap(page.get_by_role("checkbox", name="Hamzah, L"))
    expect(page.get_by_role("group", name="Tidak turun, Hamzah")).to_be_visible()
    for name in BAGS:
        finger.tap(page.get_by_label(f"Ada barang titipan, {name}"))
    photograph(page, "ticked")
    assert misfits(page) == []
    finger.tap(page.get_by_role("button", name="Terima 11 orang"))
    expect(page.get_by_text("11 orang diterima.")).to_be_visible()
    photograph(page, "received")
    assert misfits(page) == []
    finger.tap(page.get_by_role("link", name="Tempatkan semua menurut saran"))
    photograph(page, "list")
    assert misfits(page) == []
    finger.tap(page.get_by_role("button", name="Tempatkan 11 orang"))
    expect(page.get_by_text("11 orang ditempatkan:")).to_be_visible()
    expect(page.get_by_role("heading", name="Penerimaan malam ini")).to_be_visible()
    assert finger.count <= 7
    assert Stay.objects.open().count() == BedUse.objects.open().count() == 11
    assert set(Bag.objects.unlisted().values_list("stay__person__name", flat=True)) == set(BAGS)

    # Issued with one tap; the browser would only download what it answers with.
    form = page.locator("form[action$='/letter/']")
    expect(form.get_by_role("button", name="Buat berita acara")).to_be_visible()
    token = form.locator("[name=csrfmiddlewaretoken]").get_attribute("value")
    answer = page.request.post(
        form.get_attribute("action"),
        form={"csrfmiddlewaretoken": token},
        headers={"Referer": page.url},
    )
    assert answer.headers["content-type"] == "application/pdf"
    page.reload()
    expect(page.get_by_role("link", name="Cetak berita acara")).to_be_visible()
    photograph(page, "placed")


def test_a_bag_is_listed_in_the_morning(browse_as, transactional_db, photograph):
    intake = IntakeFactory(person__name="Saparuddin")
    page = browse_as(Role.CARETAKER, "/stays/arrivals/")
    page.get_by_role("checkbox", name="Saparuddin, L").check()
    page.get_by_label("Ada barang titipan, Saparuddin").check()
    page.get_by_role("button", name="Terima 1 orang").click()
    page.get_by_role("link", name="Daftar isi").click()
    photograph(page, "list")
    page.get_by_role("button", name="Simpan daftar").click()
    expect(page.get_by_text("Tulis di hadapan siapa tas dibuka.")).to_be_visible()
    page.get_by_label("Dibuka di hadapan").fill("Klien sendiri")
    rows = page.get_by_role("group", name="Barang")
    for number, what in enumerate(["Ransel", "Sarung", "Sandal", "Uang"]):
        if number == 3:
            page.get_by_role("button", name="Tambah barang").click()
        rows.nth(number).get_by_label("Barang").fill(what)
    rows.nth(3).get_by_label("Jenis").select_option(label="Uang")
    page.get_by_role("button", name="Simpan daftar").click()
    expect(page.get_by_text("Tulis jumlah rupiahnya.")).to_be_visible()
    photograph(page, "mistake")
    assert misfits(page) == []
    rows.nth(3).get_by_label("Rupiah").fill("85000")
    page.get_by_role("button", name="Simpan daftar").click()
    expect(page.get_by_role("heading", name="Penerimaan malam ini")).to_be_visible()
    assert Belonging.objects.count() == 4

    page.goto(f"/stays/{intake.stay.pk}/belongings/")
    photograph(page, "listed")
    assert misfits(page) == []
    page.get_by_role("link", name="Kembalikan isi").click()
    page.get_by_label("Akhir titipan").select_option(label="Dikembalikan kepada klien")
    photograph(page, "end")
    assert misfits(page) == []
    page.get_by_role("button", name="Simpan akhir titipan").click()
    expect(page.get_by_text("4 barang: dikembalikan kepada klien.")).to_be_visible()
    photograph(page, "given-back")
    assert misfits(page) == []


def test_a_yes_shows_what_follows_and_no_button_takes_it_back(
    browse_as, transactional_db, photograph
):
    stay = StayFactory(intake__person__name="Reza")
    page = browse_as(Role.CARETAKER, f"/intakes/{stay.intake_id}/triage/")
    act = page.get_by_text("Jaga terus; dokter hari ini; Dekat piket")
    expect(act).to_be_hidden()
    expect(page.get_by_role("button", name="Selebihnya tidak, simpan")).to_be_in_viewport()
    page.get_by_role("group", name="Ingin melukai diri").get_by_text("Ya", exact=True).click()
    page.get_by_role("group", name="Batuk lebih").get_by_text("Ya", exact=True).click()
    expect(act).to_be_visible()
    # The Ya itself is as red as what follows from it.
    red = act.evaluate("act => getComputedStyle(act).color")
    yes = page.get_by_role("group", name="Ingin melukai diri").get_by_text("Ya", exact=True)
    expect(yes).to_have_css("background-color", red)
    photograph(page, "answered")
    assert misfits(page) == []
    page.get_by_role("button", name="Selebihnya tidak, simpan").click()
    expect(page.get_by_text("Reza: merah.")).to_be_visible()
    answers = Triage.objects.get().answers.items()
    assert {code for code, is_yes in answers if is_yes} == {"melukai", "batuk"}
