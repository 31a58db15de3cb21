"""The SPM of a triwulan: rows a to d, against a count of the test's own over random rows."""

import csv
import io
import uuid
import zipfile
from collections import defaultdict
from datetime import date, time, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from pypdf import PdfReader
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.intakes.models import Classification
from cases.people.models import Person
from cases.stays.models import Stay
from reports.figures.periods import Period
from reports.figures.services.models import SpmTarget
from reports.figures.services.quarter import quarter_of, served
from reports.figures.services.spm import Line
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f
from tests.reports.figures.served import world_of

pytestmark = pytest.mark.django_db

Q1, Q2 = Period.quarter(2026, 1), Period.quarter(2026, 2)
PAGE = reverse("reports:spm_quarter", args=[2026, 1])
PEOPLE = reverse("reports:spm_people")
TARGETS = reverse("reports:spm_target_set", args=[2026])
ROWS = "abcd"


@pytest.fixture(autouse=True)
def _in_april(time_machine_at):
    time_machine_at(days.at(date(2026, 4, 20), time(10)))


def stay_of(code, began, **more):
    at = days.at(began, time(9))
    intake = f.IntakeFactory(
        provisional=Classification.objects.get(code=code), met_on=began, met_at=at, **more
    )
    return f.StayFactory(intake=intake, began_at=at)


def served_on(stay, on):
    return f.ServiceFactory(stay=stay, done_at=days.at(on, time(14)))


def end(stay, on):
    Stay.objects.filter(pk=stay.pk).update(ended_at=days.at(on, time(9)))


def typed(**more):
    return {"line": "b", "number": "40", "ground": "SK contoh"} | {"send_key": uuid.uuid4()} | more


# --- The figures ---------------------------------------------------------------------------


def counted_by_hand(cases):
    """{row: {person: (sex, first day of the year)}}, and who got which service in the first."""
    first, by_service = defaultdict(dict), defaultdict(set)
    for stay, row, sex, given in cases:
        for spm, _, on in given:
            if row == "-" or not date(2026, 1, 1) <= on < date(2026, 7, 1):
                continue
            _, before = first[row].get(stay.person_id, (sex, on))
            first[row][stay.person_id] = sex, min(before, on)
            if on < date(2026, 4, 1):
                by_service[row, spm].add(stay.person_id)
    return first, by_service


def test_the_figures_are_those_of_a_count_by_hand(client, login):
    cases = world_of(120)
    without = {stay.person_id for stay, *_ in cases[::3]}
    for n, (stay, *_) in enumerate(cases):
        nik = "" if stay.person_id in without else f"7371{n:012}"
        Person.objects.filter(pk=stay.person_id).update(nik=nik)
    first, by_service = counted_by_hand(cases)
    quarters = {1: quarter_of(Q1), 2: quarter_of(Q2)}
    assert {len(first[row]) > 3 for row in ROWS} == {True}
    for row in ROWS:
        told = first[row].items()
        new = {
            1: {key for key, (_, on) in told if on < date(2026, 4, 1)},
            2: {key for key, (_, on) in told if on >= date(2026, 4, 1)},
        }
        for number, found in quarters.items():
            line = found.rows[ROWS.index(row)]
            far = new[1] | (new[2] if number == 2 else set())
            women = {key for key, (sex, _) in told if sex == "P"}
            assert line.quarter.people == len(new[number]), (row, number)
            assert line.quarter.female == len(new[number] & women)
            assert (line.year.people, line.year.female) == (len(far), len(far & women))
            assert line.without_nik == len(far & without)
            assert line.percent is None
            assert {each.person for each in served(found.period, rows=[Line(row)])} == far
            is_new = served(found.period, rows=[Line(row)], is_new=True)
            assert {each.person for each in is_new} == new[number]
        for spm, cells, _ in quarters[1].given:
            [cell] = [cell for line, cell in cells if line.value == row]
            assert cell.people == len(by_service[row, spm.value])
    assert sum(len(found) for found in by_service.values()) > 60
    # Each number opens a list of the same number.
    login(Role.HEAD)
    for row in ROWS:
        page = client.get(PEOPLE, {"year": 2026, "quarter": 2, "row": row})
        assert page.context["number"] == quarters[2].rows[ROWS.index(row)].year.people
        assert page.context["page_obj"].paginator.count == page.context["number"]
        page = client.get(PEOPLE, {"year": 2026, "quarter": 1, "row": row, "service": "meals"})
        assert page.context["number"] == len(by_service[row, "meals"])
        page = client.get(PEOPLE, {"year": 2026, "quarter": 2, "row": row, "nik": "tanpa"})
        without_nik = quarters[2].rows[ROWS.index(row)].without_nik
        assert page.context["page_obj"].paginator.count == without_nik


def test_a_person_counts_once_a_year_in_a_row_and_once_in_each_row():
    person = f.PersonFactory()
    child = stay_of("anjal", date(2026, 1, 10), person=person)
    served_on(child, date(2026, 1, 11))
    end(child, date(2026, 1, 14))
    again = stay_of("anak-terlantar", date(2026, 4, 2), person=person)
    served_on(again, date(2026, 4, 3))
    assert quarter_of(Q1).rows[1].quarter.people == 1
    second = quarter_of(Q2).rows[1]
    assert (second.quarter.people, second.year.people) == (0, 1)
    end(again, date(2026, 4, 5))
    beggar = stay_of("gepeng", date(2026, 4, 10), person=person)
    served_on(beggar, date(2026, 4, 10))
    assert [row.year.people for row in quarter_of(Q2).rows] == [0, 1, 0, 1]


def test_a_new_year_counts_anew_from_its_first_minute(time_machine_at):
    stay = stay_of("lansia", date(2025, 12, 30))
    at = days.starts_at(date(2026, 1, 1))
    f.ServiceFactory(stay=stay, done_at=at - timedelta(minutes=1))
    assert quarter_of(Q1).rows[2].year.people == 0
    assert quarter_of(Period.quarter(2025, 4)).rows[2].year.people == 1
    f.ServiceFactory(stay=stay, done_at=at)
    assert quarter_of(Q1).rows[2].year.people == 1


def test_whose_class_is_no_row_stands_outside(client, login):
    served_on(stay_of("napza", date(2026, 2, 2)), date(2026, 2, 3))
    found = quarter_of(Q1)
    assert [row.year.people for row in found.rows] == [0, 0, 0, 0]
    login(Role.OFFICE)
    assertContains(client.get(PAGE), "1 orang dilayani triwulan ini di luar keempat baris")


# --- Targets -------------------------------------------------------------------------------


def test_the_newest_target_stands_and_those_before_are_read(client, login):
    served_on(stay_of("anjal", date(2026, 2, 2)), date(2026, 2, 3))
    office = login(Role.OFFICE)
    assertContains(client.get(PAGE), "belum ditetapkan", count=4)
    for number in ("40", "8"):
        page = client.post(TARGETS, typed(number=number), follow=True)
        assertContains(page, f"Target SPM 2026, baris b: {number}.")
    assertContains(page, "b. Anak telantar: 40")
    row = quarter_of(Q1).rows[1]
    assert (row.number, row.percent) == (8, 12.5)
    assertContains(client.get(PAGE), "12,5")
    assert [e.actor for e in Entry.objects.filter(verb="set_target")] == [office, office]
    # Taken back it is "belum ditetapkan" once more, and 0 is another thing.
    client.post(TARGETS, typed(number="", ground="Salah tahun"), follow=True)
    assert (quarter_of(Q1).rows[1].number, quarter_of(Q1).rows[1].percent) == (None, None)
    client.post(TARGETS, typed(number="0"), follow=True)
    assert (quarter_of(Q1).rows[1].number, quarter_of(Q1).rows[1].percent) == (0, None)
    page = client.get(PAGE)
    assertContains(page, "belum ditetapkan", count=3)
    assert SpmTarget.objects.standing(2025) == {}


def test_from_the_targets_one_comes_back_to_the_triwulan_that_was_open(
    client, login, time_machine_at
):
    time_machine_at(days.at(date(2026, 11, 20), time(10)))
    login(Role.OFFICE)
    open_one = reverse("reports:spm_quarter", args=[2026, 3])
    assertContains(client.get(open_one), f'href="{TARGETS}?quarter=3"')
    page = client.post(f"{TARGETS}?quarter=3", typed(), follow=True)
    assertContains(page, f'href="{open_one}"', count=2)
    # Whatever else the address asks.
    assertContains(
        client.get(f"{TARGETS}?quarter=9"), reverse("reports:spm_quarter", args=[2026, 1])
    )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"line": ""}, "Pilih barisnya."),
        ({"line": "-"}, "Pilih"),
        ({"ground": ""}, "Tulis dasarnya."),
        ({"number": "-1"}, "Pastikan nilai"),
        ({"number": "banyak"}, "Masukkan"),
    ],
)
def test_what_is_wrong_with_a_target_is_said_and_nothing_is_saved(client, login, more, said):
    login(Role.OFFICE)
    assert client.post(TARGETS, typed(**more)).status_code == 200
    assert not SpmTarget.objects.exists()


def test_a_target_sent_twice_is_one(client, login):
    login(Role.OFFICE)
    data = typed()
    for _ in range(2):
        client.post(TARGETS, data)
    assert SpmTarget.objects.count() == 1


def test_the_database_keeps_each_target_as_it_was_written():
    row = f.SpmTargetFactory()
    rows = SpmTarget.objects.filter(pk=row.pk)
    for change in (lambda: rows.update(number=3), lambda: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    for wrong in ({"line": "-"}, {"ground": ""}, {"year": 1999}):
        with pytest.raises(DatabaseError), transaction.atomic():
            f.SpmTargetFactory(**wrong)


# --- Who reads it --------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.OFFICE, Role.AGENCY])
def test_outside_it_is_exact_once_the_triwulan_is_over_and_opens_nobody(client, login, role):
    served_on(stay_of("anjal", date(2026, 2, 2)), date(2026, 2, 3))
    login(role)
    page = client.get(PAGE)
    assert page.context["found"].rows[1].year.people == 1
    assertNotContains(page, PEOPLE)
    assert client.get(PEOPLE).status_code == 403
    running = reverse("reports:spm_quarter", args=[2026, 2])
    assertContains(client.get(running), "sesudah triwulannya berakhir")
    assertNotContains(page, running)
    file = reverse("reports:spm_file", args=[2026, 2, "csv"])
    assert client.get(file).status_code == 400


def test_the_head_reads_the_running_one_as_such(client, login):
    login(Role.HEAD)
    assertContains(client.get(reverse("reports:spm_quarter", args=[2026, 2])), "SEMENTARA")
    for wrong in ([2026, 3], [2026, 5], [2027, 1], [1999, 1]):
        assert client.get(reverse("reports:spm_quarter", args=wrong)).status_code == 404
    assert client.get(reverse("reports:spm")).url == PAGE


def test_the_list_names_whom_the_reader_may_open_and_counts_the_others(client, login):
    open_ = stay_of("anjal", date(2026, 2, 2), person=f.PersonFactory(name="Ma'rang Contoh"))
    sealed = f.PersonFactory(name="Rahasia Sekali", is_sealed=True)
    closed = stay_of("anjal", date(2026, 2, 2), person=sealed)
    for stay in (open_, closed):
        served_on(stay, date(2026, 2, 3))
    login(Role.SOCIAL_WORKER)
    asked = {"year": 2026, "quarter": 1, "row": "b"}
    page = client.get(PEOPLE, asked)
    assertContains(page, "Ma&#x27;rang Contoh")
    assertNotContains(page, "Rahasia Sekali")
    assertContains(page, "Angkanya 2: 1 dari berkas yang tertutup")
    for wrong in ({"row": "x"}, {"nik": "x"}, {"quarter": "5"}, {"year": "²026"}, {"sex": "X"}):
        assert client.get(PEOPLE, asked | wrong).status_code == 404


def test_neither_page_asks_more_for_more_people(client, login, count_queries):
    login(Role.HEAD)
    served_on(stay_of("anjal", date(2026, 2, 2)), date(2026, 2, 3))
    addresses = [PAGE, f"{PEOPLE}?year=2026&quarter=1&row=b"]
    few = [count_queries(address) for address in addresses]
    for _ in range(4):
        served_on(stay_of("anjal", date(2026, 2, 2)), date(2026, 2, 3))
    assert [count_queries(address) for address in addresses] == few
    assert max(few) <= 25


# --- On paper and as a sheet ---------------------------------------------------------------


def test_the_files_say_what_the_page_says(client, login):
    served_on(stay_of("anjal", date(2026, 2, 2)), date(2026, 2, 3))
    f.SpmTargetFactory(line="b", number=1_200, ground="=SK contoh")
    login(Role.AGENCY)
    files = {
        kind: client.get(reverse("reports:spm_file", args=[2026, 1, kind])).content
        for kind in ("pdf", "csv", "xlsx")
    }
    pages = PdfReader(io.BytesIO(files["pdf"])).pages
    assert len(pages) == 1
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Triwulan I Tahun 2026" in text
    assert "1.200" in text
    assert "belum ditetapkan" in text
    assert "SEMENTARA" not in text
    rows = list(csv.reader(io.StringIO(files["csv"].decode("utf-8-sig"))))
    [line] = [row for row in rows if row[:2] == ["b", "Anak telantar"]]
    found = quarter_of(Q1).rows[1]
    numbers = [1_200, found.quarter.male, found.quarter.female, 1, found.year.male]
    assert line[2:7] == [str(number) for number in numbers]
    assert {len(row) for row in rows} == {11}
    assert zipfile.ZipFile(io.BytesIO(files["xlsx"])).testzip() is None
    assert [e.verb for e in Entry.objects.filter(details__page="SPM Triwulan I 2026")] == [
        "printed",
        "exported",
        "exported",
    ]


@pytest.mark.parametrize(
    ("day", "then"),
    [
        (date(2026, 1, 1), (2025, 4)),
        (date(2026, 3, 31), (2025, 4)),
        (date(2026, 4, 1), (2026, 1)),
        (date(2026, 12, 31), (2026, 3)),
    ],
)
def test_the_last_triwulan_that_is_over_is_shown(client, login, time_machine_at, day, then):
    time_machine_at(days.at(day, time(23, 30)))
    login(Role.OFFICE)
    page = client.get(reverse("reports:spm"))
    assertRedirects(page, reverse("reports:spm_quarter", args=then))
