"""A child goes home: refused for each missing piece, in words, until every one is there."""

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import expect

from cases.exits.models import Exit
from rptc import days
from rptc.accounts.permissions import Role
from tests import pictures
from tests.browser.conftest import misfits
from tests.factories import StayFactory, UserFactory

pytestmark = pytest.mark.browser
MISSING = [
    "Belum ada bukti hubungan. Foto KK atau akta, atau catat dua saksi.",
    "Belum ada foto identitas penerima.",
    "Rumah tujuan belum diperiksa.",
    "Belum ada kontak berikutnya.",
]
AT_HANDOVER = [
    "Surat pernyataan belum ditandatangani.",
    "Surat dan barang belum dicatat.",
]


@pytest.fixture
def social_worker(transactional_db):
    return UserFactory(roles=[Role.SOCIAL_WORKER])


def a_photo(seed):
    file = ContentFile(pictures.jpeg(seed=seed))
    return {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": file.read()}


def pick(page, seed):
    page.get_by_label("Pilih berkas foto").set_input_files(a_photo(seed))


def open_piece(page, label):
    page.get_by_role("listitem").filter(has_text=label).get_by_role("link").first.click()


def test_a_child_is_refused_for_each_missing_piece_and_then_goes_home(
    browse_as, social_worker, photograph
):
    stay = StayFactory(
        child=True,
        days_ago=1,
        social_worker=social_worker,
        intake__person__name="Rendi Pratama",
    )
    page = browse_as(social_worker, f"/stays/{stay.pk}/end/")
    page.get_by_label("Cara keluar").select_option(label="Kembali ke keluarga")
    page.get_by_label("Diterima oleh").fill("Rosdiana")
    page.get_by_label("Hubungan").fill("Ibu")
    page.get_by_label("Alamat tujuan").fill("Jl. Dangko 4, Tamalate")
    page.get_by_role("button", name="Ajukan terminasi").click()
    for sentence in MISSING + AT_HANDOVER:
        expect(page.get_by_text(sentence)).to_be_visible()
    photograph(page, "asked")
    assert misfits(page) == []
    exit = Exit.objects.get()

    # The head cannot approve what is not there.
    head = browse_as(Role.HEAD, f"/exits/{exit.pk}/decide/")
    against = head.get_by_role("status").filter(has_text="Belum dapat disetujui:")
    for sentence in MISSING:
        expect(against).to_contain_text(sentence)
    # It goes back to who completes it.
    expect(head.get_by_role("button", name="Kembalikan", exact=True)).to_be_visible()
    expect(head.get_by_role("button", name="Setujui", exact=True)).to_have_count(0)
    photograph(head, "not-yet")
    assert misfits(head) == []

    page.get_by_role("link", name="Foto surat").click()
    page.get_by_role("combobox").select_option(label="Kartu Keluarga (KK)")
    pick(page, 1)
    photograph(page, "proof")
    assert misfits(page) == []
    page.get_by_role("button", name="Simpan surat").click()
    expect(page.get_by_text(MISSING[0])).not_to_be_visible()

    open_piece(page, "Identitas penerima")
    page.get_by_label("Identitas penerima").select_option(label="KTP")
    page.get_by_label("Nomor identitas").fill("7371094108800001")
    pick(page, 2)
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text(MISSING[1])).not_to_be_visible()

    open_piece(page, "Rumah diperiksa")
    page.get_by_label("Bila tidak diperiksa: mengapa").fill("Rumah di luar pulau.")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text(MISSING[2])).not_to_be_visible()

    open_piece(page, "Kontak berikutnya")
    page.get_by_label("Pada").fill((days.today() + 7 * days.ONE_DAY).isoformat())
    page.get_by_text("Telepon", exact=True).click()
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text(MISSING[3])).not_to_be_visible()
    page.get_by_role("button", name="Buat surat").click()
    expect(page.get_by_text("siap dicetak")).to_be_visible()
    photograph(page, "gathered")
    assert misfits(page) == []

    head.goto(f"/exits/{exit.pk}/decide/")
    head.get_by_role("button", name="Setujui", exact=True).click()
    expect(head.get_by_text(" disetujui.")).to_be_visible()

    # At the door: the wrong child, what is still unsigned, and then the way home.
    number = stay.person.file_number
    door = browse_as(Role.CARETAKER, f"/exits/{exit.pk}/hand-over/")
    hand_over(door, "99999")
    expect(door.get_by_text("Jangan serahkan.").first).to_be_visible()
    photograph(door, "wrong-child")
    assert misfits(door) == []
    hand_over(door, number)
    refusal = door.get_by_role("alert").filter(has_text="Belum tersimpan.").first
    for sentence in AT_HANDOVER:
        expect(refusal).to_contain_text(sentence)
    # It stands below everything that is still missing: the page goes to it.
    expect(refusal).to_be_in_viewport()
    open_piece(door, "Surat pernyataan")
    photograph(door, "promise")
    door.get_by_label("Ditandatangani pada").fill(days.today().isoformat())
    door.get_by_role("button", name="Simpan").click()
    expect(door.get_by_text("Surat pernyataan tersimpan.")).to_be_visible()
    photograph(door, "signed")
    open_piece(door, "Surat dan barang")
    photograph(door, "items")
    door.get_by_label("Surat dan barang yang diserahkan").fill("Tidak ada.")
    door.get_by_role("button", name="Simpan").click()
    door.get_by_role("link", name="Catat serah terima").click()
    hand_over(door, number)
    expect(door.get_by_text("Rendi Pratama diserahkan.")).to_be_visible()
    photograph(door, "handed-over")
    assert misfits(door) == []
    stay.refresh_from_db()
    assert stay.ended_at


def hand_over(page, number):
    page.get_by_label("Nomor berkas klien").fill(number)
    page.get_by_label("Diterima oleh").fill("Rosdiana")
    page.get_by_role("button", name="Catat serah terima").click()


def test_at_two_in_the_night_nothing_is_waited_for(browse_as, transactional_db, photograph):
    stay = StayFactory(child=True, days_ago=2, intake__person__name="Rendi Pratama")
    page = browse_as(Role.CARETAKER, f"/stays/{stay.pk}/")
    page.get_by_role("link", name="Akhiri masa pembinaan").click()
    page.get_by_label("Cara keluar").select_option(label="Rumah sakit")
    page.get_by_label("Diterima oleh").fill("RSUD Daya, IGD")
    # Of the night before: this test may itself be run at one.
    last_night = days.today() - days.ONE_DAY
    page.get_by_label("Keluar pada").fill(f"{last_night:%Y-%m-%d}T02:00")
    photograph(page, "emergency")
    assert misfits(page) == []
    page.get_by_role("button", name="Akhiri masa pembinaan").click()
    expect(page.get_by_text("Masa pembinaan Rendi Pratama berakhir.")).to_be_visible()
    assert misfits(page) == []

    head = browse_as(Role.HEAD, "/approvals/")
    expect(head.get_by_role("link", name="Rendi Pratama", exact=True)).to_be_visible()
    photograph(head, "to-be-known")
    head.get_by_role("link", name="Baca Terminasi segera").click()
    head.get_by_role("button", name="Nyatakan diketahui").click()
    expect(head.get_by_text("Dicatat sebagai diketahui.")).to_be_visible()
    assert Exit.objects.get().is_known


@pytest.mark.parametrize("width", [360, 1280])
def test_of_several_who_leave_one_is_found_and_who_cannot_is_told_why(
    browse_as, social_worker, photograph, width
):
    names = ["Andi Baso", "Baso Tola", "Citra Dewi"]
    for name in names:
        StayFactory(days_ago=3, intake__person__name=name)
    StayFactory(child=True, days_ago=3, intake__person__name="Baso Kecil")
    page = browse_as(social_worker, "/exits/together/", width=width)
    photograph(page, f"together-{width}")
    assert misfits(page) == []
    page.get_by_label("Andi Baso", exact=False).check()
    search = page.get_by_role("searchbox", name="Cari yang keluar")
    search.fill("tola")
    # What is ticked stays in sight.
    for name, is_shown in zip(names, [True, True, False], strict=True):
        assert page.get_by_label(name, exact=False).is_visible() == is_shown
    search.fill("kecil")
    search.press("Enter")
    expect(page.get_by_label("Baso Kecil", exact=False)).to_be_disabled()
    expect(page.get_by_text("diserahkan satu per satu").last).to_be_visible()
    search.fill("zzz")
    expect(page.get_by_text("Tidak ada yang cocok.")).to_be_hidden()
    page.get_by_label("Andi Baso", exact=False).uncheck()
    search.fill("zzzz")
    expect(page.get_by_text("Tidak ada yang cocok.")).to_be_visible()
