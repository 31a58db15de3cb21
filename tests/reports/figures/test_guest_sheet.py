"""Lembar tamu: counts without a name for guests."""

import datetime
import io
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader
from pytest_django.asserts import assertContains, assertNotContains

from reports.figures.guests.sheet import sheet_of
from rptc import days
from rptc.accounts.permissions import Role
from rptc.letters.models import Unit
from rptc.menu import Menu
from tests.factories import BedFactory, BedUseFactory, StayFactory
from tests.reports.figures.test_figures import intake, stay

pytestmark = pytest.mark.django_db

URL, PRINT = reverse("reports:guest_sheet"), reverse("reports:guest_sheet_print")
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


def test_where_no_number_is_small_no_note_says_that_one_is_hidden(client, login, read_pdf):
    login(Role.HEAD)
    with time_machine.travel(NOON):
        assert not sheet_of(days.today()).hides_something
        assertNotContains(client.get(URL), "Angka kecil")
        assert "Angka kecil" not in read_pdf(client.get(PRINT))


def test_small_numbers_are_hidden(client, login):
    met(date(2024, 2, 1), 3)
    stay(datetime.datetime(2024, 2, 4, 20, tzinfo=days.WITA))
    with time_machine.travel(NOON):
        sheet = sheet_of(days.today())
        login(Role.HEAD)
        assertContains(client.get(URL), "Angka kecil")
    assert sheet.running.total is None
    assert sheet.at_the_end is None
    assert sheet.months is None


def test_the_sheets_of_two_month_ends_tell_of_no_small_month(client):
    """31 May says until April, 1 June would say until May."""
    met(date(2024, 2, 1), 9)
    met(date(2024, 3, 1), 8)
    met(date(2024, 4, 1), 7)
    met(date(2024, 5, 3), 2)
    at = datetime.datetime(2024, 5, 31, 12, tzinfo=days.WITA)
    with time_machine.travel(at):
        assert sheet_of(days.today()).running.total == 24
    with time_machine.travel(at + days.ONE_DAY):
        sheet = sheet_of(days.today())
        assert sheet.running.total is None
        assert {m.first.month: m.now.number for m in sheet.months.months}[5] is None


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


def test_the_dinas_reads_the_sheet_and_changes_nothing_in_the_house(client, login):
    login(Role.AGENCY)
    assertNotContains(client.get(URL), "Ada tamu")
    assert client.post(reverse("cases:guests_begin")).status_code == 403
