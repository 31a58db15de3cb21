"""A partner on its phone: an answer by a link in two taps, every other act in three, no page over
six screens."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from partners.incidents.models import PartnerIncident
from partners.months.actions import send_month_link
from partners.months.models import MonthReport
from partners.questions.models import PlaceAnswer
from partners.referrals.arriving.models import Arrival
from partners.referrals.models import Referral
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.signatures.models import Signature
from tests.browser.conftest import Taps, misfits
from tests.browser.test_sign import write
from tests.factories import (
    MemberFactory,
    PartnerContactFactory,
    ReferralFactory,
    StayFactory,
    UserFactory,
)
from tests.partners.questions.test_place_reply import asked_by_link
from tests.partners.referrals.arrived import with_things
from tests.partners.referrals.way import referral_at

pytestmark = pytest.mark.browser

SCREENS = 6 * 780


def height(page):
    return page.evaluate("document.documentElement.scrollHeight")


def there(member, **more):
    before = days.now() - timedelta(days=60)
    return ReferralFactory(there=True, partner=member.partner, arrived_at=before, **more)


def test_a_link_is_answered_in_two_taps(browse_as, transactional_db, open_browser, live_server):
    _, token = asked_by_link(PartnerContactFactory(name="H. Anwar"))
    page = open_browser(base_url=live_server.url).new_page()
    page.goto(reverse("partners:place_reply", args=[token]))
    finger = Taps(page)
    finger.tap(page.get_by_text("Ada, mulai ..."))
    finger.tap(page.get_by_role("button", name="Hari ini"))
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    assert finger.count == 2
    assert PlaceAnswer.objects.get().said_by == "H. Anwar"


def test_a_month_is_answered_in_two_taps(browse_as, transactional_db, open_browser, live_server):
    contact = PartnerContactFactory(name="H. Anwar")
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    before = days.now() - timedelta(days=60)
    stays = [StayFactory(social_worker=worker) for _ in range(15)]
    for stay in stays:
        ReferralFactory(there=True, partner=contact.partner, stay=stay, arrived_at=before)
    token, _ = send_month_link(contact.partner, contact=contact, by=worker)
    page = open_browser(width=360, base_url=live_server.url).new_page()
    page.goto(reverse("partners:month_reply", args=[token]))
    assert misfits(page) == []
    assert height(page) < SCREENS
    finger = Taps(page)
    finger.tap(page.get_by_role("button", name="Semua masih di sini"))
    expect(page.get_by_text("Tercatat: 15 klien")).to_be_visible()
    assert finger.count <= 2
    assert set(MonthReport.objects.values_list("said_by", flat=True)) == {"H. Anwar"}


def test_arrival_in_three_taps_and_signed_by_drawing(browse_as, transactional_db, photograph):
    member = MemberFactory()
    referral = with_things(partner=member.partner)
    page = browse_as(member.user, "/portal/")
    finger = Taps(page)
    finger.tap(page.get_by_role("link", name=referral.packet["name"], exact=True))
    finger.tap(page.get_by_role("link", name="Catat kedatangan"))
    page.get_by_label("Jabatannya").fill("Pengasuh")
    page.get_by_label("Diantar oleh").fill("Fadli M.")
    photograph(page, "form")
    assert misfits(page) == []
    finger.tap(page.get_by_role("button", name="Selebihnya diterima"))
    expect(page.get_by_text("Sekarang tanda tangani")).to_be_visible()
    assert finger.count == 3
    assert Arrival.objects.get().received_by == member.user.full_name
    write(page, page.get_by_role("img", name="Kotak tanda tangan"))
    photograph(page, "sign")
    assert misfits(page) == []
    page.get_by_role("button", name="Simpan tanda tangan").click()
    expect(page.get_by_text("Sudah tanda tangan")).to_be_visible()
    photograph(page, "signed")
    assert misfits(page) == []
    assert height(page) <= SCREENS
    row = Signature.objects.get()
    assert (row.side, row.way, row.name) == ("receives", "screen", member.user.full_name)


def test_month_incident_and_end_in_three_taps_each(browse_as, transactional_db, photograph):
    member = MemberFactory()
    referral = there(member)
    name = referral.packet["name"]
    page = browse_as(member.user, "/portal/")
    finger = Taps(page)
    finger.tap(page.get_by_role("link", name="Isi laporan bulanan"))
    finger.tap(page.get_by_text("Masih di sini"))
    finger.tap(page.get_by_role("button", name="Kirim 1"))
    expect(page.get_by_text("Semua sudah lengkap")).to_be_visible()
    assert (finger.count, MonthReport.objects.count()) == (3, 1)

    finger = Taps(page)
    finger.tap(page.get_by_role("link", name=f"Ada kejadian: {name}"))
    finger.tap(page.get_by_text("Meninggal", exact=True))
    expect(page.get_by_text(f"Benar {name} meninggal?")).to_be_visible()
    photograph(page, "asked")
    assert misfits(page) == []
    finger.tap(page.get_by_role("button", name=f"Ya, {name} meninggal"))
    expect(page.get_by_text("Terkirim: Meninggal.")).to_be_visible()
    assert (finger.count, PartnerIncident.objects.get().kind) == (3, "died")
    page.get_by_role("link", name="Salah ketuk? Nyatakan keliru").click()
    page.get_by_label("Apa yang keliru").fill("Salah anak.")
    assert misfits(page) == []
    page.get_by_role("button", name="Nyatakan keliru").click()
    expect(page.get_by_text("Anda nyatakan keliru").first).to_be_visible()
    photograph(page, "taken-back")
    assert misfits(page) == []

    page.goto("/portal/")
    finger = Taps(page)
    finger.tap(page.get_by_role("link", name=name, exact=True))
    finger.tap(page.get_by_role("link", name="Selesai"))
    page.get_by_role("textbox").first.fill("Pulang ke keluarga.")
    finger.tap(page.get_by_role("button", name="Kirim jawaban"))
    expect(page.get_by_text("Jawaban terkirim")).to_be_visible()
    assert finger.count == 3
    assert Referral.objects.get().state == "finished"


def test_no_page_is_longer_than_six_screens(browse_as, transactional_db, photograph):
    member = MemberFactory()
    for _ in range(16):
        there(member)
    for _ in range(12):
        referral_at("finished", partner=member.partner)
    page = browse_as(member.user, "/portal/")
    for path in [
        "/portal/",
        "/portal/months/",
        *map("/portal/referrals/?show={}".format, ("running", "ended")),
    ]:
        page.goto(path)
        photograph(page, path.strip("/").replace("/", "-").replace("?", ""))
        assert height(page) <= SCREENS, (path, height(page))
        assert misfits(page) == []
