import uuid
from datetime import time, timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.house.shifts.hours import Shift, label, last_day_of, shift_at
from cases.house.shifts.models import ShiftNote
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests.factories import (
    AbsenceFactory,
    LeaveFactory,
    ShiftNoteFactory,
    StayFactory,
    UserFactory,
)

LIST, WRITE = reverse("cases:shift_note_list"), reverse("cases:shift_note_write")
TODAY = reverse("reports:today")


def acknowledge(note):
    return reverse("cases:shift_note_acknowledge", args=[note.pk])


def posted(**changes):
    return {
        "send_key": str(uuid.uuid4()),
        "shift": "night",
        "state_of_house": "Tenang.",
        "to_watch": "",
        "to_do": "Ukur suhu pukul 22.00.",
        "things": "Kunci gudang.",
        **changes,
    }


@pytest.mark.parametrize(
    ("clock", "shift", "days_back"),
    [
        (time(6, 59), Shift.NIGHT, 1),
        (time(7), Shift.MORNING, 0),
        (time(13, 59), Shift.MORNING, 0),
        (time(14), Shift.AFTERNOON, 0),
        (time(21), Shift.NIGHT, 0),
        (time(0), Shift.NIGHT, 1),
    ],
)
def test_each_moment_is_in_one_shift_and_the_night_belongs_to_its_evening(
    today, clock, shift, days_back
):
    assert shift_at(days.at(today, clock)) == (today - days_back * days.ONE_DAY, shift)


def test_the_hours_are_said_with_the_name():
    assert label(Shift.NIGHT) == "Malam (21.00 sampai 07.00)"


def test_a_shift_that_has_not_begun_is_yesterdays(today, yesterday):
    at = days.at(today, time(15))
    assert last_day_of(Shift.NIGHT, at) == yesterday
    assert last_day_of(Shift.MORNING, at) == today


@pytest.mark.django_db
def test_who_is_out_and_who_is_missed_are_counted():
    LeaveFactory()
    AbsenceFactory()
    note = ShiftNote()
    note.count_house()
    assert (note.number_in_house, note.number_out, note.number_absent) == (2, 1, 1)


def test_the_numbers_are_kept_as_they_were(client, login):
    user = login(Role.CARETAKER)
    StayFactory(days_ago=9)
    stay = StayFactory()
    assertContains(client.get(WRITE), "Lewat batas <strong>1</strong>")
    assertRedirects(client.post(WRITE, posted(watched=[stay.pk])), LIST)
    StayFactory()
    note = ShiftNote.objects.get()
    assert (note.number_in_house, note.number_late, note.recorded_by) == (2, 1, user)
    page = client.get(LIST)
    assertContains(page, "Masa pembinaan <strong>2</strong>")
    assertContains(page, stay.person.name)
    assert Entry.objects.filter(verb="wrote", object_id=note.pk).exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"state_of_house": ""}, "Tulis keadaan rumah, walau tenang."),
        ({"shift": ""}, "Pilih salah satu."),
        ({"watched": ["999999"]}, "Ada klien yang sudah tidak di RPTC. Pilih lagi."),
    ],
)
def test_mistakes_are_said_beside_their_fields(client, login, change, said):
    login(Role.CARETAKER)
    StayFactory()
    assertContains(client.post(WRITE, posted(**change)), said)
    assert not ShiftNote.objects.exists()


def test_sent_twice_is_one_note(client, login):
    login(Role.CARETAKER)
    twice = posted()
    client.post(WRITE, twice)
    client.post(WRITE, twice)
    assert ShiftNote.objects.count() == 1


def test_a_second_note_of_one_shift_by_one_person_says_that_it_means_to_be_one(client, login):
    login(Role.CARETAKER)
    client.post(WRITE, posted())
    note = ShiftNote.objects.get()
    page = client.get(WRITE)
    assertContains(page, f"{note} sudah Anda tulis")
    assertContains(page, f"{LIST}#piket-{note.pk}")
    assertContains(client.post(WRITE, posted()), f"{note} sudah Anda tulis. Buka di atas.")
    assert ShiftNote.objects.count() == 1
    client.post(WRITE, posted(is_more="on"))
    assert ShiftNote.objects.count() == 2
    login(Role.CARETAKER)
    assertNotContains(client.get(WRITE), "sudah Anda tulis")
    client.post(WRITE, posted())
    assert ShiftNote.objects.count() == 3


def test_it_stands_on_hari_ini_until_somebody_else_has_read_it(client, login):
    note = ShiftNoteFactory(state_of_house="KENARI")
    reader = login(Role.CARETAKER)
    assertContains(client.get(TODAY), "KENARI")
    assertRedirects(client.post(acknowledge(note), {"next": TODAY}), TODAY)
    assertNotContains(client.get(TODAY), "KENARI")
    note.refresh_from_db()
    assert note.acknowledged_by == reader
    login(Role.CARETAKER)
    assertContains(client.post(acknowledge(note), follow=True), f"Sudah dibaca {reader}")


def test_who_wrote_it_cannot_take_it_over(client, login):
    user = login(Role.CARETAKER)
    note = ShiftNoteFactory(recorded_by=user, state_of_house="KENARI")
    assertNotContains(client.get(TODAY), "KENARI")
    assertNotContains(client.get(LIST), "Sudah saya baca")
    response = client.post(acknowledge(note), follow=True)
    assertContains(response, "Yang menulis tidak dapat menerima sendiri.")
    note.refresh_from_db()
    assert note.is_unread


def test_the_button_never_leads_outside(client, login):
    login(Role.CARETAKER)
    note = ShiftNoteFactory()
    response = client.post(acknowledge(note), {"next": "https://jahat.example/"})
    assertRedirects(response, LIST)


def test_what_nobody_has_read_stands_on_top(client, login):
    login(Role.HEAD)
    read = ShiftNoteFactory(read=True)
    unread = ShiftNoteFactory(recorded_at=days.now() - timedelta(days=2))
    assert [note.pk for note in client.get(LIST).context["page_obj"]] == [unread.pk, read.pk]
    assertNotContains(client.get(LIST), "Sudah saya baca")


def test_a_sealed_file_is_not_named_to_other_social_workers(client, login):
    stay = StayFactory(intake__person__is_sealed=True, intake__person__name="KENARI")
    ShiftNoteFactory().watched.add(stay)
    login(Role.SOCIAL_WORKER)
    assertNotContains(client.get(LIST), "KENARI")
    login(Role.CARETAKER)
    assertContains(client.get(LIST), "KENARI")


def test_query_count_does_not_grow(login, count_queries):
    login(Role.CARETAKER)
    ShiftNoteFactory().watched.add(StayFactory())
    few = count_queries(LIST)
    for _ in range(3):
        ShiftNoteFactory().watched.add(StayFactory(), StayFactory())
    assert count_queries(LIST) == few


@pytest.mark.django_db
def test_shift_note_is_read_by_another():
    user = UserFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        ShiftNoteFactory(read=True, recorded_by=user, acknowledged_by=user)


@pytest.mark.django_db
def test_shift_note_read_says_by_whom():
    with pytest.raises(IntegrityError), transaction.atomic():
        ShiftNoteFactory(read=True, acknowledged_by=None)


@pytest.mark.django_db
def test_shift_note_is_not_rewritten():
    note = ShiftNoteFactory()
    note.number_in_house = 60
    with pytest.raises(InternalError), transaction.atomic():
        note.save()


@pytest.mark.django_db
def test_shift_note_read_stays_as_it_is():
    note = ShiftNoteFactory(read=True)
    note.acknowledged_by = UserFactory()
    with pytest.raises(InternalError), transaction.atomic():
        note.save()


def test_a_social_worker_writes_into_it_too(client, login):
    user = login(Role.SOCIAL_WORKER)
    assert client.post(reverse("cases:shift_note_write"), posted()).status_code == 302
    assert ShiftNote.objects.get().recorded_by == user
