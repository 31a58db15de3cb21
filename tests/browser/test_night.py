"""The whole night and the morning after, as they are played by the people who work in them.

Twelve people at three points, one registered phone, a signal that goes and comes back; nine are
brought, one runs off the truck, eight come in. In the house were before: a boy whose uncle is
banned, and a man whom nobody has seen for thirty hours; the police bring him back, and he goes
home. Each scene asserts what those who take part in it see, and that the sums are of the same
people."""

import io
import re
from datetime import timedelta

import pytest
from django.db.models import Count
from playwright.sync_api import expect
from pypdf import PdfReader

from cases.exits.models import Exit
from cases.gate.refusals.models import Refusal
from cases.house.beds.models import Bed
from cases.house.evening.models import ImportantNumber
from cases.intakes.models import Intake, Outcome
from cases.patrols.models import Patrol
from rptc import days
from rptc.accounts.permissions import Role
from tests.browser.conftest import DESK, misfits
from tests.browser.phones import (
    cut_signal,
    give_code,
    log_in,
    make_it_a_device,
    mend_signal,
    open_again,
)
from tests.browser.test_patrol import choice, enter
from tests.factories import (
    AbsenceFactory,
    BedFactory,
    BedUseFactory,
    HotSpotFactory,
    IntakeFactory,
    PatrolFactory,
    RoomFactory,
    StayFactory,
    UnwelcomeFactory,
    UserFactory,
)

pytestmark = pytest.mark.browser

LAW, MARK = "Ia anak, dan mungkin korban", "Mungkin korban"
# name, age, sex, class, outcome (None: brought, the one that is chosen already), by point
FLY_OVER = [
    ("Saparuddin", "41", "Laki-laki", "Gepeng", None),
    ("Nurhayati", "26", "Perempuan", "Gepeng", None),
]
PASAR = [
    ("Rendi", "12", "Laki-laki", "Anjal", None),
    ("Basri", "28", "Laki-laki", "Gepeng", "Dibina di tempat"),
]
LOSARI = [
    ("Marlina", "24", "Laki-laki", "Gepeng", None),
    ("Hamzah", "30", "Laki-laki", "Gepeng", None),
    ("Kamaruddin", "66", "Laki-laki", "Lansia", None),
]
AFTER = [
    ("Jumriah", "45", "Perempuan", "Gepeng", "Diserahkan ke keluarga"),
    ("Yusran", "37", "Laki-laki", "ODGJ", "Rumah sakit"),
]


THE_EIGHT = [
    "Saparuddin", "Nurhayati", "Aisyah", "Ojan", "Rendi", "Ayu", "Marlina", "Kamaruddin",
]  # fmt: skip


class Night:
    """Who works tonight, who was in the house before, and the pages of each."""

    def __init__(self, officer, browse_as, photograph):
        self.officer, self.browse_as, self.photograph = officer, browse_as, photograph
        self.piket = UserFactory(roles=[Role.CARETAKER], full_name="Andi Piket")
        self.peksos = UserFactory(roles=[Role.SOCIAL_WORKER], full_name="Rina Peksos")
        self.kepala = UserFactory(roles=[Role.HEAD], full_name="Hj. Kepala")
        self._furnish()
        self._remember()

    def _furnish(self):
        self.points = [
            HotSpotFactory(name=name) for name in ("Fly Over", "Pasar Sentral", "Losari")
        ]
        for name, sex, age_group, number in [
            ("Anggrek", "P", "adults", 3),
            ("Melati", "P", "children", 2),
            ("Rajawali", "L", "adults", 6),
            ("Elang", "L", "children", 3),
            ("Isolasi", "", "", 2),
        ]:
            purpose = "isolation" if name == "Isolasi" else "usual"
            room = RoomFactory(name=name, sex=sex, age_group=age_group, purpose=purpose)
            for label in range(1, number + 1):
                BedFactory(room=room, label=str(label))

        ImportantNumber.objects.create(name="UPTD PPA", number="0411 555 020")

    def _remember(self):
        """The patrol of yesterday, whom it met, and three who are in the house."""
        yesterday = days.now() - timedelta(days=1)
        last = PatrolFactory(
            recorded_by=self.officer, started_at=yesterday, ended_at=yesterday + days.ONE_HOUR
        )
        last.members.create(user=self.officer)
        IntakeFactory(
            by_patrol=True,
            patrol=last,
            person__name="Fauzan Tompo",
            person__alias="Ojan",
            person__age_years=34,
            met_on=days.day_of(yesterday),
            outcome=Outcome.ADVISED,
            hot_spot=self.points[0],
        )
        rajawali, elang = (
            Bed.objects.filter(room__name=name).order_by("pk") for name in ("Rajawali", "Elang")
        )
        self.boy = StayFactory(
            child=True,
            days_ago=3,
            social_worker=self.peksos,
            intake__person__name="Rahmat Hidayat",
        )
        UnwelcomeFactory(person=self.boy.person, name="Baso Rewa", recorded_by=self.peksos)
        self.missing = StayFactory(days_ago=3, intake__person__name="Syamsul Bahri")
        AbsenceFactory(
            stay=self.missing,
            noticed_at=days.now() - timedelta(hours=29),
            last_seen_at=days.now() - timedelta(hours=30),
        )
        for bed, stay in ((elang[0], self.boy), (rajawali[0], self.missing)):
            BedUseFactory(bed=bed, stay=stay, began_at=days.now() - timedelta(days=2))

    def page_of(self, user, address="/", **options):
        return self.browse_as(user, address, **options)


def test_a_night_and_its_morning(phone, officer, browse_as, photograph):
    night = Night(officer, browse_as, photograph)
    page = phone.pages[0]
    log_in(page, officer)
    make_it_a_device(page)
    page.goto("/")
    page = on_the_road(night, phone, page)
    it_ends(night, page)
    house = at_the_door(night)
    ppa_is_told(night, house)
    head = what_the_head_sees(night)
    brought_back(night, house)
    head.goto("/")
    expect(head.get_by_role("heading", name="Hari Ini")).to_be_visible()
    expect(head.get_by_role("region", name="Tidak terlihat")).to_be_hidden()
    the_uncle_is_stopped(night, head)
    the_nickname_is_asked_about(night)
    a_man_goes_home(night)


def on_the_road(night, phone, page):
    page.get_by_role("link", name="Mulai patroli").click()
    page.get_by_text("Tambah surat di sini").click()
    page.get_by_label("Nomor surat tugas lain").fill("094/77/Rehsos/2026")
    night.photograph(page, "start")
    page.get_by_role("button", name="Mulai patroli").click()
    expect(page.get_by_role("heading", name="Catat orang yang dijangkau")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    at_fly_over(night, page)
    page = at_pasar_without_signal(night, phone, page)
    at_losari_without_signal(night, page)
    mend_signal(phone)
    expect(page.get_by_text("10 orang", exact=True)).to_be_visible()
    expect(page.get_by_text(" belum terkirim.")).to_be_hidden()
    expect(page.get_by_text("5 baris terkirim.")).to_be_visible()
    night.photograph(page, "with-signal")
    for number, each in enumerate(AFTER, start=11):
        enter(page, *each)
        expect(page.get_by_text(f"{number} orang", exact=True)).to_be_visible()
    night.photograph(page, "twelve")
    return page


def at_fly_over(night, page):
    """A man, a mother with her baby, and one whose nickname is known from before."""
    row = page.get_by_role("article", name="Orang 1")
    row.get_by_label("Titik rawan").select_option("Fly Over")
    for number, each in enumerate(FLY_OVER, start=1):
        enter(page, *each)
        expect(page.get_by_text(f"{number} orang", exact=True)).to_be_visible()
    row.get_by_label("Nama").fill("Aisyah")
    row.get_by_label("Umur").first.fill("8")
    for question, answer in [
        ("Dihitung dalam", "Bulan"),
        ("Jenis kelamin", "Perempuan"),
        ("Klasifikasi", "Gepeng"),
        ("Dari orang sebelumnya, ini", "anaknya"),
    ]:
        choice(row, question, answer).click()
    night.photograph(page, "baby")
    page.get_by_role("button", name="Simpan, tambah").click()
    expect(page.get_by_text("3 orang", exact=True)).to_be_visible()
    expect(page.get_by_text("8 bulan").first).to_be_attached()

    row.get_by_label("Nama").fill("Ojan")
    row.get_by_label("Umur").first.fill("35")
    choice(row, "Jenis kelamin", "Laki-laki").click()
    expect(row.get_by_text("Mungkin, tanyakan lagi")).to_be_visible()
    # By initials: whoever types a nickname learns no name by it.
    expect(row.get_by_text("Fauzan")).to_be_hidden()
    night.photograph(page, "nickname")
    assert misfits(page) == []
    choice(row, "Klasifikasi", "Gepeng").click()
    page.get_by_role("button", name="Simpan, tambah").click()
    expect(page.get_by_text("4 orang", exact=True)).to_be_visible()


def at_pasar_without_signal(night, phone, page):
    """The signal goes, and the tab is closed: what was typed and where is still there."""
    address, row = page.url, page.get_by_role("article", name="Orang 1")
    row.get_by_label("Titik rawan").select_option("Pasar Sentral")
    enter(page, *PASAR[0])
    expect(page.get_by_text("5 orang", exact=True)).to_be_visible()
    cut_signal(phone)
    enter(page, *PASAR[1])
    expect(page.get_by_text("1 belum terkirim.")).to_be_visible()
    page = open_again(phone, page, address)
    give_code(page)
    expect(page.get_by_text(f"Atas nama {night.officer.full_name}")).to_be_visible()
    row = page.get_by_role("article", name="Orang 1")
    expect(row.locator("[data-stands]")).to_contain_text("Pasar Sentral")
    return page


def at_losari_without_signal(night, page):
    """A girl of sixteen, and three more."""
    row = page.get_by_role("article", name="Orang 1")
    row.get_by_label("Titik rawan").select_option("Losari")
    choice(row, "Hasil di tempat", "Dibawa ke RPTC").click()
    row.get_by_label("Nama").fill("Ayu")
    row.get_by_label("Umur").first.fill("16")
    choice(row, "Jenis kelamin", "Perempuan").click()
    expect(row.get_by_text(LAW)).to_be_hidden()
    choice(row, "Klasifikasi", "TS").click()
    expect(row.get_by_text(LAW)).to_be_visible()
    row.get_by_label("Siapa orangnya, atau yang terlihat").fill("Motor DD 4412 QQ")
    night.photograph(page, "girl")
    page.get_by_role("button", name="Simpan, tambah").click()
    expect(page.get_by_text("2 belum terkirim.")).to_be_visible()
    for number, each in enumerate(LOSARI, start=3):
        enter(page, *each)
        expect(page.get_by_text(f"{number} belum terkirim.")).to_be_visible()
    night.photograph(page, "without-signal")
    assert misfits(page) == []


def it_ends(night, page):
    """One row was typed with the wrong sex; the officer mends it, and ends the patrol."""
    page.get_by_text("Lihat semua").click()
    page.get_by_role("link", name="Perbaiki Marlina").click()
    choice(page, "Jenis kelamin", "Perempuan").click()
    page.get_by_label("Mengapa dikoreksi").fill("Salah tekan di gelap.")
    night.photograph(page, "mend")
    assert misfits(page) == []
    page.get_by_role("button", name="Simpan koreksi").click()
    expect(page.get_by_text("Koreksi tersimpan.")).to_be_visible()
    page.get_by_role("link", name="Selesai").click()
    page.get_by_role("button", name="Selesai").click()
    expect(page.get_by_text("Patroli selesai.")).to_be_visible()
    night.photograph(page, "patrol")
    assert misfits(page) == []
    expect(page.get_by_text("12 orang, L 7, P 5")).to_be_visible()
    text = page.get_by_label("Tanpa nama dan inisial").input_value()
    for line in [
        "Surat tugas 094/77/Rehsos/2026",
        "Titik: Fly Over, Losari, Pasar Sentral",
        "Terjaring 12 orang (L 7, P 5)",
        "- Gelandangan dan Pengemis: 8 (L 4, P 4)",
        "- Tuna Susila: 1 (L 0, P 1)",
        "- Dibawa ke RPTC: 9",
        "- Rumah sakit: 1",
    ]:
        assert line in text.splitlines()
    for name, *_ in [*FLY_OVER, *PASAR, *LOSARI, *AFTER, ("Ayu",), ("Ojan",), ("Aisyah",)]:
        assert name not in text
    page.goto("/")
    expect(page.get_by_text("12 orang", exact=True)).to_be_visible()
    rows = Intake.objects.filter(patrol=Patrol.objects.latest("pk"))
    points = rows.values_list("hot_spot__name").annotate(n=Count("pk")).order_by("hot_spot__name")
    assert list(points) == [("Fly Over", 4), ("Losari", 6), ("Pasar Sentral", 2)]
    assert set(rows.values_list("recorded_by", flat=True)) == {night.officer.pk}


def at_the_door(night):
    """Nine are ticked; one ran, eight come in, are asked the ten questions and get their beds."""
    page = night.page_of(night.piket)
    expect(to_do(page, "Dalam perjalanan")).to_contain_text("9")
    expect(to_do(page, "Ayu, sekitar 16 th")).to_contain_text("Beri tahu UPTD PPA")
    page.get_by_role("navigation").get_by_role("link", name="Kedatangan").click()
    expect(page.get_by_role("button", name="Terima 9 orang")).to_be_in_viewport()
    girl = page.get_by_role("listitem").filter(has_text="Ayu, P")
    expect(girl.get_by_text(MARK, exact=True)).to_be_visible()
    expect(page.get_by_text(MARK, exact=True)).to_have_count(1)
    night.photograph(page, "door")
    assert misfits(page) == []
    page.get_by_role("checkbox", name="Hamzah, L").click()
    page.get_by_role("group", name="Tidak turun, Hamzah").get_by_text("Lari").click()
    page.get_by_label("Ada barang titipan, Saparuddin").click()
    page.get_by_role("button", name="Terima 8 orang").click()
    expect(page.get_by_text("8 orang diterima. 1 orang dicatat tidak tiba.")).to_be_visible()
    night.photograph(page, "tonight")
    for name in THE_EIGHT:
        page.get_by_role("link", name=f"Isi triase {name}").click()
        if name == "Kamaruddin":
            page.get_by_role("group", name="Batuk lebih").get_by_text("Ya", exact=True).click()
        expect(page.get_by_text(MARK, exact=True)).to_have_count(1 if name == "Ayu" else 0)
        page.get_by_role("button", name="Selebihnya tidak, simpan").click()
        expect(page.get_by_role("heading", name="Penerimaan malam ini")).to_be_visible()
    night.photograph(page, "triaged")
    assert misfits(page) == []
    into_beds(night, page)
    return page


def into_beds(night, page):
    """A mother and her baby are one placement; who coughs lies apart; the girl among girls."""
    page.get_by_role("link", name="Tempatkan semua menurut saran").click()
    night.photograph(page, "suggested")
    assert misfits(page) == []
    moves = page.get_by_role("region", name="Saran").get_by_role("listitem")
    for name, where in [
        ("Nurhayati, P", "Anggrek, 1"),
        ("Aisyah, P", "Anggrek, 1, boks"),
        ("Ayu, P", "Melati, 1"),
        ("Rendi, L", "Elang, 2"),
        ("Kamaruddin, L", "Isolasi, 1"),
    ]:
        expect(moves.filter(has_text=name)).to_contain_text(where)
    expect(moves.filter(has_text="Aisyah, P")).to_contain_text("bersama Nurhayati")
    expect(moves.filter(has_text="Ayu, P").get_by_text(MARK, exact=True)).to_be_visible()
    # Whoever is not seen is placed by nobody.
    expect(page.get_by_role("main").get_by_text("Syamsul")).to_have_count(0)
    page.get_by_role("button", name="Tempatkan 8 orang").click()
    expect(page.get_by_text("8 orang ditempatkan:")).to_be_visible()
    page.goto("/stays/beds/")
    expect(page.get_by_text("Isolasi: batuk lebih dari dua minggu")).to_be_visible()
    night.photograph(page, "beds")
    assert misfits(page) == []
    for words, number in {"kosong": 7, "tidak terlihat": 1}.items():
        key = page.locator(".rp-keys a").filter(has_text=words)
        expect(key).to_have_text(re.compile(rf"\s*{number}\s*{words}\s*"))
    expect(page.get_by_role("region", name="Belum punya tempat tidur")).to_have_count(0)
    board(page, present=9, everyone=10, missing=1)


def ppa_is_told(night, page):
    """What the law asks, by its hour; then nothing says any more that somebody has to."""
    page.goto("/")
    page.get_by_role("link", name="Tindak lanjuti Ayu").click()
    expect(page.get_by_role("link", name="UPTD PPA: 0411 555 020")).to_be_visible()
    night.photograph(page, "to-tell")
    assert misfits(page) == []
    page.get_by_label("Siapa yang diberi tahu").fill("Ibu Hasnah, UPTD PPA, per telepon")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Tercatat: UPTD PPA sudah tahu.")).to_be_visible()
    counts(page, {"Belum diberi tahu": 0, "Sudah diberi tahu": 1})
    night.photograph(page, "told")
    page.goto("/")
    expect(to_do(page, "Kamaruddin")).to_contain_text("Kerjakan tindakan triase")
    expect(to_do(page, "UPTD PPA")).to_have_count(0)
    worker = night.page_of(night.peksos, "/people/?q=ayu", width=DESK)
    worker.get_by_role("link", name="Ayu").click()
    flags = worker.get_by_role("list", name="Peringatan")
    expect(flags).to_contain_text("Diduga dieksploitasi Motor DD 4412 QQ")
    expect(flags).to_contain_text("UPTD PPA sudah diberi tahu.")
    expect(flags).not_to_contain_text("UPTD PPA diberi tahu: oleh")
    night.photograph(worker, "girl-told")
    assert misfits(worker) == []
    worker.context.close()


def what_the_head_sees(night):
    """First who is not seen; then the sums, which are of the same people."""
    page = night.page_of(night.kepala, width=DESK)
    missing = page.get_by_role("region", name="Tidak terlihat")
    expect(missing).to_contain_text("Syamsul Bahri")
    expect(missing).to_contain_text("Tidak terlihat 30 jam")
    expect(missing).to_contain_text("Belum: dicari di sekitar, keluarga diberi tahu.")
    night.photograph(page, "head")
    counted = Intake.objects.filter(met_on__year=days.today().year)
    counted = counted.exclude(outcome=Outcome.REFUSED)
    male, female = (counted.filter(sex=sex).count() for sex in "LP")
    page.goto(f"/recap/{days.today().year}/")
    total = page.locator("#rekap tfoot").get_by_role("row")
    expect(total).to_have_text(re.compile(rf"Jumlah\s+{male}\s+{female}\s+{male + female}"))
    page.get_by_text("Tidak masuk tabel").first.click()
    expect(page.get_by_text("Hasil yang tidak dihitung: Menolak atau lari")).to_be_visible()
    night.photograph(page, "recap")
    page.goto("/stays/beds/exceptions/")
    counts(page, {"Sekarang": 0})
    return page


def brought_back(night, page):
    """In the morning the police bring the man whom nobody had seen: the absence ends, and no page
    says any more that he is not seen."""
    sheet = page.request.get("/stays/evening-sheet/").body()
    printed = "\n".join(part.extract_text() for part in PdfReader(io.BytesIO(sheet)).pages)
    for line in (
        "tidak terlihat 1",
        "UPTD PPA 0411 555 020",
        "Triase kuning: Batuk lebih dari dua",
    ):
        assert line in printed
    watched = printed.partition("Jaga malam ini")[2].partition("Nomor penting")[0]
    assert "Syamsul Bahri" in watched
    page.goto("/")
    missing = page.get_by_role("region", name="Tidak terlihat")
    missing.get_by_role("link", name="Tindak lanjuti Syamsul Bahri").click()
    page.get_by_role("link", name="Catat sudah kembali").click()
    page.get_by_label("Dibawa oleh").select_option("Polisi")
    page.get_by_role("button", name="Catat sudah kembali").click()
    expect(page.get_by_text("Tulis kantor polisinya")).to_be_visible()
    page.get_by_label("Nama dan asal").fill("Polsek Panakkukang, Bripka Andi")
    page.get_by_label("Berada di mana").fill("Terminal Daya")
    night.photograph(page, "back")
    assert misfits(page) == []
    page.get_by_role("button", name="Catat sudah kembali").click()
    expect(page.get_by_text("Syamsul Bahri dicatat kembali.")).to_be_visible()
    expect(page.get_by_text("Polisi, Polsek Panakkukang, Bripka Andi")).to_be_visible()
    board(page, present=10, everyone=10, missing=0)
    page.goto("/")
    expect(missing).to_be_hidden()


def the_uncle_is_stopped(night, head):
    """His name is typed with a letter too many."""
    page = night.page_of(night.peksos, f"/stays/{night.boy.pk}/")
    page.get_by_role("link", name="Akhiri masa pembinaan").click()
    goes_to(page, "Basso Rewa", "Paman")
    page.get_by_role("button", name="Ajukan terminasi").click()
    refusal = page.get_by_role("alert").filter(has_text="Belum tersimpan.").first
    expect(refusal).to_contain_text("Ada dalam daftar jangan terima: Baso Rewa.")
    night.photograph(page, "uncle")
    assert misfits(page) == []
    assert not Exit.objects.filter(stay=night.boy).exists()
    assert Refusal.objects.get().name == "Basso Rewa"
    page.goto("/")
    head.goto("/")
    expect(to_do(head, "Rahmat Hidayat")).to_contain_text("Lihat siapa yang ditolak di pintu")
    page.context.close()


def the_nickname_is_asked_about(night):
    """The officer left it open: it waits as a pair that may be one person."""
    page = night.page_of(night.peksos, "/people/duplicates/", width=DESK)
    pair = page.get_by_role("region", name="Pasangan 1")
    for words in ("Mungkin", "Fauzan Tompo", "Ojan", "Nama sama dengan panggilan, umur cocok"):
        expect(pair).to_contain_text(words)
    night.photograph(page, "pair")
    page.context.close()


def goes_to(page, receiver, relation):
    page.get_by_label("Cara keluar").select_option("Kembali ke keluarga")
    page.get_by_label("Diterima oleh").fill(receiver)
    page.get_by_label("Hubungan").fill(relation)
    page.get_by_label("Alamat tujuan").fill("Jl. Dangko 4, Tamalate")


def a_man_goes_home(night):
    """The one whom the police brought: his wife receives him, and both papers are there."""
    page = night.page_of(night.peksos, width=DESK)
    page.get_by_role("navigation").get_by_role("link", name="Masa pembinaan").click()
    page.get_by_role("link", name="Syamsul Bahri").click()
    page.get_by_role("link", name="Akhiri masa pembinaan").click()
    goes_to(page, "Hasnah", "Istri")
    page.get_by_role("button", name="Akhiri masa pembinaan").click()
    expect(page.get_by_text("Masa pembinaan Syamsul Bahri berakhir.")).to_be_visible()
    page.get_by_role("button", name="surat pernyataan keluarga").click()
    expect(page.get_by_role("link", name="Cetak berita acara serah terima")).to_be_visible()
    expect(page.get_by_role("link", name="Cetak surat pernyataan keluarga")).to_be_visible()
    night.photograph(page, "released")
    assert misfits(page) == []
    board(page, present=9, everyone=9, missing=0)


def to_do(page, words):
    """A row of Hari Ini."""
    rows = page.get_by_role("region", name="Sekarang").get_by_role("listitem")
    return rows.filter(has_text=words)


def counts(page, wanted):
    """The numbers on top of a list, by their words."""
    for label, number in wanted.items():
        line = page.locator(".rp-counts > *").filter(has_text=label)
        expect(line).to_have_text(re.compile(rf"\s*{number}\s*{label}\s*"))


def board(page, *, present, everyone, missing):
    page.goto("/stays/")
    words = (
        f"Hadir {present} dari 16 tempat tidur · 0 izin keluar · {missing} tidak terlihat"
        f" · {everyone} masa pembinaan"
    )
    expect(page.get_by_text("Hadir ").first).to_have_text(words)
