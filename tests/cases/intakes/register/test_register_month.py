"""The register of a month in the old columns: as a page, and as a file with names or without."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse
from pypdf import PdfReader
from pytest_django.asserts import assertContains, assertNotContains
from python_calamine import CalamineWorkbook

from cases.intakes.register.saving import read
from cases.intakes.register.writer import COLUMNS
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f

pytestmark = pytest.mark.django_db
REASON = {"with_names": "on", "reason": "Permintaan Inspektorat."}
HTML = "text/html; charset=utf-8"
TYPED = {
    "person__name": "Daeng Naba",
    "person__nik": "7371010101900001",
    "person__age_kind": "birth",
    "person__age_years": None,
    "person__age_stated_on": None,
    "person__born_on": date(1990, 1, 7),
    "person__birthplace": "Tallo",
    "person__origin_text": "dekat rumah Daeng Tata",
    "place": "depan rumah Daeng Tata",
    "remarks": "Adik Daeng Tata.",
}


def address(on):
    return reverse("cases:register_month", args=[on.year, on.month])


def take(client, on, kind, **typed):
    return client.post(address(on), {"kind": kind} | typed)


def rows_of(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


@pytest.fixture
def intake(login):
    login(Role.HEAD)
    return f.IntakeFactory(hot_spot=None, **TYPED)


def test_it_is_two_taps_from_the_register_of_intakes(client, login, intake):
    listed = reverse("cases:intake_list")
    assertContains(client.get(listed), f'href="{address(days.today())}"')
    asked = client.get(listed, {"since": "2025-03-12"})
    assertContains(asked, f'href="{address(date(2025, 3, 1))}">Register Maret 2025')
    assertContains(client.get(address(intake.met_on)), f'href="{listed}"')
    login(Role.CARETAKER)
    assertNotContains(client.get(listed), address(days.today()))


def test_screen_and_files_without_names_hold_nothing_typed_and_no_day_of_birth(client, intake):
    page = client.get(address(intake.met_on))
    assertContains(page, intake.classification.name)
    said = page.content.decode()
    said += "".join(rows_of(take(client, intake.met_on, "csv"))[1])
    book = take(client, intake.met_on, "xlsx").content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0)
    said += "".join(str(cell) for line in sheet.to_python() for cell in line)
    pages = PdfReader(io.BytesIO(take(client, intake.met_on, "pdf").content)).pages
    said += "".join(page.extract_text() for page in pages)
    assert said.count("D.\N{NO-BREAK SPACE}N.") == 4
    for told in ("Daeng", "7371010101900001", "Tallo", "07-01-1990", "1990-01-07", "Adik"):
        assert told not in said


def test_with_a_reason_it_has_the_old_columns_and_the_log_says_why(client, intake):
    assert take(client, intake.met_on, "csv", with_names="on")["Content-Type"] == HTML
    assert not Entry.objects.filter(verb="exported").exists()
    heads, line = rows_of(take(client, intake.met_on, "csv", **REASON))
    assert heads == [*COLUMNS, "NIK"]
    assert line[1] == "Daeng Naba"
    assert line[3] == "Tallo, 07-01-1990"
    assert (line[7], line[8]) == (TYPED["place"], TYPED["remarks"])
    entry = Entry.objects.get(verb="exported")
    assert entry.details["page"] == f"register {intake.met_on:%Y-%m} dengan nama"
    assert entry.details["reason"] == REASON["reason"]


def test_the_workbook_reads_as_a_register(client, intake):
    book = take(client, intake.met_on, "xlsx", **REASON).content
    [row] = read(book).rows
    assert (row.name, row.met_on, row.nik) == ("Daeng Naba", intake.met_on, TYPED["person__nik"])


def test_another_month_and_a_class_that_is_in_no_table_are_not_in_it(client, intake):
    f.IntakeFactory(met_on=days.add_months(intake.met_on.replace(day=1), -1))
    assert len(rows_of(take(client, intake.met_on, "csv"))) == 2


def test_closed_files_are_a_number_and_whoever_caught_them_takes_nothing_out(client, login):
    user = login(Role.SOCIAL_WORKER, Role.FIELD)
    caught = f.IntakeFactory(person__name="Sartika", recorded_by=user)
    seal = f.SealFactory(person=caught.person)
    caught.person.refresh_from_db()
    assert caught.person.is_sealed, seal
    for answer in (client.get(address(caught.met_on)), take(client, caught.met_on, "csv")):
        assertNotContains(answer, caught.classification.name)
    assertContains(client.get(address(caught.met_on)), "1 baris yang dihitung rekap")
    assert len(rows_of(take(client, caught.met_on, "csv", **REASON))) == 1
    year = client.post(reverse("cases:register_export", args=[caught.met_on.year]), REASON)
    book = CalamineWorkbook.from_filelike(io.BytesIO(year.content))
    assert "Sartika" not in str([book.get_sheet_by_name(n).to_python() for n in book.sheet_names])


@pytest.mark.parametrize("at", [(1, 13), (1, 0), (3000, 1)])
def test_what_is_no_month_is_no_page(client, login, at):
    login(Role.HEAD)
    assert client.get(f"/intakes/export/{at[0]}/{at[1]}/").status_code == 404


def test_more_rows_ask_no_more(client, intake, count_queries):
    few = count_queries(address(intake.met_on))
    for _ in range(3):
        f.IntakeFactory(met_on=intake.met_on)
    assert count_queries(address(intake.met_on)) <= few
