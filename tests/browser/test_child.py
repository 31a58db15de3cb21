"""A child who may be a victim, on the road: the page says so by itself, also without signal."""

import pytest
from playwright.sync_api import expect

from cases.intakes.models import Intake
from cases.intakes.victims.models import ChildVictim
from rptc.accounts.permissions import Role
from tests.browser.conftest import heard_only, misfits
from tests.browser.test_patrol import choice
from tests.factories import PatrolFactory, UserFactory

pytestmark = pytest.mark.browser

LAW = "Ia anak, dan mungkin korban"


def test_the_row_says_what_the_law_says_before_anything_is_sent(
    browse_as, transactional_db, photograph, console
):
    officer = UserFactory(roles=[Role.FIELD])
    patrol = PatrolFactory(recorded_by=officer)
    page = browse_as(officer, f"/patrols/{patrol.pk}/intakes/")
    row, law = page.get_by_role("article", name="Orang 1"), page.get_by_text(LAW)
    left = row.get_by_label("Bersama orang dewasa yang lalu pergi")
    fold = row.get_by_text("Anak: ditinggal orang dewasa")
    # Nothing comes from the server any more.
    page.route("**/*", lambda route: route.abort())
    row.get_by_label("Nama").fill("Ayu")
    expect(fold).to_be_hidden()
    row.get_by_label("Umur").first.fill("16")
    expect(fold).to_be_visible()
    expect(law).to_be_hidden()
    choice(row, "Jenis kelamin", "Perempuan").click()
    choice(row, "Klasifikasi", "TS").click()
    expect(law).to_be_visible()
    expect(row.get_by_text("UPTD PPA diberi tahu")).to_be_visible()
    expect(row.get_by_label("Ada dugaan eksploitasi")).to_be_checked()
    photograph(page, "victim")
    assert misfits(page) == []
    row.get_by_label("Umur").first.fill("24")
    expect(law).to_be_hidden()
    row.get_by_label("Umur").first.fill("16")
    choice(row, "Klasifikasi", "Anjal").click()
    expect(law).to_be_hidden()
    fold.click()
    left.check()
    expect(law).to_be_visible()
    row.get_by_label("Siapa orangnya, atau yang terlihat").fill("Motor DD 4412 QQ")
    photograph(page, "left")
    page.unroute("**/*")
    heard_only(console, "ERR_FAILED")
    page.get_by_role("button", name="Simpan, tambah").click()
    expect(page.locator("[data-just-saved]")).to_contain_text(LAW)
    expect(page.locator("[data-just-saved]")).not_to_contain_text("Periksa bila perlu")
    expect(law.first).to_be_visible()
    photograph(page, "saved")
    intake = Intake.objects.get()
    assert intake.person.flags.get().whom == "Motor DD 4412 QQ"
    assert ChildVictim.objects.get().left_by_adult
    # The next row begins with none of it.
    expect(page.get_by_role("article", name="Orang 1").get_by_text(LAW)).to_be_hidden()
