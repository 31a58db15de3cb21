"""Looks that somebody should ask about: by night, many, of others' cases, large exports."""

import datetime
from datetime import timedelta

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from reports.desk.looks.unusual import (
    LEAST_FILES,
    LEAST_OF_OTHERS,
    LEAST_ROWS,
    findings,
    unusual_looks,
)
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f

pytestmark = pytest.mark.django_db

URL = "/history/unusual/"


def look(officer, clock, *, ago=2, person=None, verb="opened", **details):
    at = days.at(days.today() - timedelta(days=ago), datetime.time(*clock))
    return Entry.objects.create(
        actor=officer, verb=verb, at=at, person_id=person and person.pk, details=details
    )


def found():
    return [(each.kind, each.officer, each.number) for each in findings()]


def test_a_night_is_that_of_its_evening(login):
    office = f.UserFactory(roles=[Role.OFFICE])
    look(office, (22, 0), ago=3)
    look(office, (4, 59), ago=2)
    look(office, (5, 0), ago=2)
    look(office, (21, 59), ago=2)
    [night] = findings()
    assert (night.kind, night.number) == ("night", 2)
    assert night.on_day == days.today() - timedelta(days=3)
    assert "pukul 22.00 sampai 04.59" in night.detail


@pytest.mark.parametrize("role", [Role.CARETAKER, Role.FIELD, Role.PARTNER])
def test_who_works_at_night_is_not_asked(role):
    look(f.UserFactory(roles=[role]), (2, 0))
    assert found() == []


def test_an_act_at_night_is_no_look():
    look(f.UserFactory(roles=[Role.OFFICE]), (2, 0), verb="registered")
    assert found() == []


def test_what_is_older_than_a_week_has_gone():
    look(f.UserFactory(roles=[Role.OFFICE]), (23, 0), ago=8)
    assert found() == []


def test_who_reads_the_log_by_night_does_what_they_are_asked_to(client, login, time_machine_at):
    time_machine_at(days.at(days.today(), datetime.time(2)))
    login(Role.PRIVACY)
    for address in ("/history/", URL, "/history/exports/"):
        client.get(address)
    assert Entry.objects.count() == 3
    assert found() == []
    client.get(f"/history/person/{f.PersonFactory().pk}/")
    assert [kind for kind, *_ in found()] == ["night"]


def test_many_is_more_than_three_times_the_usual_of_the_role():
    usual, curious = f.UserFactory.create_batch(2, roles=[Role.CARETAKER])
    people = f.PersonFactory.create_batch(LEAST_FILES + 1)
    for ago in (2, 3, 4):
        for person in people[:3]:
            look(usual, (9, 0), ago=ago, person=person)
    for person in people[:-2]:
        look(curious, (10, 0), person=person)
    assert found() == []
    for person in people:
        look(curious, (10, 30), person=person)
    assert found() == [("many", curious, LEAST_FILES + 1)]
    assert "Biasanya 3 sehari" in findings()[0].detail


def test_cases_of_others_are_counted_and_not_ones_own_or_nobodys():
    worker, other = f.UserFactory.create_batch(2, roles=[Role.SOCIAL_WORKER])
    for stay in f.StayFactory.create_batch(LEAST_OF_OTHERS, social_worker=worker):
        look(worker, (9, 0), person=stay.person)
    for person in f.PersonFactory.create_batch(LEAST_OF_OTHERS):
        look(worker, (9, 0), person=person)
    assert found() == []
    for stay in f.StayFactory.create_batch(LEAST_OF_OTHERS, social_worker=other):
        look(worker, (10, 0), person=stay.person)
    assert found() == [("outside", worker, LEAST_OF_OTHERS)]


def test_a_large_export_is_told_with_its_rows():
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    look(worker, (9, 0), verb="exported", rows=LEAST_ROWS - 1)
    assert found() == []
    look(worker, (9, 5), verb="exported", rows=1)
    assert found() == [("export", worker, LEAST_ROWS)]


@pytest.mark.parametrize("role", [Role.HEAD, Role.PRIVACY])
def test_the_list_names_officers_and_no_klien_and_opens_their_lines(client, login, role):
    officer = f.UserFactory(roles=[Role.OFFICE], full_name="Siti Aminah")
    person = f.PersonFactory(name="Daeng Naba")
    line = look(officer, (23, 10), person=person)
    look(officer, (12, 0), ago=5)
    login(role)
    page = client.get(URL)
    assertContains(page, "Siti Aminah membuka 1 halaman pada malam hari")
    assertNotContains(page, "Daeng Naba")
    [row] = page.context["rows"]
    assert list(client.get(row.url).context["page_obj"]) == [line]


def test_hari_ini_counts_as_many_as_are_listed(client, login):
    head = login(Role.HEAD)
    look(f.UserFactory(roles=[Role.OFFICE]), (23, 10))
    look(f.UserFactory(roles=[Role.SOCIAL_WORKER]), (9, 0), verb="exported", rows=LEAST_ROWS)
    assert unusual_looks(head) == 2
    assertContains(client.get("/"), "Akses tidak biasa, 7 hari terakhir")
    assert len(client.get(URL).context["rows"]) == 2


def test_beside_it_stands_what_is_usual(client, login):
    officer = f.UserFactory(roles=[Role.SOCIAL_WORKER], full_name="Siti Aminah")
    person = f.PersonFactory()
    for hour in (9, 10, 11):
        look(officer, (hour, 0), person=person)
    look(officer, (12, 0), verb="printed")
    look(f.MemberFactory().user, (9, 0))
    login(Role.PRIVACY)
    page = client.get(URL)
    [habit] = page.context["habits"]
    assert (habit.officer, habit.files, habit.times, habit.taken) == (officer, 1, 4, 1)
    assert [bar.number for bar in page.context["bars"]] == [0] * 11 + [5, 0, 0]
    assertContains(page, "1 berkas, 4 kali; 1 dicetak atau diunduh")


def test_queries_do_not_grow(login, count_queries):
    login(Role.PRIVACY)
    look(f.UserFactory(roles=[Role.OFFICE]), (23, 10))
    few = count_queries(URL)
    for _ in range(6):
        look(f.UserFactory(roles=[Role.OFFICE]), (23, 10))
    assert count_queries(URL) == few
