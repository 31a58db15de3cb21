"""Past roll calls to read, meals out of them, and the one count of who is in the house."""

import datetime

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.house.leaves.models import Leave
from cases.house.presence.house import HouseCount, count_house
from cases.house.presence.meals import MealDay, meals_of, sums_of
from rptc import days
from rptc.accounts.permissions import Role
from rptc.words import pukul, tanggal_pendek
from tests.factories import (
    AbsenceFactory,
    LeaveFactory,
    RollCallFactory,
    RollCallRowFactory,
    StayFactory,
)

pytestmark = pytest.mark.django_db

LIST, MEALS = reverse("cases:roll_call_list"), reverse("cases:meal_list")
DAY = datetime.date(2026, 11, 24)
MORNING, EVENING = datetime.time(6, 45), datetime.time(19, 10)


@pytest.fixture
def _noon(time_machine_at):
    time_machine_at(days.at(DAY, datetime.time(20)))


def called(day, clock, *stays, absent=(), out=()):
    call = RollCallFactory(taken_at=days.at(day, clock))
    for stay in stays:
        RollCallRowFactory(roll_call=call, stay=stay)
    for stay in absent:
        RollCallRowFactory(roll_call=call, stay=stay, status="absent", reason="not_seen")
    for stay in out:
        RollCallRowFactory(roll_call=call, stay=stay, status="out")
    return call


@pytest.mark.usefixtures("_noon")
def test_a_month_with_its_numbers(client, login):
    login(Role.HEAD)
    here, gone, out = StayFactory.create_batch(3, days_ago=3)
    call = called(DAY, MORNING, here, absent=[gone], out=[out])
    called(datetime.date(2026, 10, 31), EVENING)
    (row,) = client.get(LIST).context["page_obj"]
    assert (row.pk, row.present, row.absent, row.out) == (call.pk, 1, 1, 1)
    assert len(client.get(LIST, {"month": "2026-10"}).context["page_obj"]) == 1
    for strange in ("2026-13", "x", "9999-01", "0000-01"):
        assert client.get(LIST, {"month": strange}).status_code == 200


@pytest.mark.usefixtures("_noon")
def test_a_past_roll_call_is_only_read(client, login):
    login(Role.CARETAKER)
    here = StayFactory(days_ago=3, intake__person__name="Hamzah")
    past = StayFactory(
        days_ago=3, intake__person__name="Rosmini", ended_at=days.now() - days.ONE_HOUR
    )
    call = called(DAY, MORNING, here, past)
    page = client.get(reverse("cases:roll_call_detail", args=[call.pk]))
    assertContains(page, "Hamzah")
    assertNotContains(page, "Rosmini")
    assertContains(page, "1 orang tidak disebut di sini")
    assertNotContains(page, "Perbaiki absen")


@pytest.mark.usefixtures("_noon")
def test_who_is_missing_is_followed_from_the_roll_call(client, login):
    login(Role.CARETAKER)
    absence = AbsenceFactory()
    call = called(DAY, EVENING, absent=[absence.stay])
    page = client.get(reverse("cases:roll_call_detail", args=[call.pk]))
    assertContains(page, reverse("cases:absence_detail", args=[absence.pk]))
    assertContains(page, "Perbaiki absen")


def test_who_was_late_from_leave_is_marked_among_those_on_leave(client, login):
    login(Role.CARETAKER)
    late, out = LeaveFactory(late=True, reason="school"), LeaveFactory()
    back = LeaveFactory(back=True, reason="court")
    call = RollCallFactory(taken_at=days.now())
    for leave in (late, out, back):
        RollCallRowFactory(roll_call=call, stay=leave.stay, status="out")
    page = client.get(reverse("cases:roll_call_detail", args=[call.pk]))
    at = f"{tanggal_pendek(late.expected_at)}, {pukul(late.expected_at)}"
    assertContains(page, f"Sekolah, terlambat kembali, seharusnya {at}", count=1)
    assertContains(page, reverse("cases:leave_return", args=[late.pk]))
    assertContains(page, "terlambat kembali", count=1)
    assert (page.context["late"], page.context["call"].out) == (1, 3)
    Leave.objects.filter(pk=late.pk).update(returned_at=days.now(), returned_by=late.recorded_by)
    page = client.get(reverse("cases:roll_call_detail", args=[call.pk]))
    assertContains(page, "terlambat kembali", count=1)
    assertNotContains(page, reverse("cases:leave_return", args=[late.pk]))


def test_who_takes_the_roll_call_reads_who_is_late(client, login):
    login(Role.CARETAKER)
    late, _ = LeaveFactory(late=True), LeaveFactory()
    page = client.get(reverse("cases:roll_call_take"))
    at = f"{tanggal_pendek(late.expected_at)}, {pukul(late.expected_at)}"
    assert f"terlambat kembali, seharusnya {at}" in " ".join(page.text.split())
    assertContains(page, "terlambat kembali", count=1)


def test_portions_follow_from_who_was_present():
    # Day 7 and day 8 of a stay, counted from the day of entry.
    seven, eight, out = (
        StayFactory(began_at=days.at(DAY - datetime.timedelta(days=ago), datetime.time(23, 30)))
        for ago in (6, 7, 1)
    )
    called(DAY, MORNING, seven, eight, out=[out])
    called(DAY, EVENING, seven, absent=[eight], out=[out])
    tomorrow = DAY + days.ONE_DAY
    called(tomorrow, EVENING)
    meals = meals_of(DAY, tomorrow + 2 * days.ONE_DAY)
    assert meals == [
        MealDay(DAY, 2, 2, 1, beyond=2),
        MealDay(tomorrow, None, None, 0, beyond=0),
        MealDay(tomorrow + days.ONE_DAY, None, None, None, beyond=0),
    ]
    assert [day.total for day in meals] == [5, 0, None]
    sums = sums_of(meals)
    assert (sums.breakfast, sums.lunch, sums.dinner, sums.total) == (2, 2, 1, 5)
    assert (sums.beyond, sums.unknown) == (2, 2)


@pytest.mark.usefixtures("_noon")
def test_a_day_without_roll_call_is_not_zero(client, login):
    login(Role.CARETAKER)
    page = client.get(MEALS)
    assertContains(page, "belum diabsen")
    assert len(page.context["days"]) == 24
    assert page.context["sums"].unknown == 24
    assert len(client.get(MEALS, {"month": "2026-10"}).context["days"]) == 31


@pytest.mark.usefixtures("_noon")
def test_queries_do_not_grow(login, count_queries):
    login(Role.HEAD)
    stays = StayFactory.create_batch(2, days_ago=3)
    call = called(DAY, MORNING, *stays)
    urls = [LIST, MEALS, reverse("cases:roll_call_detail", args=[call.pk])]
    few = [count_queries(url) for url in urls]
    for stay in StayFactory.create_batch(5, days_ago=3):
        RollCallRowFactory(roll_call=call, stay=stay)
    called(DAY - days.ONE_DAY, MORNING, *stays)
    called(DAY - days.ONE_DAY, EVENING, *stays)
    assert [count_queries(url) for url in urls] == few


# The one count


def test_present_is_the_house_without_those_on_leave_and_the_missing():
    StayFactory.create_batch(2)
    StayFactory(ended=True, days_ago=2)
    LeaveFactory()
    LeaveFactory(back=True)
    AbsenceFactory()
    AbsenceFactory(ended=True)
    house = count_house()
    assert house == HouseCount(everyone=6, out=1, missing=1)
    assert house.present == 4


def test_on_leave_and_missing_is_counted_once():
    absence = AbsenceFactory()
    LeaveFactory(stay=absence.stay)
    assert count_house() == HouseCount(everyone=1, out=1, missing=0)


@pytest.mark.parametrize("name", ["cases:stay_list", "cases:bed_list"])
def test_the_boards_show_the_same_count_and_open_its_rows(client, login, name):
    login(Role.CARETAKER)
    StayFactory.create_batch(2)
    leave, absence = LeaveFactory(), AbsenceFactory()
    page = client.get(reverse(name))
    assertContains(page, "Hadir 2")
    assert page.context["full"].house == HouseCount(everyone=4, out=1, missing=1)
    for list_name, row in [("cases:leave_list", leave), ("cases:absence_list", absence)]:
        assertContains(page, reverse(list_name))
        assert [each.pk for each in client.get(reverse(list_name)).context["page_obj"]] == [row.pk]


def test_the_wall_counts_the_same(client, login, read_pdf):
    login(Role.CARETAKER)
    StayFactory()
    LeaveFactory()
    AbsenceFactory()
    text = read_pdf(client.get(reverse("cases:bed_print")))
    assert "Hadir 1; izin keluar 1, tidak terlihat 1" in " ".join(text.split())
