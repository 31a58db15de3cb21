"""Where is this person, since when, what next: from any page, in three taps."""

import pytest
from playwright.sync_api import expect

from rptc.accounts.permissions import Role
from tests.browser.conftest import DESK, misfits
from tests.factories import AssessmentFactory, StayFactory

pytestmark = pytest.mark.browser


def test_three_taps_on_a_phone(browse_as, photograph):
    stay = StayFactory(days_ago=8, intake__person__name="Nurul Aisyah")
    for stage in ("initial", "comprehensive"):
        AssessmentFactory(done=True, stay=stay, stage=stage)
    page = browse_as(Role.SOCIAL_WORKER, "/stays/")
    page.get_by_role("link", name="Cari", exact=True).click()
    box = page.get_by_role("searchbox").last
    expect(box).to_be_focused()
    box.fill("nurul")
    page.get_by_role("button", name="Cari").click()
    expect(page.get_by_text("· sejak")).to_be_visible()
    photograph(page, "found")
    assert misfits(page) == []
    page.get_by_role("link", name="Perpanjang atau akhiri").click()
    expect(page.get_by_role("heading", name=str(stay.person)).first).to_be_visible()


def test_the_key_leads_to_the_box(browse_as):
    page = browse_as(Role.SOCIAL_WORKER, "/menu/", width=DESK)
    page.get_by_role("heading", name="Menu").click()
    page.keyboard.press("/")
    box = page.get_by_role("searchbox").first
    expect(box).to_be_focused()
    page.keyboard.type("a/b")
    expect(box).to_have_value("a/b")
