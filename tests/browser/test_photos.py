"""A phone takes pictures: "Foto dulu" on the road, and photos of a known person in the house."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.intakes.models import Intake
from cases.people.photos.models import Photo
from rptc.accounts.permissions import Role
from tests import pictures
from tests.browser.conftest import misfits
from tests.factories import PatrolFactory, StayFactory, UserFactory

pytestmark = pytest.mark.browser


def shots(*contents):
    """What the chooser of a phone hands over."""
    return [
        {"name": f"IMG_{n}.jpg", "mimeType": "image/jpeg", "buffer": content}
        for n, content in enumerate(contents)
    ]


def choose(page, label, *contents):
    with page.expect_file_chooser() as chooser:
        page.get_by_label(label).click()
    chooser.value.set_files(shots(*contents))
    return chooser.value


def test_pictures_first_then_the_row(browse_as, transactional_db, photograph):
    officer = UserFactory(roles=[Role.FIELD])
    patrol = PatrolFactory(recorded_by=officer)
    page = browse_as(officer, reverse("cases:patrol_intakes", args=[patrol.pk]))
    page.get_by_label("Nama").fill("Rendi")
    page.get_by_text("Foto dulu, lengkapi nanti").click()

    assert not choose(page, "Ambil dengan kamera", pictures.from_a_phone()).is_multiple()
    expect(page.get_by_text("1 foto belum dilengkapi")).to_be_visible()
    several = choose(page, "Pilih berkas foto", pictures.jpeg(2), pictures.SVG)
    assert several.is_multiple()
    expect(page.get_by_text("2 foto belum dilengkapi")).to_be_visible()
    expect(page.get_by_text("Foto 2 dari 2: Berkas ini bukan foto")).to_be_visible()
    expect(page.get_by_label("Nama")).to_have_value("Rendi")
    photograph(page, "cards")
    assert misfits(page) == []

    page.locator("label", has=page.get_by_role("img", name="Wajah")).first.click()
    page.get_by_text("Laki-laki", exact=True).click()
    page.get_by_text("Anjal", exact=True).click()
    page.get_by_role("button", name="Simpan, tambah").click()
    expect(page.get_by_role("link", name="Perbaiki Rendi")).to_be_visible()
    person = Intake.objects.get().person
    assert person.photos.get().kind == "face"
    photograph(page, "saved")

    page.reload()
    expect(page.get_by_text("1 foto belum dilengkapi")).to_be_visible()
    assert Photo.objects.waiting().count() == 1


def test_photos_of_a_known_person(browse_as, transactional_db, photograph):
    person = StayFactory().person
    page = browse_as(Role.CARETAKER, reverse("cases:person_detail", args=[person.pk]))
    page.get_by_text("Lainnya (", exact=False).click()
    page.get_by_role("link", name="Tambah foto").click()
    page.get_by_role("button", name="Simpan foto").click()
    expect(page.get_by_text("Ambil atau pilih foto dulu.")).to_be_visible()
    photograph(page, "mistake")
    assert misfits(page) == []
    choose(page, "Pilih berkas foto", pictures.jpeg(1), pictures.jpeg(2))
    page.get_by_role("button", name="Simpan foto").click()
    expect(page.get_by_text("2 foto tersimpan.")).to_be_visible()
    face = page.get_by_role("img", name=f"Foto {person}")
    expect(face).to_be_visible()
    expect(face).not_to_have_js_property("naturalWidth", 0)
    photograph(page, "file")
    assert misfits(page) == []
    page.get_by_role("link", name="Buang foto").first.click()
    photograph(page, "discard")
    assert misfits(page) == []
    page.get_by_label("Alasan").fill("Kabur.")
    page.get_by_role("button", name="Buang foto").click()
    expect(page.get_by_text("Foto dibuang.")).to_be_visible()
    assert Photo.objects.shown().count() == 1
