"""Hari Ini on a small phone: what presses most, and no more than a hand can count."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, misfits

pytestmark = pytest.mark.browser
SMALL_PHONE = {"width": 360, "height": 640}


def test_at_most_seven_rows_with_one_act_each(browse_as, demo, photograph):
    for username in ("peksos", "piket", "kepala"):
        page = browse_as(demo(username), "/")
        page.set_viewport_size(SMALL_PHONE)
        # Whoever is not seen stands above all, with the act.
        missing = page.get_by_role("region", name="Tidak terlihat")
        expect(missing.get_by_role("link").last).to_be_in_viewport()
        rows = page.get_by_role("region", name="Sekarang").get_by_role("listitem")
        assert 0 < rows.count() <= 7
        for row in rows.all():
            assert row.get_by_role("link").count() == 1
        photograph(page, username)
        assert not misfits(page, night=(PHONE, DESK))
        page.get_by_role("link", name="lagi menunggu").click()
        expect(page.get_by_role("heading", name="Yang menunggu")).to_be_visible()
        assert not misfits(page, night=(PHONE, DESK))


def test_the_state_of_the_house_opens_its_rows(browse_as, demo):
    page = browse_as(demo("kepala"), "/")
    late = page.get_by_role("region", name="Keadaan rumah").get_by_role("link", name="lewat batas")
    number = late.inner_text().split()[0]
    late.click()
    expect(page.get_by_text(f"{number} dari {number}").first).to_be_visible()


def test_the_next_shift_reads_the_note_and_taps_once(browse_as, demo):
    page = browse_as(demo("piket"), "/")
    page.get_by_role("heading", name="Piket siang").click()
    page.get_by_role("button", name="Sudah saya baca").click()
    expect(page.get_by_text("dicatat sudah Anda baca")).to_be_visible()
    expect(page).to_have_url("/")
    expect(page.get_by_role("heading", name="Piket siang")).to_have_count(0)
