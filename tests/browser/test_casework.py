"""Conferences and notes on a phone: what is decided, and what is typed and left."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.casework.notes.models import NoteDraft
from cases.house.tasks.models import Task
from rptc import days
from rptc.accounts.permissions import Role
from tests.browser.conftest import misfits
from tests.factories import ConferenceFactory, StayFactory, UserFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def worker(transactional_db):
    return UserFactory(roles=[Role.SOCIAL_WORKER])


def decide(page, number, text, whose):
    row = page.get_by_role("group", name="Keputusan").nth(number)
    row.get_by_label("Keputusan").fill(text)
    if whose in {"Dukcapil"}:
        row.get_by_label("Instansi lain").fill(whose)
    else:
        row.get_by_label("Petugas").select_option(label=whose)
    row.get_by_label("Paling lambat").fill(str(days.today() + days.ONE_DAY))


def test_three_decisions_are_written_on_a_phone(browse_as, worker, photograph):
    row = ConferenceFactory(
        stay__social_worker=worker,
        stay__days_ago=3,
        planned_at=days.now() - days.ONE_HOUR,
    )
    page = browse_as(worker, reverse("cases:conference_hold", args=[row.pk]))
    assert misfits(page) == []
    page.get_by_label("Dipimpin oleh").select_option(label=str(worker))
    page.get_by_label("Kepala UPT").check()
    page.get_by_label("Isi pembahasan").fill("Ibunya siap menerima.")
    decide(page, 0, "Antar ke sekolah", str(worker))
    decide(page, 1, "Siapkan seragam", str(worker))
    decide(page, 2, "Terbitkan KIA", "Dukcapil")
    photograph(page, "three-decisions")
    page.get_by_role("button", name="Simpan notula").click()
    expect(page.get_by_text("Setiap keputusan menjadi tugas.").first).to_be_visible()
    assert misfits(page) == []
    assert Task.objects.count() == 3
    page.get_by_role("button", name="Buat notula bernomor").click()
    expect(page.get_by_role("link", name="Notula 460/")).to_be_visible()


def test_what_is_typed_of_a_note_is_there_again(browse_as, worker, photograph):
    stay = StayFactory(social_worker=worker)
    address = reverse("cases:note_write", args=[stay.pk])
    page = browse_as(worker, address)
    page.get_by_label("Isi catatan").fill("Mulai mau makan bersama.")
    expect(page.get_by_text("Draf tersimpan")).to_be_visible()
    photograph(page, "note-draft")
    page.reload()
    expect(page.get_by_label("Isi catatan")).to_have_value("Mulai mau makan bersama.")
    page.get_by_text("Tim", exact=True).last.click()
    page.get_by_label("Tentang").select_option(label="Perkembangan")
    assert misfits(page) == []
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.get_by_text("Catatan tersimpan.")).to_be_visible()
    assert not NoteDraft.objects.exists()
