"""Absen malam on a phone: forty people, three of them missing, in eight taps."""

import re

import pytest
from playwright.sync_api import expect

from cases.house.leaves.models import Leave
from cases.house.presence.models import Absence, RollCall, RollCallRow
from rptc import days
from rptc.accounts.permissions import Role
from tests.browser.conftest import Taps, misfits
from tests.factories import (
    AbsenceActFactory,
    BedUseFactory,
    LeaveFactory,
    RollCallFactory,
    RollCallRowFactory,
    RoomFactory,
    StayFactory,
)

pytestmark = pytest.mark.browser

MISSING = ["Rendi Pratama", "Hamzah Dg. Tutu", "Nurhayati"]
URL = "/stays/roll-call/"
SAVED = re.compile("Absen .* tersimpan")


@pytest.fixture
def house(transactional_db):
    """Forty in their beds; one of them is on leave."""
    names = [*MISSING, *(f"Penghuni {n}" for n in range(37))]
    stays = [StayFactory(intake__person__name=name, days_ago=2) for name in names]
    for room, beds in zip(RoomFactory.create_batch(4), range(0, 40, 10), strict=True):
        for stay in stays[beds : beds + 10]:
            BedUseFactory(bed__room=room, stay=stay)
    LeaveFactory(stay=stays[-1])
    return stays


def call_three(page):
    taps = Taps(page)
    for name in MISSING:
        row = page.get_by_role("listitem").filter(has_text=name)
        taps.tap(row.get_by_text("Hadir", exact=True))
        taps.tap(row.get_by_text("Tidak di tempat"))
    return taps


def test_forty_people_three_missing_in_eight_taps(browse_as, house, photograph):
    page = browse_as(Role.CARETAKER, URL)
    taps = call_three(page)
    photograph(page, "ticked")
    assert misfits(page) == []
    taps.tap(page.get_by_role("button", name="Simpan absen"))
    expect(page.get_by_text(SAVED)).to_be_visible()
    photograph(page, "saved")
    assert misfits(page) == []
    assert taps.count <= 8
    assert Absence.objects.open().count() == 3
    statuses = RollCallRow.objects.values_list("status", flat=True)
    assert sorted(statuses) == ["absent"] * 3 + ["out"] + ["present"] * 36

    page.get_by_role("link", name="Tindak lanjuti Rendi Pratama").click()
    page.get_by_role("button", name="Dicari di sekitar").click()
    expect(page.get_by_text("Dicari di sekitar: dicatat.")).to_be_visible()
    photograph(page, "searched")
    assert misfits(page) == []
    page.get_by_role("link", name="Sudah kembali").click()
    page.get_by_label("Dibawa oleh").select_option("Datang sendiri")
    page.get_by_label("Berada di mana").fill("tidak diketahui")
    photograph(page, "back")
    assert misfits(page) == []
    page.get_by_role("button", name="Catat sudah kembali").click()
    expect(page.get_by_text("Rendi Pratama dicatat kembali.")).to_be_visible()
    assert Absence.objects.open().count() == 2


def test_it_works_without_script(browse_as, house):
    page = browse_as(Role.CARETAKER, URL, java_script_enabled=False)
    call_three(page)
    page.get_by_role("button", name="Simpan absen").click()
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert Absence.objects.open().count() == 3


def test_a_lost_signal_loses_no_tick(browse_as, house, console):
    page = browse_as(Role.CARETAKER, URL)
    call_three(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Simpan absen").click()
    expect(page.get_by_text("Isian Anda masih di halaman ini.")).to_be_visible()
    assert not RollCall.objects.exists()
    page.context.set_offline(False)
    page.get_by_role("button", name="Coba lagi").click()
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert Absence.objects.open().count() == 3
    console.clear()


def test_ticks_come_back_when_the_page_is_opened_again(browse_as, house, photograph):
    page = browse_as(Role.CARETAKER, URL)
    call_three(page)
    page.reload()
    expect(page.get_by_text("Tanda yang belum tersimpan dikembalikan.")).to_be_visible()
    photograph(page, "restored")
    page.get_by_role("button", name="Simpan absen").click()
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert Absence.objects.open().count() == 3
    page.goto(URL)
    expect(page.get_by_role("button", name="Simpan absen")).to_be_visible()
    expect(page.get_by_text("Tanda yang belum tersimpan")).not_to_be_visible()


def test_the_pages_around_it_fit(browse_as, house, photograph):
    AbsenceActFactory(absence__stay=house[0])
    LeaveFactory(late=True, stay=house[1])
    call = RollCallFactory()
    for stay in house[2:9]:
        RollCallRowFactory(roll_call=call, stay=stay)
    page = browse_as(Role.SOCIAL_WORKER, "/")
    for number, address in enumerate(
        [
            "/stays/roll-calls/",
            "/stays/meals/",
            "/stays/leaves/",
            "/stays/leaves/?show=late",
            "/stays/absences/",
            f"/stays/{house[2].pk}/leave/",
            f"/leaves/{Leave.objects.late(days.now()).get().pk}/return/",
            f"/stays/{house[0].pk}/",
        ]
    ):
        page.goto(address)
        photograph(page, f"page-{number}")
        assert misfits(page) == []
