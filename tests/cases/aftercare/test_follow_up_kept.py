"""Bimbingan lanjut without signal: what a registered phone keeps and sends later (R89)."""

import json

import pytest
from django.urls import reverse

from cases.aftercare.models import FollowUp
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f
from tests.cases.aftercare.test_follow_up import data, url
from tests.cases.intakes.test_patrol_intakes import SCRIPT
from tests.cases.patrols.devices.conftest import CODE, put_cookie

pytestmark = pytest.mark.django_db

KEPT = reverse("cases:follow_up_kept")


@pytest.fixture
def worker(client, login):
    """Logged in on a registered phone."""
    worker = login(Role.SOCIAL_WORKER)
    put_cookie(client, f.DeviceFactory())
    client.post("/devices/screen/code/", {"code": CODE, "again": CODE})
    return worker


def left(worker, days_ago=31, **more):
    return f.LeftFactory(days_ago=days_ago, stay__social_worker=worker, **more)


def waiting(by, **more):
    return data(author=by.pk, typed_at=days.now().isoformat(), **more)


def send(client, exit, typed):
    return client.post(url(exit), typed, headers=SCRIPT).json()


def test_keeps_what_is_due_of_ones_own_with_name_and_kecamatan_alone(client, worker):
    mine = left(worker)
    left(f.UserFactory(roles=[Role.SOCIAL_WORKER]))
    person = mine.stay.person
    kind = type(person)
    kind.objects.filter(pk=person.pk).update(name="Rendi", nik="7371012304960001")
    type(mine).objects.filter(pk=mine.pk).update(address="Jl. Sunu 12")
    lines = client.get(KEPT).json()["lines"]
    assert {line["name"] for line in lines} == {"Rendi"}
    assert url(mine) in [line["url"] for line in lines]
    assert set(lines[0]) == {"url", "name", "area", "day", "way", "due"}
    told = json.dumps(lines)
    assert "Sunu" not in told
    assert "7371012304960001" not in told
    assert Entry.objects.get(verb="kept_on_phone").details["people"] == [person.pk]


def test_only_a_registered_phone_keeps_it(client, login):
    login(Role.SOCIAL_WORKER)
    assert client.get(KEPT).status_code == 409


def test_is_saved_once(client, worker):
    exit = left(worker)
    typed = waiting(worker, note="Ibunya di rumah.")
    for _ in range(2):
        answer = send(client, exit, typed)
        assert (answer["saved"], answer["key"]) == (True, typed["send_key"])
    told = FollowUp.objects.get()
    assert answer["page"] == reverse("cases:follow_up_detail", args=[told.pk])
    assert (told.recorded_by, told.note) == (worker, "Ibunya di rumah.")


def test_what_another_recorded_meanwhile_stands_with_the_row(client, worker):
    exit = left(worker)
    other = f.UserFactory(roles=[Role.SOCIAL_WORKER], full_name="Bu Ros")
    f.FollowUpFactory(exit=exit, day=30, recorded_by=other)
    answer = send(client, exit, waiting(worker))
    assert not answer["saved"]
    assert "sudah dicatat Bu Ros" in str(answer["errors"])
    assert FollowUp.objects.count() == 1


def test_who_is_back_in_the_house_is_said_with_the_row(client, worker):
    exit = left(worker)
    f.StayFactory(intake__person=exit.stay.person, days_ago=1)
    answer = send(client, exit, waiting(worker))
    assert "kembali ke RPTC" in str(answer["errors"])
    assert not FollowUp.objects.exists()


def test_a_mistake_stands_with_the_row(client, worker):
    answer = send(client, left(worker), waiting(worker, met=""))
    assert answer["errors"] == {"met": ["Tulis siapa yang ditemui."]}


def test_an_exit_out_of_reach_and_one_that_never_was_answer_alike(client, worker):
    sealed = left(f.UserFactory(roles=[Role.SOCIAL_WORKER]), person__is_sealed=True)
    for number in (sealed.pk, 999_999):
        address = reverse("cases:follow_up_record", args=[number, 30])
        assert client.post(address, waiting(worker), headers=SCRIPT).status_code == 404
    assert not FollowUp.objects.exists()


def test_nobody_sends_the_result_of_another(client, worker):
    exit = left(worker)
    answer = send(client, exit, waiting(f.UserFactory(roles=[Role.SOCIAL_WORKER])))
    assert answer["belongs_to_another"]
    assert not FollowUp.objects.exists()
