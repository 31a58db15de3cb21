"""Twelve people at night, one officer, one phone (the issue "The house", 6)."""

import pytest
from playwright.sync_api import expect

from cases.house.beds.models import BedUse
from cases.house.belongings.models import Bag, Belonging
from cases.stays.models import Stay
from rptc.accounts.permissions import Role
from tests.browser.conftest import Taps, misfits
from tests.factories import BedFactory, IntakeFactory, PatrolFactory, RoomFactory

pytestmark = pytest.mark.browser

NAMES = [
    "Saparuddin", "Nurhayati", "Rendi", "Basri Tompo", "Hamzah", "Rosmini", "Jumriah", "Anwar",
    "Syamsul", "Kamaruddin", "Irfan", "Sitti Aminah",
]  # fmt: skip
BAGS = ["Saparuddin", "Rosmini", "Irfan"]


def test_twelve_arrive_at_night(browse_as, transactional_db, photograph):
    patrol = PatrolFactory()
    for name in NAMES:
        IntakeFactory(by_patrol=True, patrol=patrol, person__name=name)
    BedFactory.create_batch(12, room=RoomFactory(name="Anggrek"))
    page = browse_as(Role.CARETAKER, "/stays/arrivals/")
    finger = Taps(page)
    finger.tap(page.get_by_label("Hamzah", exact=True))
    for name in BAGS:
        finger.tap(page.get_by_label(f"Ada barang titipan, {name}"))
    photograph(page, "ticked")
    assert misfits(page) == []
    finger.tap(page.get_by_role("button", name="Terima yang dicentang"))
    expect(page.get_by_text("11 orang diterima.")).to_be_visible()
    photograph(page, "received")
    assert misfits(page) == []
    finger.tap(page.get_by_role("button", name="Tempatkan semua menurut saran"))
    expect(page.get_by_text("11 orang ditempatkan:")).to_be_visible()
    expect(page.get_by_role("heading", name="Penerimaan malam ini")).to_be_visible()
    assert finger.count <= 6
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
    page.get_by_label("Ada barang titipan, Saparuddin").check()
    page.get_by_role("button", name="Terima yang dicentang").click()
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
