"""Petugas piket receives; the social worker finds, reads and ends; the head decides by phone."""

import re

import pytest
from playwright.sync_api import expect

from cases.exits.models import Exit
from cases.intakes.models import Door
from cases.stays.models import Stay
from rptc.accounts.permissions import Role
from tests.browser.conftest import DESK, misfits
from tests.factories import (
    ExitFactory,
    IntakeFactory,
    PatrolFactory,
    StayFactory,
    UserFactory,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def social_worker(transactional_db):
    return UserFactory(roles=[Role.SOCIAL_WORKER])


def test_house_staff_receive_all_but_one(browse_as, transactional_db, photograph):
    patrol = PatrolFactory()
    for name in ["Saparuddin", "Nurhayati", "Rendi"]:
        IntakeFactory(by_patrol=True, patrol=patrol, person__name=name)
    page = browse_as(Role.CARETAKER, "/")
    page.get_by_role("navigation").get_by_role("link", name="Kedatangan").click()
    photograph(page, "on-the-way")
    assert misfits(page) == []
    page.get_by_role("checkbox", name="Rendi, L").uncheck()
    page.get_by_role("button", name="Terima 2 orang").click()
    expect(page.get_by_text("2 orang diterima.")).to_be_visible()
    photograph(page, "received")
    assert misfits(page) == []
    arrived = Stay.objects.open().values_list("person__name", flat=True)
    assert sorted(arrived) == ["Nurhayati", "Saparuddin"]
    page.goto("/stays/arrivals/")
    expect(page.get_by_text("Rendi")).to_be_visible()
    expect(page.get_by_text("Nurhayati")).not_to_be_visible()


def test_a_social_worker_finds_one_reads_the_day_and_ends_the_stay(
    browse_as, social_worker, photograph
):
    stay = StayFactory(
        days_ago=3, social_worker=social_worker, intake__person__name="Baharuddin Tompo"
    )
    StayFactory.create_batch(3)
    page = browse_as(social_worker, "/", width=DESK)
    page.get_by_role("link", name="Klien", exact=True).click()
    filters = page.get_by_role("search", name="Saring daftar")
    filters.get_by_label("Nama").fill("tompo")
    filters.get_by_role("button", name="Cari").click()
    photograph(page, "found")
    page.get_by_role("link", name="Baharuddin Tompo").click()
    expect(page.get_by_text("Hari 4 dari 7").first).to_be_visible()
    photograph(page, "file")
    parts = page.get_by_role("navigation", name="Bagian berkas")
    parts.get_by_role("link", name="Masa pembinaan").click()
    photograph(page, "stay")
    page.get_by_role("link", name="Akhiri masa pembinaan").click()
    page.get_by_label("Cara keluar").select_option(label="Kembali ke keluarga")
    page.get_by_label("Diterima oleh").fill("Rosdiana")
    photograph(page, "form")
    page.get_by_role("button", name="Akhiri masa pembinaan").click()
    expect(page.get_by_text("Tulis hubungan penerima dengan klien.")).to_be_visible()
    photograph(page, "mistake")
    assert misfits(page) == []
    page.get_by_label("Hubungan").fill("Kakak")
    page.get_by_label("Alamat tujuan").fill("Jl. Dangko 4, Tamalate")
    page.get_by_role("button", name="Akhiri masa pembinaan").click()
    expect(page.get_by_text("Masa pembinaan Baharuddin Tompo berakhir.")).to_be_visible()
    photograph(page, "ended")
    assert misfits(page) == []
    stay.refresh_from_db()
    assert stay.ended_at


def test_the_head_approves_a_childs_exit_on_a_phone(browse_as, social_worker, photograph):
    exit = ExitFactory(
        whole=True,
        recorded_by=social_worker,
        stay__days_ago=1,
        stay__social_worker=social_worker,
        stay__intake__person__name="Rendi Pratama",
        stay__intake__door=Door.POLICE,
    )
    page = browse_as(Role.HEAD, "/")
    photograph(page, "today")
    page.get_by_role("navigation").get_by_role("link", name="Keputusan").click()
    photograph(page, "waiting")
    assert misfits(page) == []
    page.get_by_role("link", name="Putuskan terminasi").click()
    expect(page.get_by_text("Rendi Pratama").first).to_be_visible()
    photograph(page, "decision")
    assert misfits(page) == []
    page.get_by_role("button", name="Setujui", exact=True).click()
    expect(page.get_by_text(" disetujui.")).to_be_visible()
    expect(page.get_by_text("Tidak ada yang menunggu Anda.")).to_be_visible()
    photograph(page, "decided")

    hers = browse_as(social_worker, f"/stays/{exit.stay_id}/")
    photograph(hers, "approved")
    hers.get_by_role("link", name="Lanjutkan terminasi").click()
    photograph(hers, "release")
    hers.get_by_role("link", name="Catat serah terima").click()
    photograph(hers, "handover")
    assert misfits(hers) == []
    hers.get_by_label("Nomor berkas klien").fill(exit.stay.person.file_number)
    hers.get_by_label("Diterima oleh").fill(exit.receiver)
    hers.get_by_role("button", name="Catat serah terima").click()
    expect(hers.get_by_text(re.compile("Rendi Pratama diserahkan"))).to_be_visible()
    photograph(hers, "handed-over")
    exit.refresh_from_db()
    assert exit.state == Exit.State.DONE
