"""Partners are asked for a place; one answers by the link, in two taps, without a login."""

import re

import pytest
from playwright.sync_api import expect

from partners.questions.models import AskedPartner
from rptc.accounts.permissions import Role
from tests.browser.conftest import misfits
from tests.factories import PartnerContactFactory, PartnerFactory, StayFactory, UserFactory

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [360, 1280])
def test_three_are_asked_and_one_answers_in_two_taps(
    browse_as, open_browser, live_server, transactional_db, photograph, width
):
    worker = UserFactory(roles=[Role.SOCIAL_WORKER], full_name="Rahmawati Basir")
    stay = StayFactory(social_worker=worker, days_ago=3)
    contact = PartnerContactFactory(
        name="Marwah Syamsuddin", partner__name="Panti Asuhan Contoh Nurul Amanah"
    )
    PartnerFactory(name="Bakti Contoh", services=["work"])
    PartnerFactory(name="Cahaya Contoh", min_age=70)
    page = browse_as(worker, f"/stays/{stay.pk}/referrals/", width=width)
    page.get_by_role("link", name="Tanya tempat").last.click()
    page.get_by_label("Asrama").check()
    # The boxes draw the partners anew.
    expect(page.get_by_text("tanpa asrama")).to_be_visible()
    for name in ["Bakti Contoh", "Cahaya Contoh", contact.partner.name]:
        page.get_by_role("checkbox", name=name).check()
    photograph(page, f"question-add-{width}")
    assert misfits(page, widths=[width]) == []
    page.get_by_role("button", name="Tanyakan").click()
    expect(page.get_by_text("0 dari 3")).to_be_visible()
    photograph(page, f"question-{width}")
    assert misfits(page, widths=[width]) == []
    page.get_by_role("button", name="WhatsApp ke Marwah Syamsuddin").click()
    text = page.get_by_label("Pesan").input_value()
    photograph(page, f"question-link-{width}")
    assert misfits(page, widths=[width]) == []
    link = re.search(r"/tempat/[\w-]+/", text)[0]

    theirs = open_browser(width=width).new_page()
    theirs.goto(live_server.url + link)
    photograph(theirs, f"place-reply-{width}")
    assert misfits(theirs, widths=[width]) == []
    theirs.get_by_text("Ada, mulai ...").click()
    theirs.get_by_role("button", name="Hari ini").click()
    expect(theirs.get_by_role("heading", name="Terima kasih, Marwah")).to_be_visible()
    photograph(theirs, f"place-reply-done-{width}")
    assert misfits(theirs, widths=[width]) == []
    theirs.get_by_label("Laki-laki").fill("3")
    theirs.get_by_label("Perempuan").fill("2")
    theirs.get_by_role("button", name="Simpan").click()
    expect(theirs.get_by_text("3 laki-laki, 2 perempuan")).to_be_visible()

    page.goto(live_server.url)
    expect(page.get_by_text("Mitra menjawab: ada")).to_be_visible()
    photograph(page, f"question-today-{width}")
    page.goto(f"{live_server.url}/questions/?show=answered")
    page.get_by_role("link", name=stay.person.name).first.click()
    expect(page.get_by_text("“Ada, mulai")).to_be_visible()
    photograph(page, f"question-answered-{width}")
    assert misfits(page, widths=[width]) == []
    page.get_by_role("link", name="Ajukan rujukan").click()
    chosen = page.get_by_label("Mitra tujuan").input_value()
    assert chosen == str(AskedPartner.objects.get(state="yes").partner_id)
