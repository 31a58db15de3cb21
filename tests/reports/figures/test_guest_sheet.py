"""Lembar tamu: counts without a name for guests, and the plan of beds while they are there."""

import datetime
import io
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from reports.figures.guests.sheet import sheet_of
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.letters.models import Unit
from rptc.menu import Menu
from tests.factories import (
    BedFactory,
    BedUseFactory,
    PersonFactory,
    RelationFactory,
    StayFactory,
    TriageFactory,
)
from tests.reports.figures.test_figures import intake, stay

pytestmark = pytest.mark.django_db

URL, PRINT = reverse("reports:guest_sheet"), reverse("reports:guest_sheet_print")
BOARD = reverse("cases:bed_list")
BEGIN, END = reverse("cases:guests_begin"), reverse("cases:guests_end")
NOON = datetime.datetime(2024, 5, 10, 12, tzinfo=days.WITA)


def met(day, number, code="gepeng", sex="L"):
    for _ in range(number):
        intake(day, code, sex)


def test_it_is_two_taps_from_hari_ini(login):
    """The head opens the menu, or the group of the house, and then the sheet."""
    menu = Menu.of(login(Role.HEAD), "/")
    assert URL in [entry.url for entry in menu.entries]


def test_it_tells_of_periods_that_are_over(client, login, read_pdf):
    """Of the running month nobody outside the house reads anything, and of today neither."""
    met(date(2023, 3, 1), 8)
    met(date(2023, 9, 1), 6, sex="P")
    met(date(2024, 2, 1), 9)
    met(date(2024, 5, 3), 7)
    stay(datetime.datetime(2024, 5, 4, 20, tzinfo=days.WITA))
    with time_machine.travel(NOON):
        login(Role.HEAD)
        sheet = sheet_of(days.today())
        assert sheet.running.total == 9
        assert sheet.until == date(2024, 4, 30)
        assert (sheet.last.male, sheet.last.female, sheet.last.total) == (8, 6, 14)
        numbers = {m.first.month: (m.now.number, m.was.number) for m in sheet.months.months}
        assert numbers[2] == (9, 0)
        assert numbers[5] == (None, 0)
        page = client.get(URL)
        assertContains(page, "1 Januari sampai 30 April 2024")
        assertContains(page, "Hanya periode yang sudah berakhir.")
        text = " ".join(read_pdf(client.get(PRINT)).split())
        assert "Terjaring 1 Januari sampai 30 April 2024: 9 kali." in text
        assert "JUMLAH 8 6 14" in text


def test_small_numbers_are_hidden(client, login):
    met(date(2024, 2, 1), 3)
    stay(datetime.datetime(2024, 2, 4, 20, tzinfo=days.WITA))
    with time_machine.travel(NOON):
        sheet = sheet_of(days.today())
    assert sheet.running.total is None
    assert sheet.at_the_end is None
    assert sheet.months is None


def test_how_many_are_in_the_house_is_said_of_the_last_month(client, login):
    for n in range(6):
        stay(datetime.datetime(2024, 4, 1 + n, 20, tzinfo=days.WITA))
    stay(datetime.datetime(2024, 5, 4, 20, tzinfo=days.WITA))
    BedFactory.create_batch(8)
    Unit.objects.update(capacity=100)
    with time_machine.travel(NOON):
        assert sheet_of(days.today()).at_the_end == 6
        login(Role.HEAD)
        page = client.get(URL)
        assertContains(page, "8 (daya tampung 100)")
        assertContains(page, "6 orang")


def test_in_january_the_year_before_stands_alone(client, login, read_pdf):
    met(date(2023, 3, 1), 8)
    with time_machine.travel(datetime.datetime(2024, 1, 9, 9, tzinfo=days.WITA)):
        login(Role.OFFICE)
        assert sheet_of(days.today()).running is None
        assertContains(client.get(URL), "Tahun 2023")
        assert "JUMLAH 8 0 8" in read_pdf(client.get(PRINT))


def test_a_new_unit_has_an_empty_sheet(client, login, read_pdf):
    login(Role.HEAD)
    assert client.get(URL).status_code == 200
    assert "Lembar Tamu" in read_pdf(client.get(PRINT))


def test_it_names_nobody(client, login, read_pdf):
    BedUseFactory(stay=StayFactory(intake__person__name="Kenari Tompo"))
    login(Role.HEAD)
    assertNotContains(client.get(URL), "Kenari")
    assert "Kenari" not in read_pdf(client.get(PRINT))


def test_it_prints_on_one_page(client, login, today):
    for n, code in enumerate(["gepeng", "odgj", "abh", "lansia", "napza"]):
        met(date(today.year - 1, 3, 1 + n), 7, code)
    login(Role.HEAD)
    assert len(PdfReader(io.BytesIO(client.get(PRINT).content)).pages) == 1


# While guests are there


@pytest.fixture
def house(today):
    """Somebody in a bed with a baby, somebody in isolation, somebody who waits."""
    mother, baby, ill, waits = (
        StayFactory(intake__person=PersonFactory(name=name, sex="P", age_years=years))
        for name, years in (
            ("Kenari Ibu", 24), ("Kenari Bayi", 1), ("Kenari Sakit", 30), ("Kenari Baru", 30)
        )
    )  # fmt: skip
    RelationFactory(person=mother.person, other=baby.person, kind="mother")
    bed = BedUseFactory(stay=mother, override="Permintaan Kenari.", set_aside=["age"]).bed
    BedUseFactory(bed=bed, stay=baby, in_cot=True)
    BedUseFactory(stay=ill, bed__room__purpose="isolation")
    TriageFactory(intake=ill.intake, answers={"batuk": True}, bed_hint="Kamar isolasi")
    return waits


@pytest.mark.parametrize("role", [Role.HEAD, Role.CARETAKER, Role.SOCIAL_WORKER])
def test_while_guests_are_there_the_plan_of_beds_shows_initials(client, login, house, role):
    login(role)
    assertContains(client.get(BOARD), "Kenari Ibu")
    assertRedirects(client.post(BEGIN), BOARD)
    page = client.get(BOARD)
    for told in ("Kenari", "batuk", "Foto "):
        assertNotContains(page, told)
    assertContains(page, "K.\xa0I.")
    assertContains(page, "Ada tamu.")
    assertContains(page, "1 orang belum punya tempat tidur.")
    client.post(END)
    assertContains(client.get(BOARD), "Kenari Ibu")


def test_it_ends_by_itself_at_midnight(client, login, house):
    login(Role.HEAD)
    with time_machine.travel(NOON):
        login(Role.HEAD)
        client.post(BEGIN)
        assert Unit.current().has_guests
    with time_machine.travel(datetime.datetime(2024, 5, 10, 23, 59, tzinfo=days.WITA)):
        assert Unit.current().has_guests
    with time_machine.travel(datetime.datetime(2024, 5, 11, 0, 0, tzinfo=days.WITA)):
        assert not Unit.current().has_guests


def test_who_let_guests_in_stands_in_the_log(client, login):
    user = login(Role.OFFICE)
    assertRedirects(client.post(BEGIN, {"next": URL}), URL)
    assertContains(client.get(URL), "Papan memakai inisial")
    client.post(END, {"next": URL})
    verbs = Entry.objects.filter(actor=user).order_by("pk").values_list("verb", flat=True)
    assert [verb for verb in verbs if verb in ("received_guests", "saw_guests_off")] == [
        "received_guests",
        "saw_guests_off",
    ]


def test_the_dinas_reads_the_sheet_and_changes_nothing_in_the_house(client, login):
    login(Role.AGENCY)
    assertNotContains(client.get(URL), "Ada tamu")
    assert client.post(BEGIN).status_code == 403
