"""A patrol's phone at night: the signal goes, the tab is closed, the login ends. Nothing is lost,
nothing is doubled, and nothing in the browser's profile can be read."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from cases.intakes.models import Intake
from rptc.accounts.permissions import Role
from tests.browser.conftest import misfits
from tests.browser.phones import (
    CODE,
    EXPECTED,
    cut_signal,
    log_in,
    make_it_a_device,
    mend_signal,
    open_again,
    open_batch,
    set_code,
    trc_officer,
)
from tests.browser.test_patrol import choice, enter
from tests.factories import PatrolFactory

pytestmark = pytest.mark.browser

TWELVE = [
    ("Saparuddin Lagoa", "41", "Laki-laki", "Gepeng", None),
    ("Nurhayati Bira", "33", "Perempuan", "Gepeng", None),
    ("Rendi Tallo", "12", "Laki-laki", "Anjal", None),
    ("Halimah Kaluku", "66", "Perempuan", "Lansia", None),
    ("Basri Tompobulu", "28", "Laki-laki", "Gepeng", "Dibina di tempat"),
    ("Sitti Rabiah", "9", "Perempuan", "Anjal", None),
    ("Yusran Pampang", "37", "Laki-laki", "ODGJ", None),
    ("Kamaruddin Lakkang", "52", "Laki-laki", "Gepeng", None),
    ("Marlina Barombong", "24", "Perempuan", "Gepeng", None),
    ("Fadli Maccini", "14", "Laki-laki", "Anjal", None),
    ("Jumriah Sudiang", "45", "Perempuan", "Gepeng", None),
    ("Abdul Rauf Antang", "61", "Laki-laki", "Lansia", None),
]


def readable(profile, names):
    """Which of these names stand somewhere in the browser's profile."""
    wanted = {word for name in names for word in name.split()}
    spellings = {word: [word.encode(), word.encode("utf-16-le")] for word in wanted}
    found = set()
    for path in profile.rglob("*"):
        if not path.is_file() or path.is_symlink():
            continue
        content = path.read_bytes().lower()
        for word, written in spellings.items():
            if any(text.lower() in content for text in written):
                found.add((word, str(path.relative_to(profile))))
    return found


def names(rows):
    return [name for name, *_ in rows]


def test_twelve_people_through_a_bad_night(phone, profile, officer, photograph):
    patrol = PatrolFactory(recorded_by=officer)
    page = phone.pages[0]
    log_in(page, officer)
    make_it_a_device(page)
    open_batch(page, patrol)
    address = page.url
    for number, row in enumerate(TWELVE[:7], start=1):
        assert enter(page, *row) <= 6
        expect(page.get_by_text(f"{number} orang", exact=True)).to_be_visible()

    cut_signal(phone)
    assert enter(page, *TWELVE[7]) <= 6
    expect(page.get_by_text("1 belum terkirim.")).to_be_visible()
    expect(page.get_by_text("Tidak ada sinyal.")).to_be_visible()
    photograph(page, "offline")
    assert misfits(page) == []
    page = open_again(phone, page, address)
    expect(page.get_by_text("Kode layar membuka baris yang tersimpan")).to_be_visible()
    assert enter(page, *TWELVE[8]) <= 6
    expect(page.get_by_text("2 belum terkirim.")).to_be_visible()
    photograph(page, "opened-offline")
    assert misfits(page) == []
    assert readable(profile, names(TWELVE[:9])) == set()

    Session.objects.all().delete()
    mend_signal(phone)
    expect(page.get_by_role("link", name="Masuk lagi di tab baru")).to_be_visible()
    photograph(page, "login-ended")
    assert misfits(page) == []
    with phone.expect_page() as login:
        page.get_by_role("link", name="Masuk lagi di tab baru").click()
    log_in(login.value, officer)
    login.value.close()
    page.get_by_role("button", name="Kirim sekarang").click()
    expect(page.get_by_text("8 orang", exact=True)).to_be_visible()
    expect(page.get_by_text("Belum, diisi tanpa masuk")).to_be_visible()
    photograph(page, "unsigned")
    assert misfits(page) == []
    page.get_by_role("button", name="Kirim atas nama saya").click()
    for number, row in enumerate(TWELVE[9:], start=10):
        assert enter(page, *row) <= 6
        expect(page.get_by_text(f"{number} orang", exact=True)).to_be_visible()
    expect(page.get_by_text(" belum terkirim.")).to_be_hidden()
    photograph(page, "twelve")
    assert misfits(page) == []

    saved = Intake.objects.filter(patrol=patrol)
    assert sorted(saved.values_list("person__name", flat=True)) == sorted(names(TWELVE))
    assert set(saved.values_list("recorded_by", flat=True)) == {officer.pk}
    phone.close()
    assert readable(profile, names(TWELVE)) == set()


def test_another_officer_neither_loses_nor_signs_what_waits(phone, officer, photograph):
    other = trc_officer("regu3")
    patrol = PatrolFactory(recorded_by=officer)
    patrol.members.create(user=other)
    page = phone.pages[0]
    log_in(page, officer)
    make_it_a_device(page)
    open_batch(page, patrol)
    # The login ends before the row is typed: whatever the browser does of itself, it waits.
    Session.objects.all().delete()
    enter(page, *TWELVE[0])
    expect(page.get_by_text("1 belum terkirim.")).to_be_visible()
    expect(page.get_by_role("link", name="Masuk lagi di tab baru")).to_be_visible()

    page.locator("main").get_by_role("button", name="Ganti petugas").click()
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()
    log_in(page, other)
    set_code(page)
    open_batch(page, patrol)
    expect(page.get_by_text("milik petugas lain")).to_be_visible()
    enter(page, *TWELVE[1])
    expect(page.get_by_text("1 orang", exact=True)).to_be_visible()
    photograph(page, "other-officer")
    assert misfits(page) == []
    assert list(Intake.objects.values_list("recorded_by", flat=True)) == [other.pk]

    page.locator("main").get_by_role("button", name="Ganti petugas").click()
    # His first page sends it by itself, as soon as it knows him.
    with page.expect_response(lambda answer: answer.url.endswith("/intakes/") and answer.ok):
        log_in(page, officer)
    open_batch(page, patrol)
    expect(page.get_by_text("2 orang", exact=True)).to_be_visible()
    authors = dict(Intake.objects.values_list("person__name", "recorded_by"))
    assert authors == {TWELVE[0][0]: officer.pk, TWELVE[1][0]: other.pk}


def test_a_phone_left_alone_covers_its_page_and_keeps_what_is_typed(
    phone, profile, officer, photograph
):
    patrol = PatrolFactory(recorded_by=officer)
    page = phone.pages[0]
    log_in(page, officer)
    make_it_a_device(page)
    page.clock.install()
    open_batch(page, patrol)
    # The look-up of likely people is answered before the screen locks: afterwards it is refused.
    with page.expect_response("**/people/likely/**"):
        page.get_by_label("Nama").fill("Saparuddin Lagoa")
    page.clock.fast_forward("03:01")
    cover = page.get_by_role("dialog", name="Layar terkunci")
    expect(cover).to_be_visible()
    expect(page.get_by_label("Nama")).to_be_hidden()
    photograph(page, "locked")
    assert misfits(page) == []

    cover.get_by_label("Kode layar").fill("000111")
    cover.get_by_role("button", name="Buka layar").click()
    expect(cover.get_by_text("Kode salah. Sisa 4 kali")).to_be_visible()
    cover.get_by_label("Kode layar").fill(CODE)
    cover.get_by_role("button", name="Buka layar").click()
    expect(page.get_by_label("Nama")).to_have_value("Saparuddin Lagoa")

    page.get_by_role("button", name="Kunci layar").click()
    expect(cover).to_be_visible()
    cut_signal(phone)
    cover.get_by_label("Kode layar").fill(CODE)
    cover.get_by_role("button", name="Buka layar").click()
    expect(page.get_by_label("Nama")).to_have_value("Saparuddin Lagoa")
    mend_signal(phone)
    page.reload()
    expect(page.get_by_role("heading", name="Layar terkunci")).to_be_visible()
    photograph(page, "locked-page")
    assert misfits(page) == []
    page.get_by_label("Kode layar").fill(CODE)
    page.get_by_role("button", name="Buka layar").click()
    expect(page.get_by_label("Nama")).to_have_value("Saparuddin Lagoa")
    assert readable(profile, ["Saparuddin Lagoa"]) == set()


def test_the_head_registers_a_phone_and_locks_it(phone, browse_as, officer, photograph):
    desk = browse_as(Role.HEAD, "/settings/devices/", width=1280)
    desk.get_by_label("Nama ponsel").fill("Ponsel Regu 2")
    desk.get_by_role("button", name="Daftarkan ponsel").click()
    address = desk.get_by_text("/devices/register/").inner_text()
    photograph(desk, "code")
    assert misfits(desk) == []

    page = phone.pages[0]
    log_in(page, officer)
    page.goto(address)
    photograph(page, "phone")
    assert misfits(page) == []
    page.get_by_role("button", name="Daftarkan ponsel ini").click()
    expect(page.get_by_label("Kode layar, sekali lagi")).to_be_visible()
    photograph(page, "screen-code")
    assert misfits(page) == []
    set_code(page)

    desk.get_by_role("link", name="Kembali ke daftar ponsel").click()
    photograph(desk, "list")
    assert misfits(desk) == []
    desk.get_by_role("link", name="Kunci Ponsel Regu 2").click()
    desk.get_by_role("button", name="Kunci ponsel").click()
    expect(desk.get_by_text("Dikunci")).to_be_visible()
    page.goto("/menu/")
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()


def test_without_a_registered_phone_rows_wait_on_the_page_alone(browse_as, officer, console):
    patrol = PatrolFactory(recorded_by=officer)
    page = browse_as(officer, f"/patrols/{patrol.pk}/intakes/")
    page.context.set_offline(True)
    enter(page, *TWELVE[0])
    expect(page.get_by_text("Jangan tutup halaman ini")).to_be_visible()
    assert misfits(page) == []
    # Back in signal it goes by itself, before anybody could press the button.
    page.context.set_offline(False)
    expect(page.get_by_text("1 orang", exact=True)).to_be_visible()
    console[:] = [complaint for complaint in console if not EXPECTED.search(complaint)]


def test_the_same_as_above_is_one_tap(browse_as, officer):
    patrol = PatrolFactory(recorded_by=officer)
    page = browse_as(officer, f"/patrols/{patrol.pk}/intakes/")
    enter(page, "Basri", "28", "Laki-laki", "Anjal", "Dibina di tempat")
    row = page.get_by_role("article", name="Orang 1")
    row.get_by_label("Nama").fill("Rendi")
    choice(row, "Jenis kelamin", "Laki-laki").click()
    row.get_by_role("button", name="Sama seperti di atas").click()
    page.get_by_role("button", name="Simpan, tambah").click()
    expect(page.get_by_text("2 orang", exact=True)).to_be_visible()
    rows = patrol.intakes.values_list("provisional__code", "outcome")
    assert set(rows) == {("anjal", "advised")}


def test_a_row_that_the_server_refuses_comes_back_and_is_mended(browse_as, officer):
    patrol = PatrolFactory(recorded_by=officer)
    page = browse_as(officer, f"/patrols/{patrol.pk}/intakes/")
    enter(page, "Basri", "280", "Laki-laki", "Anjal", None)
    expect(page.get_by_text("Umur paling tinggi 120 tahun.")).to_be_visible()
    page.get_by_label("Umur").first.fill("28")
    page.get_by_role("button", name="Simpan, tambah").click()
    expect(page.get_by_text("1 orang", exact=True)).to_be_visible()
    expect(page.get_by_text(" belum terkirim.")).to_be_hidden()
    assert patrol.intakes.get().person.age_years == 28


def test_rows_pasted_from_excel_are_looked_at_and_saved(browse_as, officer, photograph):
    patrol = PatrolFactory(recorded_by=officer)
    page = browse_as(officer, f"/patrols/{patrol.pk}/intakes/", width=1280)
    page.get_by_text("Tempel dari Excel").click()
    page.get_by_label("Baris yang disalin").fill(
        "Saparuddin\tL\t41\tGepeng\tdibawa\t\nNurhayati\t?\t33\tGepeng\tdibawa\t\n"
    )
    page.get_by_role("button", name="Isi baris").click()
    expect(page.get_by_role("article", name="Orang 2")).to_be_visible()
    photograph(page, "pasted")
    assert misfits(page) == []
    page.get_by_role("button", name="Simpan, tambah").click()
    expect(page.get_by_text("1 orang", exact=True)).to_be_visible()
    second = page.get_by_role("article", name="Orang 2")
    expect(second.get_by_text("Pilih laki-laki atau perempuan.")).to_be_visible()
    choice(second, "Jenis kelamin", "Perempuan").click()
    page.get_by_role("button", name="Simpan, tambah").click()
    expect(page.get_by_text("2 orang", exact=True)).to_be_visible()
    assert sorted(i.person.name for i in patrol.intakes.all()) == ["Nurhayati", "Saparuddin"]
