"""Rows that wait on a patrol's phone: read, mended, discarded; each as it stood on the screen."""

import random
import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from cases.intakes.models import Intake
from rptc import days
from rptc.audit.models import Entry
from tests import pictures
from tests.browser.conftest import heard_only, misfits
from tests.browser.phones import (
    CODE,
    cut_signal,
    give_code,
    log_in,
    make_it_a_device,
    mend_signal,
    open_again,
    open_batch,
    set_code,
    trc_officer,
)
from tests.browser.test_patrol import choice, enter
from tests.browser.test_photos import choose
from tests.factories import HotSpotFactory, PatrolFactory
from tests.sizes import size

pytestmark = pytest.mark.browser

OTHER_CODE = "917350"
ROW = ("Saparuddin Lagoa", "41", "Laki-laki", "Gepeng", None)
ELSEWHERE = ("Nurhayati Bira", "33", "Perempuan", "Gepeng", "Dibina di tempat")


@pytest.fixture
def patrol(officer):
    HotSpotFactory(name="Fly Over")
    HotSpotFactory(name="Losari")
    started_at = days.now() - timedelta(hours=3)
    return PatrolFactory(recorded_by=officer, started_at=started_at)


@pytest.fixture
def page(phone, officer, patrol):
    """The officer is logged in on the registered phone, and the batch page is open."""
    page = phone.pages[0]
    log_in(page, officer)
    make_it_a_device(page)
    open_batch(page, patrol)
    return page


def first_row(page):
    return page.get_by_role("article", name="Orang 1")


def stands(page):
    """What the head of the open row says."""
    return first_row(page).locator("[data-stands]")


def test_the_point_of_a_row_saved_offline_is_offered_and_not_the_last_one_sent(phone, page):
    page.get_by_label("Titik rawan").select_option("Fly Over")
    enter(page, *ROW)
    expect(page.get_by_text("1 orang", exact=True)).to_be_visible()
    address = page.url
    cut_signal(phone)
    page.get_by_label("Titik rawan").select_option("Losari")
    enter(page, *ELSEWHERE)
    expect(page.get_by_text("1 belum terkirim.")).to_be_visible()

    page = open_again(phone, page, address)
    expect(stands(page)).to_contain_text("Losari")
    page = open_again(phone, page, "about:blank")
    mend_signal(phone)
    page.goto(address)
    expect(page.get_by_text("2 orang", exact=True)).to_be_visible()
    expect(stands(page)).to_contain_text("Losari")
    expect(stands(page)).to_contain_text("Dibina di tempat")
    enter(page, "Rendi Tallo", "30", "Laki-laki", "Gepeng", None)
    expect(page.get_by_text("3 orang", exact=True)).to_be_visible()
    row = Intake.objects.get(person__name="Rendi Tallo")
    assert (row.hot_spot.name, row.outcome) == ("Losari", "advised")


def test_an_hour_that_was_typed_goes_along_until_the_place_changes(page, patrol):
    typed = (days.now() - timedelta(hours=2)).astimezone(days.WITA)
    page.get_by_text("Rincian:").click()
    page.get_by_label("Pukul").fill(f"{typed:%H:%M}")
    enter(page, *ROW)
    expect(page.get_by_text("1 orang", exact=True)).to_be_visible()
    expect(stands(page)).to_contain_text(f"{typed:%H.%M}")
    enter(page, *ELSEWHERE)
    expect(page.get_by_text("2 orang", exact=True)).to_be_visible()
    hours = {f"{row.met_at.astimezone(days.WITA):%H:%M}" for row in patrol.intakes.all()}
    assert hours == {f"{typed:%H:%M}"}
    page.get_by_label("Titik rawan").select_option("Losari")
    expect(stands(page)).not_to_contain_text(f"{typed:%H.%M}")


def test_whoever_types_on_at_once_types_into_the_next_row(page, patrol):
    """Keeping a row takes a moment on a slow phone."""
    row = first_row(page)
    row.get_by_label("Nama").fill("Saparuddin Lagoa")
    choice(row, "Jenis kelamin", "Laki-laki").click()
    choice(row, "Klasifikasi", "Gepeng").click()
    page.evaluate(
        """() => {
          document.querySelector("[data-batch] .rp-dock button").click();
          const name = document.querySelector("[data-row] [name$='-name']");
          name.value = "Nurhayati Bira";
          name.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )
    expect(page.get_by_text("1 orang", exact=True)).to_be_visible()
    expect(page.get_by_label("Nama")).to_have_value("Nurhayati Bira")
    assert [intake.person.name for intake in patrol.intakes.all()] == ["Saparuddin Lagoa"]


def test_without_signal_the_first_page_is_ours_and_the_code_opens_what_waits(
    phone, page, patrol, officer, photograph
):
    cut_signal(phone)
    enter(page, *ROW)
    green = page.get_by_text("Tersimpan di ponsel ini.")
    expect(green.locator("..")).to_contain_text("Saparuddin Lagoa, L")
    photograph(page, "saved-on-the-phone")
    page.goto("/")
    expect(page.get_by_role("heading", name="Tanpa sinyal")).to_be_visible()
    expect(page.get_by_text("1 belum terkirim.")).to_be_visible()
    expect(page.get_by_role("link", name=f"{patrol.team}, mulai")).to_be_visible()
    expect(page.get_by_text("Saparuddin")).to_be_hidden()
    photograph(page, "first-page")
    assert misfits(page) == []

    give_code(page, "000111")
    expect(page.get_by_text("Kode salah. Sisa 4 kali.")).to_be_visible()
    give_code(page)
    expect(page.get_by_text(f"Atas nama {officer.full_name}")).to_be_visible()
    expect(page.get_by_text("Saparuddin Lagoa")).to_be_visible()
    photograph(page, "opened-by-code")
    assert misfits(page) == []
    page.get_by_role("button", name="Perbaiki").click()
    expect(first_row(page).get_by_label("Nama")).to_have_value("Saparuddin Lagoa")
    page.get_by_label("Umur").first.fill("42")
    photograph(page, "mending")
    assert misfits(page) == []
    page.get_by_role("button", name="Simpan, tambah").click()
    expect(page.get_by_text("1 belum terkirim.")).to_be_visible()
    enter(page, *ELSEWHERE)
    expect(page.get_by_text("2 belum terkirim.")).to_be_visible()

    mend_signal(phone)
    expect(page.get_by_role("heading", name="Hari Ini")).to_be_visible()
    open_batch(page, patrol)
    expect(page.get_by_text("2 orang", exact=True)).to_be_visible()
    ages = dict(patrol.intakes.values_list("person__name", "person__age_years"))
    assert ages == {"Saparuddin Lagoa": 42, "Nurhayati Bira": 33}
    assert set(patrol.intakes.values_list("recorded_by", flat=True)) == {officer.pk}


def test_five_wrong_codes_open_nothing_until_the_next_login(phone, page):
    cut_signal(phone)
    enter(page, *ROW)
    expect(page.get_by_text("1 belum terkirim.")).to_be_visible()
    page.goto("/")
    for left in (4, 3, 2, 1):
        give_code(page, "000111")
        expect(page.get_by_text(f"Sisa {left} kali.")).to_be_visible()
    page.reload()
    give_code(page, "000111")
    expect(page.get_by_text("Kode salah. Masuk lagi begitu sinyal kembali.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("1 belum terkirim.")).to_be_visible()
    expect(page.get_by_role("heading", name="Kode layar")).to_be_hidden()


def test_a_refused_row_is_discarded_with_a_reason(page, patrol, officer, photograph):
    enter(page, "Basri", "280", "Laki-laki", "Anjal", None)
    expect(page.get_by_text("Umur paling tinggi 120 tahun.")).to_be_visible()
    page.get_by_text("Buang baris ini").click()
    page.get_by_role("button", name="Buang baris").click()
    expect(page.get_by_text("Tulis mengapa baris ini dibuang.")).to_be_visible()
    photograph(page, "discard")
    assert misfits(page) == []
    page.get_by_label("Mengapa dibuang?").fill("Tercatat dua kali.")
    page.get_by_role("button", name="Buang baris").click()
    expect(page.get_by_text(" belum terkirim.")).to_be_hidden()
    expect(page.get_by_text("Basri")).to_be_hidden()
    entry = Entry.objects.get(verb="discarded_row")
    assert (entry.actor, entry.object_id) == (officer, patrol.pk)
    assert entry.reason == "Tercatat dua kali."
    assert "Basri" not in str(entry.details)
    assert not Intake.objects.exists()


def test_a_row_of_a_patrol_that_is_out_of_reach_is_read_and_discarded(
    phone, page, patrol, photograph, console
):
    """Somebody took the officer off the patrol while the row waited."""
    other = trc_officer("regu3")
    cut_signal(phone)
    enter(page, *ROW)
    expect(page.get_by_text("1 belum terkirim.")).to_be_visible()
    page = open_again(phone, page, "about:blank")
    type(patrol).objects.filter(pk=patrol.pk).update(recorded_by=other)
    mend_signal(phone)
    page.goto("/menu/")
    page.get_by_role("link", name="Periksa baris").click()
    expect(page.get_by_text("tidak dapat Anda buka lagi")).to_be_visible()
    photograph(page, "list")
    assert misfits(page) == []
    page.get_by_role("button", name="Perbaiki").click()
    page.get_by_text("Buang baris ini").click()
    page.get_by_label("Mengapa dibuang?").fill("Patrolinya sudah dihapus dari saya.")
    page.get_by_role("button", name="Buang baris").click()
    expect(page.get_by_role("heading", name="Semua terkirim")).to_be_visible()
    assert Entry.objects.filter(verb="discarded_row").count() == 1
    heard_only(console, "404 (Not Found)")


def test_a_picture_taken_without_signal_waits_and_goes_with_its_row(
    phone, page, patrol, photograph
):
    cut_signal(phone)
    page.get_by_text("Foto dulu, lengkapi nanti").click()
    choose(page, "Ambil dengan kamera", pictures.from_a_phone())
    expect(page.get_by_text("1 belum terkirim.")).to_be_visible()
    take_card(page)
    enter(page, *ROW)
    expect(page.get_by_text("2 belum terkirim.")).to_be_visible()
    expect(page.get_by_role("img", name="Foto dari ponsel ini")).to_be_hidden()

    page.reload()
    give_code(page)
    expect(page.get_by_text("Saparuddin Lagoa")).to_be_visible()
    page.get_by_text("Foto dulu, lengkapi nanti").click()
    choose(page, "Pilih berkas foto", pictures.jpeg(2), pictures.SVG)
    expect(page.get_by_text("4 belum terkirim.")).to_be_visible()
    take_card(page)
    photograph(page, "pictures")
    assert misfits(page) == []
    enter(page, *ELSEWHERE)
    expect(page.get_by_text("5 belum terkirim.")).to_be_visible()

    mend_signal(phone)
    expect(page.get_by_text("2 orang", exact=True)).to_be_visible()
    expect(page.get_by_text("1 belum terkirim.")).to_be_visible()
    kinds = dict(patrol.intakes.values_list("person__name", "person__photos__kind"))
    assert kinds == {"Saparuddin Lagoa": "face", "Nurhayati Bira": "face"}
    expect(page.get_by_text("Berkas ini bukan foto")).to_be_visible()
    photograph(page, "refused-picture")
    assert misfits(page) == []
    page.get_by_role("button", name="Buang foto").click()
    expect(page.get_by_text(" belum terkirim.")).to_be_hidden()
    assert "bukan foto" in Entry.objects.get(verb="discarded_row").reason


def test_a_row_goes_at_once_when_the_signal_returns_while_its_sending_still_fails(page):
    begun = []

    def fail_the_first(route):
        return route.fallback() if begun else begun.append(route)

    page.route(page.url, fail_the_first)
    with page.expect_request(lambda request: request.method == "POST"):
        enter(page, *ROW)
    expect(page.get_by_text("1 belum terkirim.")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('online'))")
    begun[0].abort()
    expect(page.get_by_text("1 orang", exact=True)).to_be_visible()


def take_card(page):
    """Of the first picture that no row names yet."""
    page.locator("[data-pictures] label:visible").first.click()


# -- Each row keeps what stood on the screen ------------------------------------------------------


class Night:
    """Two officers on one phone, and a signal that comes and goes. `said` is what the screen said
    when a row was saved: {name: (point, place, hour, outcome, who, or None where nobody said)}."""

    POINTS = ("Fly Over", "Losari", "Tempat lain")
    OUTCOMES = ("Dibawa ke RPTC", "Dibina di tempat", "Menolak atau lari")

    def __init__(self, phone, page, officers, seed):
        self.phone, self.page, self.address = phone, page, page.url
        self.codes = dict(zip(officers, (CODE, OTHER_CODE), strict=True))
        self.logged_in, self.who = officers[1], officers[1]
        self.has_signal, self.is_kept_page = True, False
        self.said, self.last = {}, None
        self.dice = random.Random(seed)  # noqa: S311

    def play(self, number):
        acts = [self.row, self.cut_or_mend_signal, self.close, self.change_officer]
        while len(self.said) < number:
            self.dice.choices(acts, [12, 3, 2, 1])[0]()

    def row(self):
        row = first_row(self.page)
        self._sees_what_is_offered()
        name = f"Orang {len(self.said)}"
        row.get_by_label("Nama").fill(name)
        choice(row, "Jenis kelamin", "Perempuan").click()
        choice(row, "Klasifikasi", "Gepeng").click()
        self._says_something_else(row)
        self.last = self._read(row)
        self.said[name] = (*self.last[:4], self.who and self.who.pk)
        self.page.get_by_role("button", name="Simpan, tambah").click()
        if self.has_signal and self.dice.random() < 0.2:
            self.cut_or_mend_signal()
        expect(self.page.locator("[data-just-saved]")).to_contain_text(f"{name}, ")

    def _sees_what_is_offered(self):
        expect(stands(self.page)).to_be_visible()
        if self.last is None:
            return
        point, place, hour, outcome, is_typed = self.last
        where = point if point != "Tempat lain" else place or "tempat belum diisi"
        said = f"{where} · {hour.replace(':', '.') if is_typed else '[0-9.]{5}'} · {outcome}"
        expect(stands(self.page)).to_have_text(re.compile(said))

    def _says_something_else(self, row):
        if self.dice.random() < 0.3:
            row.get_by_label("Titik rawan").select_option(self.dice.choice(self.POINTS))
        if self.dice.random() < 0.3:
            choice(row, "Hasil di tempat", self.dice.choice(self.OUTCOMES)).click()
        if self.dice.random() < 0.2:
            row.get_by_text("Rincian:").click()
            ago = timedelta(minutes=self.dice.randrange(1, 150))
            row.get_by_label("Pukul").fill(f"{(days.now() - ago).astimezone(days.WITA):%H:%M}")
            row.get_by_label("Tempat lain", exact=True).fill(self.dice.choice(["", "Depan ruko"]))

    def _read(self, row):
        point = row.get_by_label("Titik rawan").locator("option:checked").inner_text()
        place = row.locator("[name$=-place]").input_value()
        hour = row.locator("[name$=-met_time]").input_value()
        outcome = row.locator("[name$=-outcome]:checked + label").inner_text()
        return point, place, hour, outcome, bool(row.get_attribute("data-clock"))

    def cut_or_mend_signal(self):
        self.has_signal = not self.has_signal
        (mend_signal if self.has_signal else cut_signal)(self.phone)
        if self.has_signal and self.is_kept_page:
            self._is_on_the_real_page()

    def close(self):
        self.page = open_again(self.phone, self.page, self.address)
        if self.has_signal:
            self._is_on_the_real_page()
        else:
            self._is_on_the_kept_page(self.dice.choice([*self.codes, None]))

    def change_officer(self):
        other = next(officer for officer in self.codes if officer != self.who)
        if self.has_signal:
            self.log_in(other)
        else:
            self.page.reload()
            self._is_on_the_kept_page(other)

    def log_in(self, officer):
        self.page.locator("main").get_by_role("button", name="Ganti petugas").click()
        log_in(self.page, officer)
        self.logged_in = officer
        self.page.goto(self.address)
        self._is_on_the_real_page()

    def _is_on_the_real_page(self):
        expect(self.page.get_by_role("heading", name="Catat orang yang dijangkau")).to_be_visible()
        self.is_kept_page, self.who = False, self.logged_in

    def _is_on_the_kept_page(self, who):
        expect(self.page.get_by_role("heading", name="Tanpa sinyal")).to_be_visible()
        self.is_kept_page, self.who = True, who
        if who:
            give_code(self.page, self.codes[who])
            expect(self.page.get_by_text(f"Atas nama {who.full_name}")).to_be_visible()

    def morning(self):
        """The signal is back, and each officer logs in once more and signs what nobody signed."""
        if not self.has_signal:
            self.cut_or_mend_signal()
        for officer in self.codes:
            self.log_in(officer)
            self._has_sent_what_is_signed()
            while (
                unsigned := self.page.get_by_role("button", name="Kirim atas nama saya")
            ).count():
                unsigned.first.click()
                self._has_sent_what_is_signed()
        expect(self.page.get_by_text(" belum terkirim.")).to_be_hidden()

    def _has_sent_what_is_signed(self):
        """Read, and then sent: before it is read there seems to be nothing."""
        assert self.page.evaluate(
            """async () => {
              const { queue } = await import("/static/js/batch/queue.js");
              await queue.ready;
              const isDone = () => queue.rows.every((row) => !row.signed);
              return isDone() || new Promise((resolve) => {
                queue.addEventListener("change", () => isDone() && resolve(true));
                setTimeout(resolve, 120_000, false);
              });
            }"""
        )


def saved(intake):
    point = intake.hot_spot.name if intake.hot_spot else "Tempat lain"
    hour = f"{intake.met_at.astimezone(days.WITA):%H:%M}" if intake.met_at else ""
    return point, intake.place, hour, intake.get_outcome_display(), intake.recorded_by_id


def test_each_row_keeps_what_stood_on_the_screen_and_none_comes_twice(
    phone, page, patrol, officer
):
    other = trc_officer("regu3")
    patrol.members.create(user=other)
    page.locator("main").get_by_role("button", name="Ganti petugas").click()
    log_in(page, other)
    set_code(page, OTHER_CODE)
    open_batch(page, patrol)
    night = Night(phone, page, [officer, other], seed=20261128)
    night.play(size(500))
    night.morning()

    rows = list(patrol.intakes.select_related("person", "hot_spot"))
    assert sorted(row.person.name for row in rows) == sorted(night.said)
    for row in rows:
        *said, who = night.said[row.person.name]
        assert saved(row) == (*said, who or row.recorded_by_id), row.person.name
