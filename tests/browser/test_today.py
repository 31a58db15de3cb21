"""Hari Ini on a small phone: what presses most, and no more than a hand can count."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import misfits

pytestmark = pytest.mark.browser
SMALL_PHONE = {"width": 360, "height": 640}
FIGURES_SEEN = """
links => links.filter(link => {
    const box = link.getBoundingClientRect();
    return box.height && box.top >= 0 && box.top < innerHeight;
}).length
"""


def test_at_most_seven_figures_before_the_fold(browse_as, demo, photograph):
    for username in ("peksos", "piket", "kepala"):
        page = browse_as(demo(username), "/")
        page.set_viewport_size(SMALL_PHONE)
        # Whoever is not seen stands above all figures, with the act.
        missing = page.get_by_role("region", name="Tidak terlihat")
        expect(missing.get_by_role("link").last).to_be_in_viewport()
        figures = page.get_by_role("region", name="Yang perlu dilihat").locator(".rp-now a")
        assert figures.evaluate_all(FIGURES_SEEN) <= 7
        photograph(page, username)
        page.get_by_text("Lainnya (").click()
        expect(figures.last).to_be_visible()
        assert not misfits(page)


def test_the_next_shift_reads_the_note_and_taps_once(browse_as, demo):
    page = browse_as(demo("piket"), "/")
    page.get_by_role("heading", name="Piket siang").click()
    page.get_by_role("button", name="Sudah saya baca").click()
    expect(page.get_by_text("dicatat sudah Anda baca")).to_be_visible()
    expect(page).to_have_url("/")
    expect(page.get_by_role("heading", name="Piket siang")).to_have_count(0)
