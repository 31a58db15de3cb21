""" "Memang begitu": said once, remembered, and taken back."""

import uuid

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from reports.quality.models import FalseAlarm
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f
from tests.at_once import at_once
from tests.database_roles import as_owner
from tests.reports.quality.found import NOT_SETTLED, hits, met, on_the_way, origin, said

pytestmark = pytest.mark.django_db
WHY = "Tidak berbicara dan tidak membawa kartu."
LIST = "/quality/known/"


@pytest.fixture
def worker(login):
    return login(Role.SOCIAL_WORKER)


def url_of(row, rule="origin"):
    return reverse("reports:false_alarm_add", args=[rule, row.pk])


def typed(reason=WHY, **more):
    return {"reason": reason, "send_key": uuid.uuid4()} | more


def end(client, alarm):
    return client.post(reverse("reports:false_alarm_end", args=[alarm.pk]), follow=True)


def test_what_is_so_indeed_is_not_asked_again(client, worker):
    intake = met(9, no_origin=True)
    assertContains(client.get(url_of(intake)), "Mengapa memang begitu")
    page = client.post(url_of(intake), typed(), follow=True)
    assertContains(page, "Diingat, dan tidak ditanyakan lagi.")
    assert page.context["total"] == 0
    assertContains(page, "Memang begitu, 1")
    assertContains(page, WHY)
    alarm = FalseAlarm.objects.get()
    assert (alarm.recorded_by, alarm.rule, alarm.intake) == (worker, "origin", intake)
    assert Entry.objects.get(verb="said_so").person_id == intake.person_id


def test_without_a_reason_it_is_not_remembered(client, worker):
    intake = met(9, no_origin=True)
    assertContains(client.post(url_of(intake), typed("  ")), "Tulis mengapa memang begitu.")
    assert not FalseAlarm.objects.exists()


def test_it_hides_neither_another_row_nor_another_rule(client, worker):
    one, other = (met(9, no_origin=True, **NOT_SETTLED) for _ in range(2))
    client.post(url_of(one), typed())
    assert hits(worker, "origin") == {other}
    assert hits(worker, "class") == {one, other}


def test_sent_twice_it_is_one(client, worker):
    intake, form = met(9, no_origin=True), typed()
    for _ in range(2):
        assertContains(client.post(url_of(intake), form, follow=True), "Diingat")
    assert FalseAlarm.objects.count() == 1


def test_a_second_one_reads_that_it_is_said(client, worker, login):
    intake = met(9, no_origin=True)
    client.post(url_of(intake), typed())
    login(Role.SOCIAL_WORKER)
    page = client.post(url_of(intake), typed("Bisu."))
    assertContains(page, "Temuan ini sudah ditandai memang begitu.")
    assertContains(page, "Bisu.")
    assert FalseAlarm.objects.count() == 1


def test_what_was_mended_meanwhile_is_not_remembered_as_so(client, worker):
    intake = met(9, no_origin=True)
    type(intake.person).objects.filter(pk=intake.person_id).update(origin=origin())
    assertContains(client.post(url_of(intake), typed()), "sudah diperbaiki")
    assert not FalseAlarm.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_says_it():
    intake = met(9, no_origin=True)
    users = [f.UserFactory(roles=[Role.SOCIAL_WORKER]) for _ in range(2)]
    answers = at_once(*((user, url_of(intake), typed()) for user in users))
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert FalseAlarm.objects.count() == 1


def test_taken_back_it_is_asked_again_and_may_be_said_again(client, worker, login):
    intake = met(9, no_origin=True)
    client.post(url_of(intake), typed())
    alarm = FalseAlarm.objects.get()
    other = login(Role.SOCIAL_WORKER)
    for _ in range(2):
        assertContains(end(client, alarm), "Ditanyakan lagi.")
    alarm.refresh_from_db()
    assert (alarm.ended_by, alarm.ended_at is None) == (other, False)
    assert Entry.objects.filter(verb="asked_again").count() == 1
    assert hits(worker, "origin") == {intake}
    client.post(url_of(intake), typed())
    assert FalseAlarm.objects.standing().count() == 1


def test_a_new_age_is_asked_about_anew(client, worker):
    person = met(60, person__age_years=9).person
    first = said(person, 20, ago=30)
    client.post(url_of(first, "age"), typed())
    assert hits(worker, "age") == set()
    second = said(person, 20)
    assert hits(worker, "age") == {second}


def test_the_doubles_are_remembered_on_their_own_page(client, worker):
    double = f.DoubleFactory()
    assert client.get(url_of(double, "doubles")).status_code == 404


# -- Whose --------------------------------------------------------------------------------------


def test_of_a_closed_file_no_reason_is_read_and_none_written(client, worker):
    closed = met(9, no_origin=True)
    alarm = f.FalseAlarmFactory(intake=closed, reason="Dicari suaminya.")
    assertContains(client.get(LIST), "Dicari suaminya.")
    f.SealFactory(person=closed.person)
    assertNotContains(client.get(LIST), "Dicari suaminya.")
    assert client.get("/quality/").context["known_number"] == 0
    assert client.get(url_of(closed)).status_code == 404
    assert client.post(url_of(closed), typed()).status_code == 404
    assert end(client, alarm).status_code == 404


def test_the_house_reads_of_arrivals_alone(client, login):
    login(Role.CARETAKER)
    f.FalseAlarmFactory(intake=met(9, no_origin=True, outcome="brought"))
    f.FalseAlarmFactory(intake=on_the_way(), rule="arrival", reason="Masih di Polsek.")
    page = client.get(LIST)
    assertContains(page, "Masih di Polsek.")
    assertNotContains(page, WHY)


def test_trc_reads_of_their_own_catches_alone(client, login):
    officer = login(Role.FIELD)
    theirs = f.FalseAlarmFactory(intake=on_the_way(), rule="arrival", reason="Orang lain.")
    f.FalseAlarmFactory(
        intake=on_the_way(recorded_by=officer), rule="arrival", reason="Masih di Polsek."
    )
    page = client.get(LIST)
    assertContains(page, "Masih di Polsek.")
    assertNotContains(page, "Orang lain.")
    assert end(client, theirs).status_code == 404


def test_a_long_list_of_them_asks_no_more_than_a_short_one(
    client, login, django_assert_max_num_queries
):
    officer = login(Role.FIELD)
    for _ in range(27):
        f.FalseAlarmFactory(
            intake=on_the_way(recorded_by=officer), rule="arrival", reason="Masih di Polsek."
        )
    client.get(LIST)
    with django_assert_max_num_queries(25):
        assertContains(client.get(LIST), "Menampilkan 1 sampai 25 dari 27.")


def test_it_goes_with_its_row_when_two_files_are_merged(worker):
    intake = met(9, no_origin=True)
    f.FalseAlarmFactory(intake=intake)
    kept = f.PersonFactory(origin=None)
    type(intake).objects.filter(pk=intake.pk).update(person=kept)
    assert hits(worker, "origin") == set()


# -- What the database holds ----------------------------------------------------------------------


def test_it_stands_once_of_a_rule_and_a_row():
    alarm = f.FalseAlarmFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        f.FalseAlarmFactory(intake=alarm.intake)
    f.FalseAlarmFactory(intake=alarm.intake, rule="class")


@pytest.mark.parametrize("change", [{"reason": "Lain."}, {"rule": "class"}])
def test_it_stays_as_it_was_written(change):
    alarm = f.FalseAlarmFactory()
    with pytest.raises(DatabaseError), transaction.atomic():
        FalseAlarm.objects.filter(pk=alarm.pk).update(**change)
    ended = {"ended_at": days.now(), "ended_by": alarm.recorded_by}
    FalseAlarm.objects.filter(pk=alarm.pk).update(**ended)
    with pytest.raises(DatabaseError), transaction.atomic():
        FalseAlarm.objects.filter(pk=alarm.pk).update(ended_at=None, ended_by=None)


@pytest.mark.parametrize("wrong", [{"reason": ""}, {"rule": "age"}, {"ended_at": "2026-01-01"}])
def test_what_it_must_say_it_says(wrong):
    if "ended_at" in wrong:
        wrong = {"ended_at": days.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        f.FalseAlarmFactory(**wrong)


def test_it_goes_with_what_was_said_when_an_import_is_taken_back():
    statement = said(f.PersonFactory(), 20)
    f.FalseAlarmFactory(rule="age", intake=None, statement=statement)
    with as_owner():
        statement.person.delete()
    assert not FalseAlarm.objects.exists()
