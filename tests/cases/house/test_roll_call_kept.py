"""Absen klien without signal: what a registered phone keeps, and what it sends later (R89)."""

import datetime
import json
import uuid

import pytest
from django.urls import reverse

from cases.house.presence.models import Absence, RollCall, RollCallRow
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests.cases.house.test_roll_call_take import EVENING, named, said, statuses
from tests.cases.intakes.test_patrol_intakes import SCRIPT
from tests.cases.patrols.devices.conftest import CODE, put_cookie
from tests.factories import (
    AbsenceFactory,
    BedUseFactory,
    DeviceFactory,
    RollCallFactory,
    RollCallRowFactory,
    StayFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

KEPT, URL = reverse("cases:roll_call_kept"), reverse("cases:roll_call_take")
MORNING_AFTER = days.at(datetime.date(2026, 11, 25), datetime.time(6, 30))


@pytest.fixture(autouse=True)
def _evening(time_machine_at):
    time_machine_at(EVENING)


@pytest.fixture
def on_a_phone(client, login):
    """on_a_phone(role): somebody who is logged in on a registered phone."""

    def on_a_phone(role):
        who = login(role)
        put_cookie(client, DeviceFactory())
        client.post("/devices/screen/code/", {"code": CODE, "again": CODE})
        return who

    return on_a_phone


@pytest.fixture
def house_staff(on_a_phone):
    return on_a_phone(Role.CARETAKER)


def waiting(listed, by, absent=(), at=EVENING, **more):
    """What the phone sends: of its list, typed at a moment."""
    data = {
        "send_key": str(uuid.uuid4()),
        "author": by.pk,
        "half_day": listed["half_day"],
        "shown_version": listed["version"],
        "shown": [line["stay"] for line in listed["lines"]],
        "absent": [stay.pk for stay in absent],
        "typed_at": at.isoformat(),
    }
    return data | {f"{stay.pk}-reason": "not_seen" for stay in absent} | more


def send(client, data):
    return client.post(URL, data, headers=SCRIPT).json()


def test_keeps_names_with_beds_and_nothing_else(client, house_staff):
    stay = named("Rendi Pratama", intake__person__nik="7371012304960001")
    type(stay.person).objects.filter(pk=stay.person_id).update(address="Jl. Sunu 12")
    use = BedUseFactory(stay=stay)
    response = client.get(KEPT)
    listed = response.json()
    assert "no-store" in response["Cache-Control"]
    assert listed["lines"] == [
        {
            "stay": stay.pk,
            "name": "Rendi Pratama",
            "room": str(use.bed.room),
            "bed": use.bed.label,
            "is_out": False,
            "is_absent": False,
            "reason": "",
        }
    ]
    assert (listed["half_day"], listed["version"]) == ("2026-11-24-evening", 0)
    told = json.dumps(listed)
    assert "7371012304960001" not in told
    assert "Sunu" not in told
    entry = Entry.objects.get(verb="kept_on_phone")
    assert entry.details["people"] == [stay.person_id]


def test_a_closed_file_is_kept_by_its_number_and_a_nameless_one_without_its_place(
    client, on_a_phone
):
    on_a_phone(Role.SOCIAL_WORKER)
    closed = named("Rahasia", intake__person__is_sealed=True)
    named("", intake__person__found="Fly Over 12/03/2024")
    names = [line["name"] for line in client.get(KEPT).json()["lines"]]
    assert sorted(names) == [f"Berkas tertutup {closed.person.file_number}", "Tanpa nama"]


def test_only_a_registered_phone_keeps_it(client, login):
    login(Role.CARETAKER)
    assert client.get(KEPT).status_code == 409


def test_a_roll_call_that_waited_is_of_the_hour_when_it_was_typed(
    client, house_staff, time_machine_at
):
    gone = named("Rendi")
    named("Hamzah")
    data = waiting(client.get(KEPT).json(), house_staff, [gone])
    time_machine_at(EVENING + datetime.timedelta(hours=2))
    answer = send(client, data)
    call = RollCall.objects.get()
    assert (answer["saved"], answer["key"]) == (True, data["send_key"])
    assert answer["page"] == reverse("cases:roll_call_detail", args=[call.pk])
    assert (call.taken_at, call.taken_by) == (EVENING, house_staff)
    assert call.recorded_at >= EVENING + datetime.timedelta(hours=2)
    assert statuses() == {"Rendi": "absent", "Hamzah": "present"}
    assert Absence.objects.get().noticed_at == EVENING
    assert send(client, data)["saved"]
    assert RollCall.objects.get().version == 1


def test_one_that_comes_the_next_morning_is_still_that_evenings(
    client, house_staff, time_machine_at
):
    gone, seen_since = named("Rendi"), named("Hamzah")
    missed_since = named("Basri")
    data = waiting(client.get(KEPT).json(), house_staff, [gone, seen_since])
    time_machine_at(MORNING_AFTER)
    morning = RollCallFactory()
    RollCallRowFactory(roll_call=morning, stay=seen_since, status="present")
    RollCallRowFactory(roll_call=morning, stay=missed_since, status="absent", reason="not_seen")
    AbsenceFactory(stay=missed_since, noticed_at=MORNING_AFTER)
    assert send(client, data)["saved"]
    call = RollCall.objects.get(part="evening")
    assert (call.on, call.taken_at) == (EVENING.date(), EVENING)
    missing = Absence.objects.open().values_list("stay", flat=True)
    assert sorted(missing) == sorted([gone.pk, missed_since.pk])


def test_after_three_days_it_is_refused_in_words(client, house_staff, time_machine_at):
    named("Rendi")
    data = waiting(client.get(KEPT).json(), house_staff)
    time_machine_at(EVENING + datetime.timedelta(hours=73))
    client.force_login(house_staff)
    answer = send(client, data)
    assert not answer["saved"]
    assert "72 jam" in str(answer["errors"])
    assert not RollCall.objects.exists()


def test_who_took_it_meanwhile_stands_with_the_row_and_it_can_be_sent_again_knowingly(
    client, house_staff
):
    gone = named("Rendi")
    listed = client.get(KEPT).json()
    other = UserFactory(roles=[Role.CARETAKER], full_name="Ibu Ros")
    call = RollCallFactory(on=EVENING.date(), part="evening", taken_at=EVENING, taken_by=other)
    type(call).objects.update(recorded_by=other)
    RollCallRowFactory(roll_call=call, stay=gone, status="present")
    data = waiting(listed, house_staff, [gone])
    answer = send(client, data)
    assert not answer["saved"]
    assert "sudah disimpan" in str(answer["errors"])
    assert "Ibu Ros" in str(answer["errors"])
    assert answer["lines"] == {str(gone.pk): "Hadir"}
    assert RollCallRow.objects.get().status == "present"
    assert send(client, data | {"shown_version": answer["version"]})["saved"]
    assert RollCallRow.objects.get().status == "absent"
    assert RollCall.objects.count() == 1


def test_who_left_meanwhile_is_said_and_who_arrived_is_not_called(
    client, house_staff, time_machine_at
):
    left, stays = named("Rendi"), named("Hamzah")
    listed = client.get(KEPT).json()
    named("Nurhayati")
    type(left).objects.filter(pk=left.pk).update(ended_at=EVENING + datetime.timedelta(minutes=5))
    time_machine_at(EVENING + datetime.timedelta(hours=2))
    assert send(client, waiting(listed, house_staff, [stays]))["saved"]
    assert statuses() == {"Hamzah": "absent"}
    news = said(client.get(reverse("menu"), follow=True))
    assert "sudah keluar" in news
    assert "Nurhayati tidak ada di daftar ponsel itu, dan belum diabsen." in news


@pytest.mark.parametrize("which", ["never was", "left long ago"])
def test_a_stay_that_was_not_in_the_house_is_refused_and_not_named(client, house_staff, which):
    named("Hamzah")
    past = StayFactory(
        intake__person__name="Saparuddin",
        days_ago=30,
        ended_at=EVENING - datetime.timedelta(days=20),
    )
    foreign = 999_999 if which == "never was" else past.pk
    listed = client.get(KEPT).json()
    data = waiting(listed, house_staff)
    data |= {"shown": [*data["shown"], foreign], "absent": [foreign]}
    answer = send(client, data | {f"{foreign}-reason": "not_seen"})
    assert not answer["saved"]
    assert "tidak tinggal di RPTC" in str(answer["errors"])
    assert "Saparuddin" not in json.dumps(answer)
    assert not RollCall.objects.exists()
    assert not Absence.objects.exists()


def test_nobody_sends_the_roll_call_of_another(client, house_staff):
    named("Rendi")
    other = UserFactory(roles=[Role.CARETAKER])
    answer = send(client, waiting(client.get(KEPT).json(), other))
    assert answer["belongs_to_another"]
    assert not RollCall.objects.exists()


def test_a_browser_that_is_no_registered_phone_says_nothing_of_the_past(client, login):
    staff = login(Role.CARETAKER)
    named("Rendi")
    form = client.get(URL).context["form"]
    listed = {"half_day": form["half_day"].value(), "version": 0, "lines": []}
    yesterday = EVENING - datetime.timedelta(days=1)
    client.post(URL, waiting(listed, staff, at=yesterday), headers=SCRIPT)
    assert not RollCall.objects.filter(on=yesterday.date()).exists()


def test_a_locked_screen_still_sends_what_waits(client, house_staff):
    named("Rendi")
    data = waiting(client.get(KEPT).json(), house_staff)
    client.get(reverse("menu"))
    client.post(reverse("cases:screen_lock"))
    assert client.get(KEPT, headers=SCRIPT).status_code == 423
    assert send(client, data)["saved"]
