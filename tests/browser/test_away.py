"""Roll call and follow-up on a registered phone without signal (R89)."""

import json
import re

import pytest
from playwright.sync_api import expect

from cases.aftercare.models import FollowUp
from cases.house.presence.models import Absence, RollCall, RollCallRow
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests.browser.conftest import misfits
from tests.browser.phones import (
    cut_signal,
    give_code,
    log_in,
    make_it_a_device,
    mend_signal,
    open_again,
    set_code,
    somebody,
)
from tests.factories import (
    BedUseFactory,
    LeaveFactory,
    LeftFactory,
    RollCallFactory,
    RollCallRowFactory,
    RoomFactory,
    StayFactory,
    UserFactory,
)

pytestmark = pytest.mark.browser

ROLL, OTHER_CODE = "/stays/roll-call/", "917350"
NAMES = ["Rendi Pratama", "Hamzah Dg. Tutu", "Nurhayati"]
KEPT = "Tersimpan di ponsel ini."

# All that lies in the phone's database, as text: what is sealed shows as bytes.
LYING_THERE = """async () => {
  const store = await import("/static/js/batch/store.js");
  const all = [];
  for (const name of ["rows", "drafts", "officers", "phone", "lists"]) {
    all.push(await store.all(name));
  }
  const text = (bytes) => new TextDecoder().decode(bytes);
  return JSON.stringify(all, (_, value) => (value instanceof ArrayBuffer ? text(value) : value));
}"""
MAKE_OLD = """async () => {
  const store = await import("/static/js/batch/store.js");
  for (const list of await store.all("lists")) {
    await store.put("lists", { ...list, at: list.at - 73 * 3600_000 });
  }
}"""
LISTS = """async () => {
  const store = await import("/static/js/batch/store.js");
  return (await store.all("lists")).map(({ kind }) => kind).sort();
}"""


@pytest.fixture
def house(transactional_db):
    """Three in their beds, and one on leave."""
    names = [*NAMES, "Basri"]
    stays = [
        StayFactory(intake__person__name=n, intake__person__nik="", days_ago=2) for n in names
    ]
    room = RoomFactory(name="Melati")
    for stay in stays:
        BedUseFactory(bed__room=room, stay=stay)
    LeaveFactory(stay=stays[-1])
    return stays


def make_phone_of(phone, who):
    """They are logged in on it, and the phone has kept what it needs."""
    page = phone.pages[0]
    log_in(page, who)
    make_it_a_device(page)
    has_kept(page)
    return page


def has_kept(page):
    page.goto("/menu/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.evaluate(
        """async () => {
          const { queue } = await import("/static/js/batch/queue.js");
          await queue.ready;
          await queue.keeping;
        }"""
    )
    assert page.evaluate(LISTS)


@pytest.fixture
def staff(transactional_db):
    return somebody("piket1", Role.CARETAKER)


@pytest.fixture
def page(phone, house, staff):
    return make_phone_of(phone, staff)


def call_absent(page, name, reason="Tidak di tempat"):
    row = page.get_by_role("listitem").filter(has_text=name)
    row.get_by_text("Hadir", exact=True).click()
    row.get_by_text(reason).click()


def save(page):
    page.get_by_role("button", name="Simpan absen").click()


def see_what_was_sent(page, told):
    expect(page.get_by_text("Terkirim.", exact=True)).to_be_visible()
    page.get_by_role("link", name="Lihat").click()
    expect(page.get_by_text(told)).to_be_visible()


def statuses():
    rows = RollCallRow.objects.select_related("stay__person")
    return {row.stay.person.name: row.status for row in rows}


ONE_ABSENT = {
    "Rendi Pratama": "absent",
    "Hamzah Dg. Tutu": "present",
    "Nurhayati": "present",
    "Basri": "out",
}


def test_a_roll_call_is_taken_without_signal_and_sent_once(phone, page, staff, photograph):
    cut_signal(phone)
    page.goto(ROLL)
    expect(page.get_by_role("heading", name="Tanpa sinyal")).to_be_visible()
    expect(page.get_by_text("Rendi Pratama")).to_be_hidden()
    expect(page.get_by_text("patroli yang sedang berjalan")).to_be_hidden()
    expect(page.get_by_text("Foto dulu")).to_be_hidden()
    photograph(page, "locked")
    give_code(page)
    expect(page.get_by_text("Melati, nomor")).to_have_count(4)
    call_absent(page, "Rendi Pratama")
    photograph(page, "roll-call")
    assert misfits(page) == []
    page.reload()
    give_code(page)
    expect(page.get_by_label("Rendi Pratama").first).to_be_checked()
    save(page)
    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(page.get_by_text("1 tidak hadir").first).to_be_visible()
    expect(page.get_by_text("1 belum terkirim.")).to_be_visible()
    expect(page.get_by_role("button", name="Simpan absen")).to_be_hidden()
    photograph(page, "waits")
    assert misfits(page) == []

    page.get_by_role("button", name="Perbaiki").click()
    expect(page.get_by_label("Rendi Pratama").first).to_be_checked()
    call_absent(page, "Nurhayati", "Menolak")
    save(page)
    expect(page.get_by_text("2 tidak hadir").first).to_be_visible()
    page.get_by_role("button", name="Perbaiki").click()
    row = page.get_by_role("listitem").filter(has_text="Nurhayati")
    row.get_by_text("Tidak hadir", exact=True).click()
    save(page)
    mend_signal(phone)
    expect(page.get_by_text(" belum terkirim.")).to_be_hidden()
    see_what_was_sent(page, re.compile("Absen .* tersimpan"))
    assert statuses() == ONE_ABSENT
    call = RollCall.objects.get()
    assert (call.taken_by, call.version) == (staff, 1)


def test_what_lies_on_the_phone_is_sealed_and_wiped_after_three_days(phone, page):
    cut_signal(phone)
    page.goto(ROLL)
    give_code(page)
    call_absent(page, "Rendi Pratama")
    save(page)
    expect(page.get_by_text(KEPT)).to_be_visible()
    lying = page.evaluate(LYING_THERE)
    assert len(json.loads(lying)[4]) == 1
    for secret in (*NAMES, "Melati"):
        assert secret not in lying
    page.evaluate(MAKE_OLD)
    page.reload()
    expect(page.get_by_text("1 belum terkirim.")).to_be_visible()
    assert page.evaluate(LISTS) == []
    give_code(page)
    expect(page.get_by_text("1 tidak hadir")).to_be_visible()
    expect(page.get_by_role("button", name="Simpan absen")).to_be_hidden()


def test_one_that_somebody_else_took_meanwhile_is_mended_or_discarded(
    phone, page, house, staff, photograph
):
    cut_signal(phone)
    page.goto(ROLL)
    give_code(page)
    call_absent(page, "Rendi Pratama")
    save(page)
    expect(page.get_by_text(KEPT)).to_be_visible()
    other = UserFactory(roles=[Role.CARETAKER], full_name="Ibu Ros")
    call = RollCallFactory(recorded_by=other)
    for stay in house[:3]:
        RollCallRowFactory(roll_call=call, stay=stay)
    mend_signal(phone)
    page.get_by_role("link", name="Periksa baris").click()
    expect(page.get_by_text("sudah disimpan Ibu Ros")).to_be_visible()
    photograph(page, "refused")
    assert misfits(page) == []
    page.get_by_role("button", name="Perbaiki").click()
    expect(page.get_by_text("Yang tersimpan: Hadir")).to_be_visible()
    photograph(page, "mending")
    assert misfits(page) == []
    save(page)
    expect(page.get_by_text(" belum terkirim.")).to_be_hidden()
    assert statuses()["Rendi Pratama"] == "absent"
    assert RollCall.objects.get().recorded_by == staff
    assert Absence.objects.count() == 1


def test_a_refused_one_is_discarded_with_a_reason(phone, page, house):
    cut_signal(phone)
    page.goto(ROLL)
    give_code(page)
    save(page)
    expect(page.get_by_text(KEPT)).to_be_visible()
    RollCallFactory(recorded_by=UserFactory(roles=[Role.CARETAKER]))
    mend_signal(phone)
    page.get_by_role("link", name="Periksa baris").click()
    page.get_by_role("button", name="Perbaiki").click()
    page.get_by_text("Buang isian ini").click()
    page.get_by_role("button", name="Buang isian").click()
    expect(page.get_by_text("Tulis mengapa isian ini dibuang.")).to_be_visible()
    page.get_by_label("Mengapa dibuang?").fill("Sudah diabsen Ibu Ros.")
    page.get_by_role("button", name="Buang isian").click()
    expect(page.get_by_text(" belum terkirim.")).to_be_hidden()
    assert Entry.objects.get(verb="discarded_row").reason == "Sudah diabsen Ibu Ros."
    assert not RollCallRow.objects.exists()


def test_a_page_opened_with_signal_and_saved_without_waits_as_well(phone, page, photograph):
    page.goto(ROLL)
    call_absent(page, "Rendi Pratama")
    cut_signal(phone)
    save(page)
    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(page.get_by_text("1 belum terkirim.")).to_be_visible()
    photograph(page, "kept")
    assert misfits(page) == []
    mend_signal(phone)
    see_what_was_sent(page, re.compile("Absen .* tersimpan"))
    assert statuses() == ONE_ABSENT


def test_another_officer_of_the_same_phone_reads_and_sends_nothing_of_it(phone, page, staff):
    cut_signal(phone)
    page.goto(ROLL)
    give_code(page)
    call_absent(page, "Rendi Pratama")
    save(page)
    expect(page.get_by_text(KEPT)).to_be_visible()
    mend_signal(phone)
    page = open_again(phone, page, "about:blank")
    phone.clear_cookies(name="sessionid")
    other = somebody("trc9", Role.FIELD)
    log_in(page, other)
    set_code(page, OTHER_CODE)
    page.goto("/menu/")
    expect(page.get_by_text("1 belum terkirim.")).to_be_visible()
    expect(page.get_by_text("milik petugas lain")).to_be_visible()
    cut_signal(phone)
    page.goto(ROLL)
    give_code(page, OTHER_CODE)
    expect(page.get_by_text(f"Atas nama {other.full_name}")).to_be_visible()
    expect(page.get_by_text("Rendi Pratama")).to_be_hidden()
    expect(page.get_by_role("button", name="Simpan absen")).to_be_hidden()
    mend_signal(phone)
    assert not RollCall.objects.exists()


# -- Follow-up ------------------------------------------------------------------------------------


@pytest.fixture
def worker(transactional_db):
    return somebody("peksos1", Role.SOCIAL_WORKER)


@pytest.fixture
def exit(worker):
    return LeftFactory(
        days_ago=31,
        person__name="Saparuddin Lagoa",
        stay__social_worker=worker,
        address="Jl. Rahasia 12",
    )


def test_a_follow_up_is_recorded_without_signal_and_sent_once(
    phone, worker, exit, photograph, house
):
    page = make_phone_of(phone, worker)
    cut_signal(phone)
    page.goto("/follow-ups/")
    give_code(page)
    expect(page.get_by_role("heading", name="Bimbingan lanjut hari ini")).to_be_visible()
    photograph(page, "list")
    assert misfits(page) == []
    page.get_by_role("button", name="Catat hasil Saparuddin Lagoa, hari ke-30").click()
    form = page.locator("[data-kind=follow-up]")
    form.get_by_role("button", name="Catat hasil").click()
    expect(page.get_by_text("Pilih hasilnya.")).to_be_visible()
    form.get_by_label("Hasil").select_option("Ditemukan")
    form.get_by_label("Siapa yang ditemui").fill("Ibunya")
    form.get_by_label("Catatan").fill("Bekerja di bengkel.")
    photograph(page, "form")
    assert misfits(page) == []
    form.get_by_role("button", name="Catat hasil").click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(page.get_by_text("1 belum terkirim.")).to_be_visible()
    assert "Jl. Rahasia" not in page.content()
    page.get_by_role("button", name="Perbaiki").click()
    expect(form.get_by_label("Siapa yang ditemui")).to_have_value("Ibunya")
    form.get_by_label("Siapa yang ditemui").fill("Ibunya dan adiknya")
    form.get_by_role("button", name="Catat hasil").click()
    expect(page.get_by_text("1 belum terkirim.")).to_be_visible()
    mend_signal(phone)
    see_what_was_sent(page, "Bimbingan lanjut hari ke-30 tercatat.")
    told = FollowUp.objects.get()
    assert (told.exit, told.day, told.met) == (exit, 30, "Ibunya dan adiknya")
    assert (told.recorded_by, told.note) == (worker, "Bekerja di bengkel.")

    has_kept(page)
    cut_signal(phone)
    page.goto("/follow-ups/")
    give_code(page)
    expect(page.get_by_role("heading", name="Absen klien")).to_be_visible()
    expect(page.get_by_text("Saparuddin Lagoa")).to_be_hidden()


def test_a_follow_up_page_that_loses_its_signal_waits_as_well(phone, worker, exit, house):
    page = make_phone_of(phone, worker)
    page.goto(f"/exits/{exit.pk}/follow-ups/30/")
    page.get_by_label("Hasil").select_option("Tidak dilakukan")
    page.get_by_label("Alasan").fill("Jalan banjir.")
    cut_signal(phone)
    page.get_by_role("button", name="Catat hasil").click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    mend_signal(phone)
    see_what_was_sent(page, "Bimbingan lanjut hari ke-30 tercatat.")
    assert FollowUp.objects.get().reason == "Jalan banjir."
