"""Petugas TRC, on the road at night, with a phone."""

import pytest
from playwright.sync_api import expect

from cases.intakes.models import Intake
from cases.patrols.models import Patrol
from rptc import days
from rptc.accounts.permissions import Role
from tests.browser.conftest import Taps, misfits
from tests.factories import HotSpotFactory, OrderLetterFactory, PatrolFactory, UserFactory

pytestmark = pytest.mark.browser

# name, age, sex, class, outcome (None: the one that is already chosen)
FIVE = [
    ("Saparuddin", "41", "Laki-laki", "Gepeng", None),
    ("Nurhayati", "33", "Perempuan", "Gepeng", None),
    ("Rendi", "12", "Laki-laki", "Anjal", None),
    ("", "60", "Perempuan", "Lansia", None),
    ("Basri Tompo", "28", "Laki-laki", "Anjal", "Dibina di tempat"),
]


@pytest.fixture
def officer(transactional_db):
    """Was on the road before: their next patrol is like the last one."""
    officer = UserFactory(roles=[Role.FIELD])
    last = PatrolFactory(recorded_by=officer, ended_at=days.now())
    last.members.create(user=officer)
    OrderLetterFactory()
    HotSpotFactory(name="Fly Over")
    return officer


def test_a_patrol_like_the_last_one_starts_in_three_taps(browse_as, officer, photograph):
    page = browse_as(officer, "/")
    finger = Taps(page)
    photograph(page, "today")
    finger.tap(page.get_by_role("link", name="Mulai patroli"))
    photograph(page, "form")
    finger.tap(page.get_by_role("button", name="Mulai patroli"))
    expect(page.get_by_role("heading", name="Catat orang yang dijangkau")).to_be_visible()
    assert finger.count <= 3
    first, second = Patrol.objects.order_by("pk")
    assert (second.team, second.route) == (first.team, first.route)
    assert second.order_letter is not None
    assert [member.user for member in second.members.all()] == [officer]


def test_five_people_each_saved_in_six_taps(browse_as, officer, photograph):
    patrol = PatrolFactory(recorded_by=officer)
    page = browse_as(officer, f"/patrols/{patrol.pk}/intakes/")
    photograph(page, "blank")
    for number, row in enumerate(FIVE, start=1):
        taps = enter(page, *row)
        expect(page.get_by_text(f"{number} orang", exact=True)).to_be_visible()
        assert taps <= 6
    photograph(page, "five")
    assert misfits(page) == []
    assert patrol.intakes.count() == 5
    assert set(patrol.intakes.values_list("outcome", flat=True)) == {"brought", "advised"}

    page.get_by_role("link", name="Selesai").click()
    photograph(page, "patrol")
    page.get_by_role("button", name="Selesai").click()
    expect(page.get_by_text("Patroli selesai.")).to_be_visible()
    text = page.get_by_label("Tanpa nama dan inisial").input_value()
    photograph(page, "ended")
    assert misfits(page) == []
    assert "Gelandangan dan Pengemis: 2" in text
    for name, *_ in FIVE:
        assert not name or name not in text


def choice(row, question, answer):
    return row.get_by_role("group", name=question).get_by_text(answer, exact=True)


def enter(page, name, age, sex, class_name, outcome):
    """Fill the open row and save it. Returns the taps besides name and age."""
    row = page.get_by_role("article", name="Orang 1")
    finger = Taps(page)
    row.get_by_label("Nama").fill(name)
    row.get_by_label("Umur").first.fill(age)
    finger.tap(choice(row, "Jenis kelamin", sex))
    finger.tap(choice(row, "Klasifikasi", class_name))
    if outcome:
        finger.tap(choice(row, "Hasil di tempat", outcome))
    if outcome in {"Rumah sakit", "Polisi"}:
        row.get_by_label("Rumah sakit, kantor polisi atau instansi").fill("RSUD Daya")
    finger.tap(page.get_by_role("button", name="Simpan, tambah"))
    return finger.count


def test_a_row_with_a_mistake_comes_back_as_typed(browse_as, officer, photograph):
    patrol = PatrolFactory(recorded_by=officer)
    page = browse_as(officer, f"/patrols/{patrol.pk}/intakes/")
    page.get_by_label("Nama").fill("Saparuddin")
    page.get_by_role("button", name="Simpan, tambah").click()
    expect(page.get_by_text("Pilih laki-laki atau perempuan.")).to_be_visible()
    expect(page.get_by_label("Nama")).to_have_value("Saparuddin")
    photograph(page, "mistake")
    assert misfits(page) == []
    assert not Intake.objects.exists()


def test_a_quiet_patrol_ends_in_one_tap(browse_as, officer, photograph):
    patrol = PatrolFactory(recorded_by=officer)
    page = browse_as(officer, f"/patrols/{patrol.pk}/")
    photograph(page, "under-way")
    page.get_by_role("button", name="Selesai, nihil").click()
    expect(page.get_by_text("Patroli selesai.")).to_be_visible()
    photograph(page, "ended")
    assert "nihil" in page.get_by_label("Tanpa nama dan inisial").input_value().lower()
    patrol.refresh_from_db()
    assert patrol.ended_at


def test_the_day_of_a_letter_stands_in_words_beside_what_the_phone_writes(browse_as, officer):
    page = browse_as(officer, "/patrols/order-letters/")
    day = page.get_by_label("Berlaku mulai")
    day.fill("2026-11-27")
    expect(day.locator("+ .rp-in-words")).to_have_text("Jumat, 27 November 2026")
    day.fill("")
    expect(day.locator("+ .rp-in-words")).to_have_text("")


def test_without_script_several_rows_go_in_one_post(browse_as, officer, photograph):
    patrol = PatrolFactory(recorded_by=officer)
    url = f"/patrols/{patrol.pk}/intakes/"
    page = browse_as(officer, url, java_script_enabled=False)
    for number, row in enumerate(
        [FIVE[0], FIVE[1], ("Tanpa Kelamin", "20", None, "Gepeng", None)]
    ):
        fill_plain(page.get_by_role("article", name=f"Orang {number + 1}"), row)
    photograph(page, "typed")
    page.get_by_role("button", name="Simpan, tambah").click()
    expect(page.get_by_text("2 orang", exact=True)).to_be_visible()
    expect(page.get_by_text("Pilih laki-laki atau perempuan.")).to_be_visible()
    expect(page.get_by_label("Nama")).to_have_value("Tanpa Kelamin")
    photograph(page, "answer")
    assert sorted(i.person.name for i in patrol.intakes.all()) == ["Nurhayati", "Saparuddin"]


def fill_plain(row, values):
    name, age, sex, class_name, _ = values
    row.get_by_label("Nama").fill(name)
    row.get_by_label("Umur").first.fill(age)
    if sex:
        choice(row, "Jenis kelamin", sex).click()
    choice(row, "Klasifikasi", class_name).click()
