"""A partner asks and stays silent; who is called, sent a text, and given up by the head. The seven
indicators, written, signed, and answered by a partner."""

import pgtrigger
import pytest
from playwright.sync_api import expect

from partners.referrals.models import Referral
from reports.figures.models import PartnershipWord
from rptc import days
from rptc.accounts.permissions import Role
from tests.browser.conftest import misfits
from tests.database_roles import as_owner
from tests.factories import MemberFactory, UserFactory
from tests.partners.referrals.way import referral_at

pytestmark = pytest.mark.browser
WIDTHS = pytest.mark.parametrize("width", [360, 1280])


@WIDTHS
def test_a_partner_that_does_not_answer(
    browse_as, live_server, transactional_db, photograph, width
):
    worker = UserFactory(roles=[Role.SOCIAL_WORKER], full_name="Rahmawati Basir")
    head = UserFactory(roles=[Role.HEAD], full_name="Syamsul Bahri")
    member = MemberFactory(partner__phone="0411 000 123")
    referral = referral_at("sent", by=worker, partner=member.partner)

    # They ask first.
    theirs = browse_as(member.user, f"/portal/referrals/{referral.pk}/", width=width)
    theirs.get_by_role("link", name="Tanya RPTC").click()
    theirs.get_by_label("Pertanyaan untuk RPTC").fill("Apakah ia bisa membaca?")
    assert misfits(theirs, widths=[width]) == []
    theirs.get_by_role("button", name="Kirim pertanyaan").click()
    expect(theirs.get_by_text("Apakah ia bisa membaca?", exact=True)).to_be_visible()
    photograph(theirs, f"portal-asked-{width}")
    assert misfits(theirs, widths=[width]) == []

    page = browse_as(worker, "/", width=width)
    # What else is due of the same klien stands in the same row.
    expect(page.get_by_text("Mitra bertanya").first).to_be_visible()
    photograph(page, f"today-asked-{width}")
    page.goto(f"{live_server.url}/referrals/{referral.pk}/")
    page.get_by_role("link", name="Jawab pertanyaan mitra").click()
    expect(page.get_by_text("Apakah ia bisa membaca?", exact=True)).to_be_visible()
    page.get_by_label("Keterangan").fill("Ya, lancar.")
    with page.expect_navigation():
        page.get_by_role("button", name="Pertanyaannya sudah dijawab").click()
    theirs.reload()
    expect(theirs.get_by_text("Ya, lancar.")).to_be_visible()

    # Their hours pass.
    with as_owner(), pgtrigger.ignore("partners.Referral:referral_stays_as_it_was_sent"):
        Referral.objects.filter(pk=referral.pk).update(
            answer_due_at=days.now() - days.ONE_HOUR, sent_at=days.now() - days.ONE_DAY
        )
    reminder = referral.reminders.order_by("-pk").first()
    assert reminder.due_at > days.now()
    late = referral_at("sent", by=worker)
    Referral.objects.filter(pk=late.pk).update(answer_due_at=days.now() - days.ONE_HOUR)
    page.goto(live_server.url)
    expect(page.get_by_text("Mitra belum menjawab rujukan").first).to_be_visible()
    page.goto(f"{live_server.url}/referrals/silent/")
    page.get_by_role("link", name=late.person.shown_name).click()
    photograph(page, f"referral-remind-{width}")
    assert misfits(page, widths=[width]) == []
    with page.expect_navigation():
        page.get_by_role("button", name="Tidak terhubung").click()
    page.goto(f"{live_server.url}/referrals/silent/?show=text")
    page.get_by_role("link", name=late.person.shown_name).click()
    expect(page.get_by_label("Pesan, tanpa nama klien")).to_be_visible()
    photograph(page, f"referral-remind-text-{width}")
    assert misfits(page, widths=[width]) == []
    page.get_by_role("button", name="Pesan terkirim").click()
    expect(page.get_by_text("Ditunggu sampai")).to_be_visible()
    photograph(page, f"referral-silence-{width}")
    assert misfits(page, widths=[width]) == []

    above = browse_as(head, f"/referrals/{late.pk}/", width=width)
    expect(above.get_by_text("Pesan terkirim")).to_be_visible()


@WIDTHS
def test_the_seven_indicators(browse_as, live_server, transactional_db, photograph, width):
    office = UserFactory(roles=[Role.OFFICE], full_name="Nurhayati Contoh")
    head = UserFactory(roles=[Role.HEAD], full_name="Syamsul Bahri")
    member = MemberFactory()
    referral_at("arrived", partner=member.partner)
    page = browse_as(office, "/partnership/", width=width)
    photograph(page, f"partnership-{width}")
    assert misfits(page, widths=[width]) == []
    page.get_by_role("link", name="Tulis kalimat kami").click()
    page.get_by_role("textbox", name="6. Pemecahan silo").fill(
        "Kabar lewat telepon tidak selalu kami catat."
    )
    photograph(page, f"partnership-words-{width}")
    assert misfits(page, widths=[width]) == []
    with page.expect_navigation():
        page.get_by_role("button", name="Simpan").click()

    above = browse_as(head, "/partnership/", width=width)
    above.get_by_role("link", name="Setujui 1 kalimat").click()
    assert misfits(above, widths=[width]) == []
    with above.expect_navigation():
        above.get_by_role("button", name="Setujui").click()
    expect(above.get_by_text("Kabar lewat telepon")).to_be_visible()
    above.get_by_role("link", name="1 dari 1").first.click()
    expect(above.get_by_role("heading", name="Daftar di balik angka")).to_be_visible()
    photograph(above, f"partnership-rows-{width}")
    assert misfits(above, widths=[width]) == []

    theirs = browse_as(member.user, "/portal/", width=width)
    theirs.get_by_role("link", name="Buka kerja sama kita").click()
    expect(theirs.get_by_text("Kabar lewat telepon")).to_be_visible()
    photograph(theirs, f"partnership-own-{width}")
    assert misfits(theirs, widths=[width]) == []
    theirs.get_by_role("textbox", name="6. Pemecahan silo").fill(
        "Kami kabari, tetapi petugasnya berganti."
    )
    theirs.get_by_role("button", name="Simpan kalimat kami").click()
    expect(theirs.get_by_text("Terima kasih.")).to_be_visible()
    assert PartnershipWord.objects.filter(partner=member.partner).count() == 1
