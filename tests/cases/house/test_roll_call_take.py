"""Absen klien: one request for the whole house, twice a day (R23)."""

import datetime
import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.exits import actions as exits
from cases.house.presence import actions
from cases.house.presence.models import Absence, RollCall, RollCallRow
from cases.stays.models import Stay
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests.factories import (
    AbsenceFactory,
    BedUseFactory,
    ExitFactory,
    LeaveFactory,
    RollCallFactory,
    RollCallRowFactory,
    StayFactory,
    UserFactory,
    exit_kind,
)

pytestmark = pytest.mark.django_db

URL = reverse("cases:roll_call_take")
EVENING = days.at(datetime.date(2026, 11, 24), datetime.time(19, 30))


@pytest.fixture(autouse=True)
def _evening(time_machine_at):
    time_machine_at(EVENING)


@pytest.fixture
def house_staff(login):
    return login(Role.CARETAKER)


def named(name, **more):
    return StayFactory(intake__person__name=name, days_ago=2, **more)


def posted(client, absent=(), **more):
    """The page as it is shown now, with a tick and "tidak di tempat" for each of `absent`."""
    form = client.get(URL).context["form"]
    data = {
        "send_key": str(uuid.uuid4()),
        "shown_version": form["shown_version"].value(),
        "half_day": form["half_day"].value(),
        "shown": [line.stay.pk for line in form.lines],
        "absent": [stay.pk for stay in absent],
    }
    return data | {f"{stay.pk}-reason": "not_seen" for stay in absent} | more


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def statuses():
    rows = RollCallRow.objects.select_related("stay__person")
    return {row.stay.person.name: row.status for row in rows}


def test_everybody_is_present_but_those_who_are_ticked(client, house_staff):
    gone = named("Rendi")
    named("Hamzah")
    response = client.post(URL, posted(client, [gone]))
    call = RollCall.objects.get()
    assertRedirects(response, reverse("cases:roll_call_detail", args=[call.pk]))
    assert (call.on, call.part, call.taken_by) == (EVENING.date(), "evening", house_staff)
    assert statuses() == {"Rendi": "absent", "Hamzah": "present"}
    absence = Absence.objects.get()
    assert (absence.stay, absence.reason) == (gone, "not_seen")
    assert absence.last_seen_at == gone.began_at
    assert Entry.objects.filter(verb="missed", person_id=gone.person_id).exists()


def test_the_page_walks_through_the_house_room_by_room(client, house_staff):
    StayFactory()
    second = BedUseFactory(bed__room__order=2, bed__label="1")
    tenth = BedUseFactory(bed__room__order=1, bed__room__name="Mawar", bed__label="10")
    ninth = BedUseFactory(bed__room=tenth.bed.room, bed__label="9")
    lines = client.get(URL).context["rows"]
    assert [line.stay for line in lines[:3]] == [ninth.stay, tenth.stay, second.stay]
    assert lines[3].room == "Belum ada tempat tidur"


def test_whoever_is_absent_needs_a_reason_and_ticks_are_kept(client, house_staff):
    gone = named("Rendi")
    response = client.post(URL, posted(client, [gone]) | {f"{gone.pk}-reason": ""})
    assertContains(response, "Pilih alasannya.")
    assertContains(response, "Alasan belum lengkap: Rendi.")
    assertContains(response, f'id="tidak-{gone.pk}" checked')
    other = posted(client, [gone]) | {f"{gone.pk}-reason": "other"}
    assertContains(client.post(URL, other), "Tulis keterangannya.")
    strange = posted(client, [gone]) | {f"{gone.pk}-reason": "x"}
    assertContains(client.post(URL, strange), "Alasan ini tidak dikenal.")
    assert not RollCall.objects.exists()
    client.post(URL, other | {f"{gone.pk}-note": "Ikut tamu ke gerbang."})
    assert Absence.objects.get().note == "Ikut tamu ke gerbang."


def test_who_is_on_leave_is_out_by_itself(client, house_staff):
    leave = LeaveFactory(stay=named("Rendi"))
    assertContains(client.get(URL), "Izin keluar")
    response = client.post(URL, posted(client, [leave.stay]), follow=True)
    assert statuses() == {"Rendi": "out"}
    assert not Absence.objects.exists()
    assert "Rendi ternyata izin keluar" in said(response)


def test_the_same_half_day_again_corrects_it(client, house_staff, login):
    first = named("Rendi")
    named("Hamzah")
    client.post(URL, posted(client, [first]))
    other = login(Role.SOCIAL_WORKER)
    page = client.get(URL)
    assertContains(page, f"Sudah diambil {house_staff}")
    assertContains(page, f'id="tidak-{first.pk}" checked')
    client.post(URL, posted(client))
    call = RollCall.objects.get()
    assert (call.version, call.taken_by, call.recorded_by) == (2, house_staff, other)
    assert statuses() == {"Rendi": "present", "Hamzah": "present"}
    assert call.history.count() == 2
    assert Absence.objects.get().ended_how == "seen"
    page = client.get(reverse("cases:roll_call_detail", args=[call.pk]))
    assertContains(page, f"menjadi hadir, oleh {other}")
    (correction,) = page.context["corrections"]
    assert correction.row.stay == first


def test_the_morning_and_the_evening_are_two(client, house_staff, time_machine_at):
    StayFactory(days_ago=3)
    client.post(URL, posted(client))
    time_machine_at(EVENING + datetime.timedelta(hours=11))
    client.post(URL, posted(client))
    assert [(c.on.day, c.part) for c in RollCall.objects.order_by("taken_at")] == [
        (24, "evening"),
        (25, "morning"),
    ]


def test_the_morning_of_14_32_takes_nobody_who_arrived_after_it(
    client, house_staff, time_machine_at
):
    taken_at = days.at(datetime.date(2026, 11, 24), datetime.time(14, 32))
    time_machine_at(taken_at)
    rendi = named("Rendi")
    two_minutes = datetime.timedelta(minutes=2)
    client.post(URL, posted(client))
    time_machine_at(taken_at + datetime.timedelta(minutes=20))
    StayFactory(intake__person__name="Hamzah", began_at=taken_at + two_minutes)
    # Typed later, and there all the same.
    StayFactory(intake__person__name="Nurhayati", began_at=taken_at - two_minutes)
    page = client.get(URL)
    assertContains(page, "1 orang tiba sesudah itu")
    assertNotContains(page, "Hamzah")
    response = client.post(URL, posted(client, [rendi]), follow=True)
    assert statuses() == {"Rendi": "absent", "Nurhayati": "present"}
    assert "Hamzah" not in said(response)
    time_machine_at(taken_at + datetime.timedelta(hours=5))
    assertContains(client.get(URL), "Hamzah")


def test_a_half_day_that_passed_while_the_page_was_open_is_not_saved(
    client, house_staff, time_machine_at
):
    StayFactory(days_ago=3)
    data = posted(client)
    client.post(URL, data)
    time_machine_at(EVENING + datetime.timedelta(hours=11))
    with pytest.raises(actions.ValidationError, match="sudah lewat"):
        actions.take_roll_call(
            RollCall(on=EVENING.date(), part="evening"), [], shown_version=1, by=house_staff
        )


def test_a_page_of_the_evening_is_no_roll_call_of_the_morning(
    client, house_staff, time_machine_at
):
    """Who was in bed at night may be gone in the morning, and nobody would look."""
    gone = named("Rendi")
    data = posted(client, [gone])
    time_machine_at(EVENING + datetime.timedelta(hours=11))
    response = client.post(URL, data)
    assertContains(response, "waktunya sudah lewat")
    assert response.context["form"].lines[0].is_absent
    assert not RollCall.objects.exists()
    data["half_day"] = response.context["form"]["half_day"].value()
    client.post(URL, data)
    assert RollCall.objects.get().part == "morning"


def again(response, data):
    """The same ticks, sent from the page that answered."""
    form = response.context["form"]
    return data | {name: form[name].value() for name in ("half_day", "shown_version")}


def test_a_page_that_corrected_the_evening_can_be_saved_as_the_morning(
    client, house_staff, time_machine_at
):
    gone = named("Rendi")
    client.post(URL, posted(client))
    data = posted(client, [gone])
    time_machine_at(EVENING + datetime.timedelta(hours=11))
    response = client.post(URL, data)
    assertNotContains(response, "Yang tersimpan")
    client.post(URL, again(response, data))
    assert RollCall.objects.get(part="morning").version == 1
    assert Absence.objects.get().stay == gone


def test_a_page_of_the_evening_shows_the_morning_that_somebody_has_saved(
    client, house_staff, time_machine_at
):
    rendi, hamzah = named("Rendi"), named("Hamzah")
    client.post(URL, posted(client))
    mine = posted(client, [rendi])
    time_machine_at(EVENING + datetime.timedelta(hours=11))
    client.post(URL, posted(client, [hamzah]))
    response = client.post(URL, mine)
    assertContains(response, f'id="tidak-{rendi.pk}" checked')
    assertContains(response, "Yang tersimpan: Hadir.")
    assertContains(response, "Yang tersimpan: Tidak hadir, tidak di tempat.")
    client.post(URL, again(response, mine))
    assert RollCall.objects.get(part="morning").version == 2
    assert [absence.stay for absence in Absence.objects.open()] == [rendi]


def test_the_same_form_twice_is_one_roll_call(client, house_staff):
    gone = named("Rendi")
    data = posted(client, [gone])
    client.post(URL, data)
    client.post(URL, data)
    assert RollCall.objects.get().version == 1
    assert Absence.objects.count() == 1
    response = client.post(URL, data | {"absent": []})
    assertContains(response, "sudah terkirim dengan isi lain")


def test_two_at_once_the_second_sees_both_and_keeps_the_ticks(client, house_staff, login):
    rendi, hamzah = named("Rendi"), named("Hamzah")
    mine, theirs = posted(client, [rendi]), posted(client, [hamzah])
    client.post(URL, theirs)
    login(Role.SOCIAL_WORKER)
    response = client.post(URL, mine)
    assertContains(response, f"sudah disimpan {house_staff}")
    assertContains(response, f'id="tidak-{rendi.pk}" checked')
    assertContains(response, "Yang tersimpan: Hadir.")
    assertContains(response, "Yang tersimpan: Tidak hadir, tidak di tempat.")
    assert statuses() == {"Rendi": "present", "Hamzah": "absent"}
    again = mine | {"shown_version": response.context["form"]["shown_version"].value()}
    client.post(URL, again)
    assert statuses() == {"Rendi": "absent", "Hamzah": "present"}


def test_who_arrived_or_left_between_showing_and_saving_is_said(client, house_staff):
    gone = named("Rendi")
    named("Hamzah")
    data = posted(client, [gone])
    named("Nurhayati")
    leaving = ExitFactory.build(stay=gone, kind=exit_kind("melarikan-diri"))
    exits.end_stay(leaving, left_at=days.now(), by=UserFactory(roles=[Role.SOCIAL_WORKER]))
    response = client.post(URL, data, follow=True)
    assert statuses() == {"Hamzah": "present", "Nurhayati": "present"}
    assert not Absence.objects.exists()
    assert "Nurhayati tiba sementara absen diisi, dan dicatat hadir." in said(response)
    assert "Rendi sudah keluar sementara absen diisi, dan tidak diabsen." in said(response)


def test_a_made_up_number_names_nobody(client, house_staff):
    named("Hamzah")
    past = StayFactory(
        intake__person__name="Rahasia", days_ago=9, ended_at=days.now() - 2 * days.ONE_DAY
    )
    data = posted(client)
    data["shown"] = [*data["shown"], past.pk, "x", "9" * 30]
    response = client.post(URL, data, follow=True)
    assert "Rahasia" not in said(response)
    assert statuses() == {"Hamzah": "present"}


def test_who_was_missed_before_stays_ticked_until_seen(client, house_staff):
    absence = AbsenceFactory(stay=named("Rendi"), reason="refused")
    page = client.get(URL)
    assertContains(page, "Belum terlihat sejak absen lalu")
    (line,) = page.context["rows"]
    assert (line.is_absent, line.reason) == (True, "refused")
    client.post(URL, posted(client, [absence.stay]))
    assert Absence.objects.open().get() == absence
    client.post(URL, posted(client))
    absence.refresh_from_db()
    assert (absence.ended_how, absence.ended_by) == ("seen", house_staff)


def test_who_is_seen_again_is_asked_after(client, house_staff):
    AbsenceFactory(stay=named("Rendi"))
    response = client.post(URL, posted(client), follow=True)
    assert "Rendi terlihat lagi. Tulis kapan kembali dan siapa yang membawa." in said(response)


def test_correcting_another_line_misses_nobody_who_is_back(client, house_staff):
    gone, other = named("Rendi"), named("Hamzah")
    client.post(URL, posted(client, [gone]))
    back = {"at": f"{days.now().astimezone(days.WITA):%Y-%m-%dT%H:%M}", "brought_by": "in_house"}
    client.post(reverse("cases:absence_end", args=[Absence.objects.get().pk]), back)
    client.post(URL, posted(client, [gone, other]))
    assert [absence.stay for absence in Absence.objects.open()] == [other]


def test_last_seen_is_the_last_roll_call_or_coming_back(client, house_staff):
    stay = named("Rendi")
    before = RollCallFactory(taken_at=days.now() - 13 * days.ONE_HOUR)
    RollCallRowFactory(roll_call=before, stay=stay)
    assert actions.last_seen_of([stay]) == {stay.pk: before.taken_at}
    leave = LeaveFactory(stay=stay, back=True)
    assert actions.last_seen_of([stay]) == {stay.pk: leave.returned_at}
    with days.told_at(days.now() + days.ONE_HOUR):
        absence = AbsenceFactory(stay=stay, ended=True)
        assert actions.last_seen_of([stay]) == {stay.pk: absence.ended_at}


def sealed_stay(**more):
    return StayFactory(
        intake__person__name="Rahasia", intake__person__is_sealed=True, days_ago=1, **more
    )


def test_everybody_is_called_and_a_closed_file_by_bed_and_number_alone(client, login):
    sealed, hamzah = sealed_stay(), named("Hamzah")
    use = BedUseFactory(stay=sealed)
    out = LeaveFactory(stay=sealed_stay(), place="Klinik Rahasia")
    login(Role.SOCIAL_WORKER)
    page = client.get(URL)
    assertContains(page, f"Berkas tertutup {sealed.person.file_number}")
    assertContains(page, f"Nomor {use.bed.label}")
    assertNotContains(page, "Rahasia")
    assertNotContains(page, out.get_reason_display())
    # Hamzah's alone.
    assertContains(page, hamzah.person.told_apart, count=1)
    saved = client.post(URL, posted(client, [sealed]), follow=True)
    assertNotContains(saved, "Rahasia")
    call = RollCall.objects.with_numbers().get()
    assert (call.present, call.absent, call.out) == (1, 1, 1)
    assert RollCallRow.objects.get(stay=hamzah).status == "present"
    assert Absence.objects.get().stay == sealed
    login(Role.CARETAKER)
    assertContains(client.get(URL), "Rahasia")


def test_what_the_house_noted_of_a_closed_file_is_kept_and_not_read(client, login):
    sealed = sealed_stay()
    login(Role.CARETAKER)
    note = {f"{sealed.pk}-note": "Pergi menemui Baso."}
    client.post(URL, posted(client, [sealed], **note))
    login(Role.SOCIAL_WORKER)
    assertNotContains(client.get(URL), "Baso")
    client.post(URL, posted(client, [sealed], **{f"{sealed.pk}-note": ""}))
    row = RollCallRow.objects.get(stay=sealed)
    assert (row.status, row.note) == ("absent", "Pergi menemui Baso.")


def test_news_of_a_closed_file_names_nobody(client, login):
    here, leaves = named("Hamzah"), sealed_stay()
    login(Role.SOCIAL_WORKER)
    page = posted(client)
    comes = sealed_stay()
    Stay.objects.filter(pk=leaves.pk).update(ended_at=days.now())
    saved = client.post(URL, page, follow=True)
    assertNotContains(saved, "Rahasia")
    assertContains(saved, f"Berkas tertutup {comes.person.file_number} tiba sementara")
    assertContains(saved, f"Berkas tertutup {leaves.person.file_number} sudah keluar sementara")
    assert set(RollCallRow.objects.values_list("stay", flat=True)) == {here.pk, comes.pk}


@pytest.mark.parametrize("absent", [0, 5])
def test_saving_asks_no_more_for_a_hundred_than_for_ten(client, house_staff, absent):
    counted = []
    for more in (10, 90):
        house = StayFactory.create_batch(more, days_ago=2)
        RollCall.objects.all().delete()
        Absence.objects.all().delete()
        data = posted(client, house[: absent and more // 2])
        with CaptureQueriesContext(connection) as queries:
            assert client.post(URL, data).status_code == 302
        counted.append(len(queries))
    assert RollCallRow.objects.count() == 100
    assert counted[0] == counted[1]


def test_showing_asks_no_more_for_more_people(house_staff, count_queries):
    BedUseFactory()
    few = count_queries(URL)
    BedUseFactory.create_batch(8)
    LeaveFactory.create_batch(2)
    assert count_queries(URL) == few


def test_an_empty_house_says_so(client, house_staff):
    assertContains(client.get(URL), "Tidak ada klien di RPTC")


# What the database refuses, whoever asks


def test_a_second_roll_call_of_the_half_day_is_refused():
    RollCallFactory()
    with pytest.raises(IntegrityError, match="roll_call_is_taken_once"), transaction.atomic():
        RollCallFactory()


def test_a_roll_call_of_another_day_is_refused():
    with pytest.raises(IntegrityError, match="roll_call_is_of_the_day"), transaction.atomic():
        RollCallFactory(on=EVENING.date() - days.ONE_DAY)


@pytest.mark.parametrize(
    "row",
    [
        {"status": "absent"},
        {"status": "present", "reason": "refused"},
        {"status": "out", "note": "x"},
        {"status": "absent", "reason": "other"},
    ],
)
def test_a_row_that_does_not_fit_its_status_is_refused(row):
    with pytest.raises(IntegrityError), transaction.atomic():
        RollCallRowFactory(**row)


def test_two_rows_of_one_klien_are_refused():
    row = RollCallRowFactory()
    with pytest.raises(IntegrityError, match="one_row_a_stay"), transaction.atomic():
        RollCallRowFactory(roll_call=row.roll_call, stay=row.stay)
