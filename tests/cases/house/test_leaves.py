"""Izin keluar: out for a while is not absence, and the clock runs on (docs/rules.md, Presence)."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.exits import actions as exits
from cases.house.evening.models import ImportantNumber
from cases.house.leaves import actions
from cases.house.leaves.models import Leave
from cases.house.presence.actions import last_seen_of
from cases.house.presence.house import count_house
from cases.house.presence.models import Absence
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.words import pukul, tanggal_pendek
from tests.factories import (
    AbsenceFactory,
    ExitFactory,
    LeaveFactory,
    LeftFactory,
    StayFactory,
    UnwelcomeFactory,
    UserFactory,
    VisitFactory,
    exit_kind,
)

pytestmark = pytest.mark.django_db

LIST = reverse("cases:leave_list")


@pytest.fixture
def house_staff(login):
    return login(Role.CARETAKER)


def url(stay):
    return reverse("cases:leave_start", args=[stay.pk])


def typed(moment):
    return moment.astimezone(days.WITA).strftime("%Y-%m-%dT%H:%M")


def posted(**more):
    now = days.now()
    return {
        "send_key": str(uuid.uuid4()),
        "reason": "court",
        "place": "PN Makassar",
        "escort": "Bripka Anwar",
        "left_at": typed(now - days.ONE_HOUR),
        "expected_at": typed(now + 3 * days.ONE_HOUR),
        "note": "",
    } | more


def shown(client, **query):
    return [leave.pk for leave in client.get(LIST, query).context["page_obj"]]


def test_out_and_back_in_one_tap(client, house_staff):
    stay = StayFactory(days_ago=1)
    assertRedirects(client.post(url(stay), posted()), LIST)
    leave = Leave.objects.get()
    assert (leave.stay, leave.place, leave.recorded_by) == (stay, "PN Makassar", house_staff)
    back = reverse("cases:leave_return", args=[leave.pk])
    assertContains(client.get(LIST), back)
    assertRedirects(client.post(back), LIST)
    leave.refresh_from_db()
    assert leave.returned_by == house_staff
    assertContains(client.post(back), "Kembalinya sudah dicatat.")


def test_back_at_another_hour(client, house_staff):
    leave = LeaveFactory()
    back = reverse("cases:leave_return", args=[leave.pk])
    early = typed(leave.left_at - days.ONE_HOUR)
    assertContains(client.post(back, {"returned_at": early}), "tidak mungkin sebelum keluar")
    ahead = typed(days.now() + days.ONE_HOUR)
    assertContains(client.post(back, {"returned_at": ahead}), "belum terjadi")
    assert leave in Leave.objects.open()
    client.post(back, {"returned_at": typed(days.now())})
    assert leave not in Leave.objects.open()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"place": ""}, "Tulis ke mana."),
        ({"reason": ""}, "Pilih keperluannya."),
        ({"expected_at": ""}, "Tulis kapan harus kembali."),
        ({"left_at": typed(days.now() + days.ONE_DAY)}, "Waktu keluar belum terjadi."),
        ({"left_at": typed(days.now() - 9 * days.ONE_DAY)}, "sebelum tiba di RPTC"),
        ({"expected_at": typed(days.now() - days.ONE_DAY)}, "Harus kembali sesudah keluar."),
    ],
)
def test_mistakes_are_said_and_nothing_is_saved(client, house_staff, wrong, said):
    response = client.post(url(StayFactory(days_ago=2)), posted(**wrong))
    assertContains(response, said)
    assertContains(response, "Bripka Anwar")
    assert not Leave.objects.exists()


def test_a_child_goes_with_somebody(client, house_staff):
    stay = StayFactory(child=True, days_ago=1)
    assertContains(client.post(url(stay), posted(escort="")), "Anak tidak pergi sendiri.")
    client.post(url(stay), posted())
    assert Leave.objects.get().stay == stay


def test_once_at_a_time(client, house_staff):
    leave = LeaveFactory()
    assertContains(client.get(url(leave.stay)), "Catat kembalinya dahulu")
    assertContains(client.post(url(leave.stay), posted()), "sedang izin keluar")
    assert Leave.objects.count() == 1


def test_the_same_form_twice_is_one_leave(client, house_staff):
    stay, twice = StayFactory(days_ago=1), posted()
    client.post(url(stay), twice)
    assertRedirects(client.post(url(stay), twice), LIST)
    assert Leave.objects.count() == 1


def test_the_late_ones_come_first_and_have_a_list_of_their_own(client, house_staff):
    out, late = LeaveFactory(), LeaveFactory(late=True)
    back = LeaveFactory(back=True)
    assert shown(client) == [late.pk, out.pk]
    assert shown(client, show="late") == [late.pk]
    assert shown(client, show="back") == [back.pk]
    assertContains(client.get(LIST), "Belum kembali")


def test_out_at_a_moment():
    leave = LeaveFactory()
    assert Leave.objects.out_at(days.now()).get() == leave
    assert not Leave.objects.out_at(leave.left_at - days.ONE_HOUR).exists()
    back = LeaveFactory(back=True)
    assert back in Leave.objects.out_at(back.left_at)
    assert back not in Leave.objects.out_at(back.returned_at)


def test_whoever_was_missed_turns_out_to_be_on_leave(client, house_staff):
    absence = AbsenceFactory()
    client.post(url(absence.stay), posted(ends_search="on"))
    absence.refresh_from_db()
    assert absence.ended_how == "on_leave"


@pytest.mark.parametrize("hours", [0, 2])
def test_the_end_of_the_stay_closes_the_leave(client, login, hours):
    """Typed late, the exit lies before the leave: an empty leave remains."""
    leave = LeaveFactory()
    worker = login(Role.SOCIAL_WORKER)
    leaving = ExitFactory.build(stay=leave.stay, kind=exit_kind("melarikan-diri"))
    exits.end_stay(leaving, left_at=days.now() - hours * days.ONE_HOUR, by=worker)
    leave.refresh_from_db()
    assert leave.ended_with_stay
    assert leave.returned_at == max(leave.stay.exits.get().left_at, leave.left_at)
    assertContains(client.get(LIST, {"show": "back"}), "Tidak kembali")


def test_the_clock_runs_on():
    leave = LeaveFactory()
    assert leave.stay.day() == 2


def test_the_file_of_the_stay_shows_it(client, house_staff):
    leave = LeaveFactory()
    page = client.get(reverse("cases:stay_detail", args=[leave.stay_id]))
    assertContains(page, "RSUD Daya")
    assertContains(page, reverse("cases:leave_return", args=[leave.pk]))
    assertNotContains(page, url(leave.stay))


def test_who_is_out_of_reach(client, login):
    login(Role.SOCIAL_WORKER)
    sealed = LeaveFactory(stay__intake__person__is_sealed=True)
    assert shown(client) == []
    assert client.get(url(sealed.stay)).status_code == 404
    assert client.post(reverse("cases:leave_return", args=[sealed.pk])).status_code == 404


def test_whoever_left_gets_no_leave(client, house_staff):
    gone = StayFactory(ended=True, days_ago=2)
    assert client.get(url(gone)).status_code == 404
    with pytest.raises(ValidationError, match="sudah berakhir"):
        actions.start_leave(LeaveFactory.build(stay=gone), by=house_staff)


def test_query_count_does_not_grow(house_staff, count_queries):
    LeaveFactory()
    few = count_queries(LIST)
    LeaveFactory.create_batch(6)
    assert count_queries(LIST) == few


# What the database refuses, whoever asks


def test_two_leaves_at_once_are_refused():
    leave = LeaveFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        LeaveFactory(stay=leave.stay)
    past = LeaveFactory(back=True)
    with pytest.raises(IntegrityError, match="do_not_overlap"), transaction.atomic():
        LeaveFactory(back=True, stay=past.stay)


@pytest.mark.parametrize(
    "wrong",
    [
        {"expected_at": days.now() - 5 * days.ONE_HOUR},
        {"back": True, "returned_at": days.now() - 5 * days.ONE_HOUR},
        {"returned_at": days.now()},
        {"ended_with_stay": True},
    ],
)
def test_a_leave_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        LeaveFactory(**wrong)


def test_a_leave_lies_within_its_stay():
    stay = StayFactory(days_ago=1)
    before = stay.began_at - days.ONE_HOUR
    with pytest.raises(IntegrityError, match="outside its stay"), transaction.atomic():
        LeaveFactory(stay=stay, left_at=before)
    leave = LeaveFactory(stay=stay)
    with pytest.raises(IntegrityError, match="outside its stay"), transaction.atomic():
        Leave.objects.filter(pk=leave.pk).update(left_at=before)
    with pytest.raises(IntegrityError, match="outside its stay"), transaction.atomic():
        LeaveFactory(stay=StayFactory(ended=True, days_ago=2), left_at=days.now())


def test_where_a_hospital_cared_for_somebody_is_told_after_the_stay_to_those_of_the_case(
    client, login
):
    keeper = UserFactory(roles=[Role.SOCIAL_WORKER])
    stay = LeftFactory(stay__social_worker=keeper, stay__days_ago=5, days_ago=1).stay
    cared = LeaveFactory(
        stay=stay,
        place="RSKD Jiwa",
        note="Kontrol jiwa",
        left_at=stay.began_at + days.ONE_HOUR,
        expected_at=stay.began_at + 3 * days.ONE_HOUR,
        returned_at=stay.began_at + 2 * days.ONE_HOUR,
        returned_by=keeper,
    )
    pages = [
        f"{LIST}?show=back",
        reverse("cases:person_timeline", args=[stay.person_id]),
        reverse("reports:record_history", args=["leave", cared.pk]),
    ]
    login(Role.SOCIAL_WORKER)
    for page in pages[:2]:
        assertContains(client.get(page), "tempat tertutup")
        assertNotContains(client.get(page), "Kontrol")
        assertNotContains(client.get(page), "RSKD")
    assert client.get(pages[2]).status_code == 404
    for reader in (keeper, login(Role.HEAD)):
        client.force_login(reader)
        for page in pages:
            assertContains(client.get(page), "RSKD Jiwa")


# Late, and not back


def missing(leave):
    return reverse("cases:leave_missing", args=[leave.pk])


def late_child(**leave):
    stay = StayFactory(child=True, days_ago=1)
    return LeaveFactory(stay=stay, late=True, escort="Guru kelas", **leave)


def told_missing(leave, **more):
    said = {"last_seen_at": typed(leave.left_at), "note": "Guru kelas: pulang pukul 12."}
    return {"send_key": str(uuid.uuid4())} | said | more


@pytest.mark.parametrize("role", [Role.CARETAKER, Role.SOCIAL_WORKER])
def test_who_asks_about_somebody_late_has_the_numbers_there(client, login, role):
    login(role)
    leave = late_child()
    ImportantNumber.objects.create(name="Polsek Panakkukang", number="0411 555 210")
    VisitFactory(stay=leave.stay, visitor="Rosdiana", relation="Bibi", phone="0812 5550 0102")
    VisitFactory(stay=leave.stay, visitor="Kaharuddin", phone="0812 5550 0103")
    UnwelcomeFactory(name="Kaharuddin", person=leave.stay.person)
    page = client.get(reverse("cases:leave_return", args=[leave.pk]))
    at = f"{tanggal_pendek(leave.expected_at)}, {pukul(leave.expected_at)}"
    assertContains(page, f"Terlambat kembali, seharusnya {at}.")
    assertContains(page, "Didampingi Guru kelas.")
    for number in ("0411555210", "081255500102"):
        assertContains(page, f'href="tel:{number}"', count=1)
    assertNotContains(page, "0103")
    assertContains(page, missing(leave))


def test_of_who_is_back_nobody_is_called(client, house_staff):
    leave = LeaveFactory(back=True)
    page = client.get(reverse("cases:leave_return", args=[leave.pk]))
    assertNotContains(page, "Telepon")
    assertNotContains(page, missing(leave))


def test_the_list_leads_to_the_numbers_of_who_is_late(client, house_staff):
    late_child()
    assertContains(client.get(LIST), "Tanyakan")


def test_who_did_not_come_back_is_searched_for(client, house_staff):
    leave = late_child()
    answer = client.post(missing(leave), told_missing(leave))
    absence = Absence.objects.get()
    assertRedirects(answer, reverse("cases:absence_detail", args=[absence.pk]))
    assert (absence.stay, absence.recorded_by, absence.is_open) == (leave.stay, house_staff, True)
    assert absence.reason_words == "Belum kembali dari kegiatan: Guru kelas: pulang pukul 12."
    assert absence.needs_police
    leave.refresh_from_db()
    assert leave.absence == absence
    assert leave.returned_by == house_staff
    assert leave not in Leave.objects.open()
    # Not seen, on every page that says where somebody is; and no longer on leave.
    assert count_house().missing == 1
    assert shown(client, show="late") == []
    assertContains(client.get(LIST, {"show": "back"}), "Tidak kembali")
    assertNotContains(client.get(LIST, {"show": "back"}), "kembali 0")
    assert {entry.verb for entry in Entry.objects.filter(person_id=leave.stay.person_id)} >= {
        "missed",
        "ended",
    }


def test_it_is_asked_since_when_and_what_is_known(client, house_staff):
    leave = late_child()
    page = client.get(missing(leave))
    assertContains(page, "Terakhir terlihat pada")
    seen = leave.left_at.replace(second=0, microsecond=0)
    early = told_missing(leave, last_seen_at=typed(leave.left_at - days.ONE_HOUR))
    assertContains(client.post(missing(leave), early), "Saat keluar ia masih terlihat.")
    ahead = told_missing(leave, last_seen_at=typed(days.now() + days.ONE_HOUR))
    assertContains(client.post(missing(leave), ahead), "belum terjadi")
    assert not Absence.objects.exists()
    client.post(missing(leave), told_missing(leave, note=""))
    assert Absence.objects.get().last_seen_at - seen < datetime.timedelta(minutes=1)


def test_sent_twice_is_one_search(client, house_staff):
    leave = late_child()
    twice = told_missing(leave)
    for _ in range(2):
        answer = client.post(missing(leave), twice)
        assertRedirects(answer, reverse("cases:absence_detail", args=[Absence.objects.get().pk]))


def test_who_is_back_or_has_left_is_not_searched_for(client, house_staff):
    back = LeaveFactory(back=True)
    assertContains(client.post(missing(back), told_missing(back)), "Kembalinya sudah dicatat.")
    assert not Absence.objects.exists()


def test_of_a_closed_file_it_is_not_told(client, login):
    login(Role.SOCIAL_WORKER)
    leave = LeaveFactory(stay__intake__person__is_sealed=True, late=True)
    assert client.get(missing(leave)).status_code == 404
    assert client.post(missing(leave), told_missing(leave)).status_code == 404


def test_where_they_were_let_out_to_stands_where_they_are_searched_for(client, house_staff):
    leave = late_child(reason="school", place="SD Inpres Tallo")
    page = client.post(missing(leave), told_missing(leave), follow=True)
    assertContains(page, "SD Inpres Tallo. Didampingi Guru kelas.")


def test_the_timeline_of_who_did_not_come_back_says_so(client, login):
    login(Role.SOCIAL_WORKER)
    leave = late_child()
    client.post(missing(leave), told_missing(leave))
    page = client.get(reverse("cases:person_timeline", args=[leave.stay.person_id]))
    assertContains(page, "Tidak kembali dari izin")
    assertNotContains(page, "Kembali dari izin")


def test_coming_back_later_is_seen_from_then_on(client, house_staff):
    """The end of the leave is no sight of them."""
    leave = late_child()
    client.post(missing(leave), told_missing(leave))
    assert last_seen_of([leave.stay])[leave.stay_id] == leave.stay.began_at


def test_only_a_leave_that_ended_leads_to_a_search():
    absence, leave, back = AbsenceFactory(), LeaveFactory(), LeaveFactory(back=True)
    rows = Leave.objects.filter(pk=leave.pk)
    with pytest.raises(IntegrityError, match="leave_return"), transaction.atomic():
        rows.update(absence=absence)
    rows = Leave.objects.filter(pk=back.pk)
    with pytest.raises(IntegrityError, match="ended_in_one_way"), transaction.atomic():
        rows.update(absence=absence, ended_with_stay=True)


def test_no_leave_ends_a_search_without_being_told_to(client, house_staff):
    absence = AbsenceFactory()
    stay = absence.stay
    page = client.get(url(stay))
    assertContains(page, "Izin ini mengakhiri pencarian.")
    # When they went out is not now: nobody has seen them.
    assert page.context["form"]["left_at"].value() is None
    left_at = typed(days.now())
    page = client.post(url(stay), posted(left_at=left_at))
    assertContains(page, "Klien ini sedang dicari. Centang hanya bila sudah jelas di mana")
    taken = reverse("cases:hospital_taken", args=[stay.pk])
    said = {
        "send_key": str(uuid.uuid4()),
        "place": "Puskesmas",
        "left_at": left_at,
        "escort": "Ani",
    }
    assertContains(client.get(taken), "Catatan ini mengakhiri pencarian.")
    assertContains(client.post(taken, said), "Klien ini sedang dicari.")
    assert list(Absence.objects.open()) == [absence]
    assert not Leave.objects.exists()
    client.post(url(stay), posted(left_at=left_at, ends_search="on"))
    assert Leave.objects.get().stay == stay
    assert not Absence.objects.open().exists()


def test_of_who_is_not_searched_for_nothing_is_asked(client, house_staff):
    page = client.get(url(StayFactory(days_ago=1)))
    assertNotContains(page, "pencarian")
