"""A session of thirty, two of them not there, from Hari Ini on a telephone."""

import pytest
from playwright.sync_api import expect

from cases.casework.services.models import GroupSession
from rptc.accounts.permissions import Role
from tests.browser.conftest import misfits
from tests.factories import GroupSessionFactory, StayFactory, UserFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def thirty(transactional_db):
    names = [*(f"Klien {number:02}" for number in range(28)), "Ma'ruf", "Hamzah"]
    stays = [StayFactory(intake__person__name=name, days_ago=2) for name in names]
    GroupSessionFactory(recorded_by=UserFactory(roles=[Role.CARETAKER]), place="Aula")
    return stays


@pytest.mark.parametrize("role", [Role.CARETAKER, Role.SOCIAL_WORKER])
def test_a_session_of_thirty_with_two_absent(browse_as, thirty, taps, photograph, role):
    page = browse_as(role, "/")
    finger = taps(page, f"Kegiatan kelompok, 30 orang, dua tidak hadir ({role})", bar=8)
    finger.tap(page.get_by_role("navigation").get_by_role("link", name="Lainnya"))
    finger.tap(page.get_by_role("main").get_by_role("link", name="Kegiatan kelompok"))
    finger.tap(page.get_by_role("link", name="Catat kegiatan kelompok"))
    for name, why in [("Ma'ruf", "Sakit"), ("Hamzah", "Tidak mau")]:
        row = page.get_by_role("listitem").filter(has_text=name)
        finger.tap(row.locator("label", has_text=name).first)
        finger.tap(row.locator("label", has_text=why))
    photograph(page, "ticked")
    assert misfits(page) == []
    finger.tap(page.get_by_role("button", name="Simpan kegiatan"))
    expect(page.get_by_role("heading", name="Tidak hadir")).to_be_visible()
    session = GroupSession.objects.latest("pk")
    assert session.place == "Aula"
    rows = session.services.values_list("stay__person__name", "state", "absence")
    missed = {name: why for name, state, why in rows if state == "absent"}
    assert missed == {"Ma'ruf": "sick", "Hamzah": "refused"}
    assert len(rows) == 30


def test_a_row_is_as_high_as_a_thumb_and_no_more(browse_as, thirty):
    page = browse_as(Role.CARETAKER, "/sessions/register/")
    heights = page.evaluate(
        "[...document.querySelectorAll('.rp-ticks > li:not(.rp-group)')].map(e => e.offsetHeight)"
    )
    assert len(heights) == 30
    assert 44 <= min(heights) <= max(heights) <= 72
    assert page.locator(".btn-primary:visible").count() == 1
