"""A telephone is handed over: three taps, and nothing else opens until somebody logs in."""

import re

import pytest
from playwright.sync_api import expect

from cases.voice.survey.models import ExitAnswer
from rptc import days
from rptc.accounts.permissions import Role
from tests.browser.conftest import misfits
from tests.factories import ExitFactory, StayFactory, UserFactory

pytestmark = pytest.mark.browser


def test_three_taps_and_the_way_back_shows_nothing(
    browse_as, live_server, transactional_db, photograph
):
    stay = StayFactory(child=True, intake__person__name="Zulkarnain Ma'rang")
    decided = {"decided_by": UserFactory(roles=[Role.HEAD]), "decided_at": days.now()}
    ExitFactory(stay=stay, state="approved", **decided)
    page = browse_as(Role.CARETAKER, f"/stays/{stay.pk}/voice/", width=360)
    photograph(page, "hand")
    assert misfits(page) == []
    page.get_by_role("button", name="Akhiri login dan serahkan").click()
    for question, face in [
        ("Merasa aman di sini?", "Ya"),
        ("Didengarkan di sini?", "Kurang"),
        ("Tahu apa sesudah ini?", "Tidak"),
    ]:
        expect(page.get_by_role("heading", name=question)).to_be_visible()
        photograph(page, f"ask-{face}")
        assert misfits(page) == []
        # All of it without scrolling.
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        assert "Zulkarnain" not in page.content()
        page.get_by_role("button", name=face, exact=True).click()
    expect(page.get_by_text("Kembalikan telepon ini.")).to_be_visible()
    photograph(page, "thanks")
    assert ExitAnswer.objects.get().heard == "so_so"
    for _ in range(4):
        page.go_back()
        page.wait_for_load_state()
        assert "Zulkarnain" not in page.content()
        if "/login/" in page.url:
            break
    page.goto(f"{live_server.url}/stays/{stay.pk}/")
    expect(page).to_have_url(re.compile("/login/"))
    page.goto(f"{live_server.url}/suara/")
    expect(page).to_have_url(re.compile("/login/"))
