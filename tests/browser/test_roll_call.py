"""Absen malam on a phone: forty people, three of them missing, in eight taps."""

import re

import pytest
from playwright.sync_api import expect

from cases.stays.presence.models import Absence, RollCall, RollCallRow
from rptc.accounts.permissions import Role
from tests.browser.conftest import Taps, misfits
from tests.factories import BedUseFactory, LeaveFactory, RoomFactory, StayFactory

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
    page.get_by_role("button", name="Sudah kembali").click()
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
