"""Papers of six people asked for by one letter; and the way home to Jeneponto, until they are
there."""

import datetime

import pytest
from playwright.sync_api import expect

from cases.papers.homecoming.models import Homecoming
from cases.papers.models import PaperLetter, PaperRefusal, PaperRequest
from rptc import days
from rptc.accounts.permissions import Role
from tests.browser.conftest import misfits
from tests.factories import LeftFactory, PaperFactory, StayFactory, UserFactory

pytestmark = pytest.mark.browser


def moment(at):
    return at.astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize("width", [360, 1280])
def test_six_people_by_one_letter(browse_as, transactional_db, photograph, width):
    for number in range(7):
        PaperFactory(stay__intake__person__name=f"Klien {number}", stay__days_ago=3)
    page = browse_as(Role.SOCIAL_WORKER, "/papers/", width=width)
    page.get_by_role("link", name="Minta dokumen").click()
    page.get_by_label("Kantor").select_option("Disdukcapil Makassar")
    for number in range(6):
        page.get_by_label(f"Klien {number}", exact=False).first.check()
    page.get_by_text("Menolak: Klien 6").click()
    page.get_by_label("Menolak, karena").last.fill("Belum mau difoto, kata Ma'ruf.")
    photograph(page, f"chosen-{width}")
    assert misfits(page, widths=[width]) == []
    page.get_by_role("button", name="Buat surat").click()
    expect(page.get_by_text("6 orang, 6 dokumen")).to_be_visible()
    assert PaperLetter.objects.get().letter.number
    assert PaperRefusal.objects.get().paper.person.name == "Klien 6"
    page.goto("/papers/got/")
    page.get_by_label("Klien 2", exact=False).check()
    page.get_by_label("Klien 3", exact=False).check()
    photograph(page, f"got-{width}")
    assert misfits(page, widths=[width]) == []
    page.get_by_role("button", name="Catat diterima").click()
    expect(page.get_by_text("2 dokumen diterima.")).to_be_visible()
    assert PaperRequest.objects.running().count() == 4


def write(page, name, **filled):
    page.get_by_role("listitem").filter(has_text=name).get_by_role("link").last.click()
    for label, text in filled.items():
        page.get_by_label(label.replace("_", " "), exact=False).first.fill(text)
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text(f"{name} tersimpan.")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_way_home_to_jeneponto(browse_as, transactional_db, photograph, width):
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    stay = StayFactory(intake__person__name="Becce Uji", days_ago=3, social_worker=worker)
    page = browse_as(worker, f"/stays/{stay.pk}/homecoming/", width=width)
    page.get_by_label("Daerah tujuan").select_option("Kabupaten Jeneponto")
    page.get_by_label("Tempat tujuan").fill("Tolo, Kelara")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Kurang 7 dari 7")).to_be_visible()
    write(page, "KTP atau surat Polsek", Nomor_surat="SKTLK/12", Polsek_mana="Polsek Tamalate")
    write(page, "Layak jalan", Siapa_yang_menyatakan="Puskesmas Barombong")
    write(page, "Tiket dan uang saku", tiket="85000", uang_saku="100000")
    write(page, "Pendamping", Siapa_yang_mendampingi="Fadli Mappaseng")
    write(page, "Yang menjemput", Siapa_yang_menjemput="Sanneng", Telepon="0812-0000-0533")
    photograph(page, f"prepared-{width}")
    assert misfits(page, widths=[width]) == []
    for _ in range(2):
        page.get_by_role("button", name="Buat").first.click()
        expect(page.get_by_text("Surat siap dicetak.")).to_be_visible()
    expect(page.get_by_role("heading", name="Lengkap")).to_be_visible()
    left = days.now() - datetime.timedelta(hours=5)
    stay.ended_at = left
    stay.save()
    LeftFactory(stay=stay, left_at=left)
    page.reload()
    page.get_by_role("link", name="Catat sudah tiba").click()
    page.get_by_label("Tiba pada").fill(moment(left + days.ONE_HOUR))
    page.get_by_label("Siapa yang mengatakan").fill("Sanneng")
    page.get_by_label("Lewat apa").fill("telepon")
    assert misfits(page, widths=[width]) == []
    page.get_by_role("button", name="Catat sudah tiba").click()
    expect(page.get_by_text("kata Sanneng lewat telepon")).to_be_visible()
    photograph(page, f"arrived-{width}")
    assert misfits(page, widths=[width]) == []
    assert Homecoming.objects.get().arrived_by == worker
