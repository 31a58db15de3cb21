"""A partner says what happened in two taps, the head says no, and the partner reads it; and tells
of a month of all its klien, half of it."""

import pytest
from playwright.sync_api import expect

from partners.incidents.models import PartnerIncident
from partners.months.models import MonthReport
from rptc.accounts.permissions import Role
from tests.browser.conftest import misfits
from tests.factories import FlagFactory, MemberFactory, ReferralFactory, StayFactory, UserFactory

pytestmark = pytest.mark.browser
PACKET = {"age": "12 th", "need": "Asrama", "contact": "Rahmawati Basir", "phone": "081200000310"}


def there(member, worker, name):
    stay = StayFactory(social_worker=worker, child=True)
    packet = PACKET | {"name": name}
    return ReferralFactory(there=True, partner=member.partner, stay=stay, packet=packet)


def test_somebody_wants_to_fetch_a_child_and_the_head_says_no(
    browse_as, live_server, transactional_db, photograph
):
    worker, head = UserFactory(roles=[Role.SOCIAL_WORKER]), UserFactory(roles=[Role.HEAD])
    member = MemberFactory()
    referral = there(member, worker, "S. R.")
    FlagFactory(person=referral.person, whom="Sangkala (paman)")
    theirs = browse_as(member.user, "/portal/", width=360)
    theirs.get_by_role("link", name="Ada kejadian: S. R.").click()
    expect(theirs.get_by_text("Jangan serahkan kepada Sangkala (paman)")).to_be_visible()
    photograph(theirs, "incident-report-360")
    assert misfits(theirs) == []
    theirs.get_by_role("button", name="Ada yang mau menjemput").click()
    expect(theirs.get_by_text("Jangan serahkan. Kami menelepon Anda")).to_be_visible()
    theirs.get_by_label("Mengaku bernama").fill("Sangkala")
    theirs.get_by_role("button", name="Tambah keterangan").click()
    expect(theirs.get_by_text("Mengaku Sangkala.")).to_be_visible()
    photograph(theirs, "incident-portal-360")
    assert misfits(theirs) == []

    page = browse_as(worker, "/", width=360)
    expect(page.get_by_text("Ada yang mau menjemput").first).to_be_visible()
    photograph(page, "incident-today-360")
    assert misfits(page) == []
    page = browse_as(head, "/", width=1280)
    expect(page.get_by_role("link", name="Putuskan").first).to_be_visible()
    incident = PartnerIncident.objects.get()
    page.goto(f"{live_server.url}/partner-incidents/{incident.pk}/")
    photograph(page, "incident-1280")
    assert misfits(page) == []
    page.get_by_role("link", name="Putuskan").click()
    photograph(page, "incident-decide-1280")
    assert misfits(page) == []
    page.get_by_text("Boleh diserahkan", exact=True).click()
    page.get_by_label("Alasan").fill("Pamannya")
    page.get_by_role("button", name="Kirim keputusan").click()
    # Whom a ban names, nobody allows. The ban stands on the page before, too.
    expect(page.locator("[data-wrong]")).to_be_visible()
    expect(page.get_by_text("Jangan serahkan kepada Sangkala").last).to_be_visible()
    page.get_by_text("Tidak boleh", exact=True).click()
    page.get_by_role("button", name="Kirim keputusan").click()
    expect(page.get_by_text("Keputusan terkirim kepada mitra.")).to_be_visible()

    theirs = browse_as(member.user, "/portal/", width=360)
    theirs.get_by_role("link", name="S. R.: Ada yang mau menjemput").click()
    expect(theirs.get_by_text("Tidak boleh diserahkan").first).to_be_visible()
    theirs.get_by_role("button", name="Sudah kami baca").click()
    expect(theirs.get_by_text("RPTC melihat bahwa ini sudah dibaca")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_half_of_a_month_is_sent_and_the_rest_is_asked_about_still(
    browse_as, transactional_db, photograph, width
):
    worker, member = UserFactory(roles=[Role.SOCIAL_WORKER]), MemberFactory()
    for name in ("A. B.", "C. D.", "E. F."):
        there(member, worker, name)
    page = browse_as(member.user, "/portal/", width=width)
    page.get_by_role("link", name="Isi laporan bulanan").click()
    rows = page.get_by_role("radiogroup")
    rows.nth(0).get_by_text("Masih di sini").click()
    rows.nth(1).get_by_text("Ada perubahan", exact=True).click()
    expect(page.get_by_role("button", name="Kirim 2, sisanya nanti")).to_be_visible()
    photograph(page, f"months-{width}")
    assert misfits(page, widths=[width]) == []
    # What has changed was not said: the other row is kept all the same.
    page.get_by_role("button", name="Kirim 2").click()
    expect(page.get_by_text("Tulis apa yang berubah")).to_be_visible()
    assert MonthReport.objects.count() == 1
    page.get_by_label("Sekolah atau kegiatan").first.fill("Pindah ke kelas 5")
    page.get_by_role("button", name="Kirim 1").click()
    expect(page.get_by_text("1 laporan terkirim. 1 lagi nanti.")).to_be_visible()
    expect(page.get_by_role("radiogroup")).to_have_count(1)
    photograph(page, f"months-half-{width}")
    assert misfits(page, widths=[width]) == []
