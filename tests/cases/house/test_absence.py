"""Whoever was not seen: a clock, acts, and never an end of the stay by itself (R24)."""

import datetime
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.arrivals import actions as arrivals
from cases.exits import actions as exits
from cases.house.evening.models import ImportantNumber
from cases.house.presence.models import AbsenceAct
from cases.house.tasks.models import Task
from rptc import days
from rptc.accounts.permissions import Role
from rptc.words import pukul, tanggal, tanggal_pendek
from tests.factories import (
    AbsenceActFactory,
    AbsenceFactory,
    ExitFactory,
    FlagFactory,
    IntakeFactory,
    PersonFactory,
    StayFactory,
    UnwelcomeFactory,
    UserFactory,
    VisitFactory,
    exit_kind,
)

pytestmark = pytest.mark.django_db

URL = reverse("cases:absence_list")
POLICE = "Polisi belum diberi tahu"


@pytest.fixture
def house_staff(login):
    return login(Role.CARETAKER)


def page_of(absence):
    return reverse("cases:absence_detail", args=[absence.pk])


def act(absence, kind, note=""):
    data = {"send_key": str(uuid.uuid4()), "kind": kind, "note": note}
    return reverse("cases:absence_act", args=[absence.pk]), data


def shown(client, **query):
    page = client.get(URL, query).context["page_obj"]
    return [absence.pk for absence in page]


def child():
    return StayFactory(child=True, days_ago=1)


def test_the_first_act_is_due_within_the_hour():
    absence = AbsenceFactory()
    hour = absence.noticed_at + days.ONE_HOUR
    with days.told_at(hour - datetime.timedelta(seconds=1)):
        assert not absence.is_late
    with days.told_at(hour):
        assert absence.is_late
        AbsenceActFactory(absence=absence)
        assert not absence.is_late


def test_after_an_hour_without_any_act_it_is_late(client, house_staff):
    AbsenceFactory()
    assertNotContains(client.get(URL), "Lewat satu jam")
    AbsenceFactory(noticed_at=days.now() - days.ONE_HOUR)
    assertContains(client.get(URL), "Lewat satu jam")


def test_what_is_left_to_do_is_said(client, house_staff):
    absence = AbsenceFactory()
    assertContains(client.get(URL), "Belum: dicari di sekitar, keluarga diberi tahu.")
    AbsenceActFactory(absence=absence)
    assertContains(client.get(URL), "Belum: keluarga diberi tahu.")
    AbsenceActFactory(absence=absence, kind="family")
    assertContains(client.get(URL), "Berikutnya: cari terus, dan hubungi keluarga lagi.")


def told(absence, **said):
    """What the form of the police asks, and its address."""
    at = days.now().astimezone(days.WITA)
    data = {
        "send_key": str(uuid.uuid4()),
        "received_by": "Polsek Panakkukang, Bripka Andi",
        "told_at": f"{at:%Y-%m-%dT%H:%M}",
        "report_number": "belum ada",
        "note": "",
    }
    return reverse("cases:absence_police", args=[absence.pk]), data | said


def take_back_of(act):
    return reverse("cases:absence_act_take_back", args=[act.pk])


def test_a_child_without_police_told_is_red(client, house_staff):
    absence = AbsenceFactory(stay=child())
    AbsenceActFactory(absence=absence)
    assertContains(client.get(URL), POLICE)
    assertContains(client.get(page_of(absence)), "Beri tahu polisi sekarang")
    assertRedirects(client.post(*told(absence)), page_of(absence))
    assertNotContains(client.get(URL), POLICE)
    page = client.get(page_of(absence))
    assertNotContains(page, "Beri tahu polisi sekarang")
    assertContains(page, "Polsek Panakkukang, Bripka Andi")
    assertContains(page, "nomor laporan belum ada")


def test_to_tell_the_police_is_no_single_tap(client, house_staff):
    absence = AbsenceFactory(stay=child())
    url = reverse("cases:absence_act", args=[absence.pk])
    data = {"send_key": str(uuid.uuid4()), "kind": "police", "note": ""}
    assertContains(client.post(url, data), "Tulis dahulu kantor polisi mana")
    assert not AbsenceAct.objects.exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"received_by": ""}, "Tulis kantor polisi mana dan siapa yang menerima."),
        ({"told_at": ""}, "Tulis pukul berapa."),
        ({"told_at": "2999-01-01T00:00"}, "Waktu ini belum terjadi."),
        ({"told_at": "2026-01-01T00:00"}, "Saat itu klien masih terlihat."),
        ({"report_number": ""}, "Tulis nomornya, atau: belum ada."),
    ],
)
def test_of_the_police_it_is_asked_who_when_and_which_number(client, house_staff, said, sentence):
    absence = AbsenceFactory(stay=child())
    assertContains(client.post(*told(absence, **said)), sentence)
    assert absence.needs_police


def test_no_act_ends_the_search_and_the_next_one_is_said(client, house_staff):
    absence = AbsenceFactory(stay=child())
    for kind in ("searched", "family"):
        client.post(*act(absence, kind))
    client.post(*told(absence))
    absence.refresh_from_db()
    assert absence.is_open
    page = client.get(reverse("reports:today"))
    assertContains(page, "cari terus, dan tanyakan kabar kepada Polsek Panakkukang, Bripka Andi")
    assertContains(page, "Nomor laporan polisi belum ada.")
    assertContains(page, "Tidak terlihat")
    client.post(*told(absence, report_number="LP/B/412/XI/2026"))
    assertNotContains(client.get(reverse("reports:today")), "Nomor laporan polisi belum ada.")
    assertContains(client.get(page_of(absence)), "nomor laporan LP/B/412/XI/2026")


def test_what_was_written_by_mistake_is_taken_back_with_a_reason(client, house_staff):
    absence = AbsenceFactory(stay=child())
    client.post(*told(absence))
    done = absence.acts.get()
    back = take_back_of(done)
    assertContains(client.get(page_of(absence)), back)
    assertContains(client.post(back, {"reason": ""}), "Tulis alasannya.")
    assertRedirects(client.post(back, {"reason": "Salah klien."}), page_of(absence))
    assertContains(client.post(back, {"reason": "Lagi."}), "sudah dibatalkan")
    page = client.get(page_of(absence))
    for words in ("Dibatalkan: polisi diberi tahu", "Salah klien.", "Beri tahu polisi sekarang"):
        assertContains(page, words)
    assertContains(client.get(URL), POLICE)
    assert shown(client, show="untouched") == [absence.pk]


@pytest.mark.parametrize("sent", [told, lambda absence: act(absence, "searched")])
def test_what_was_taken_back_and_arrives_again_is_not_said_to_be_written(
    client, house_staff, sent
):
    """The form from before, sent once more by the browser: it is to be done still."""
    absence = AbsenceFactory(stay=child())
    address, data = sent(absence)
    client.post(address, data)
    client.post(take_back_of(absence.acts.get()), {"reason": "Salah klien."})
    client.get(page_of(absence))
    page = client.post(address, data, follow=True)
    assertNotContains(page, "dicatat.")
    assertContains(page, "sudah dibatalkan")
    assert absence.needs_police


def test_what_was_done_about_a_closed_file_is_out_of_reach(client, login):
    login(Role.SOCIAL_WORKER)
    done = AbsenceActFactory(absence__stay__intake__person__is_sealed=True)
    assert client.get(take_back_of(done)).status_code == 404
    assert client.post(*told(done.absence)).status_code == 404


def test_who_may_not_record_it_reads_who_does_and_the_number_of_the_police(client, login):
    absence = AbsenceFactory(stay=child())
    AbsenceActFactory(absence=absence)
    ImportantNumber.objects.all().delete()
    login(Role.HEAD)
    page = client.get(page_of(absence))
    assertContains(page, "Belum ditulis di Nomor penting")
    assertNotContains(page, "lalu catat di bawah")
    for role in (Role.CARETAKER, Role.SOCIAL_WORKER):
        assertContains(page, role.label)
    ImportantNumber.objects.create(name="Polsek Tamalanrea", number="0411 555 110")
    ImportantNumber.objects.create(name="Poliklinik", number="0411 555 111")
    page = client.get(page_of(absence))
    assertContains(page, 'href="tel:0411555110"')
    assertNotContains(page, "Poliklinik")


@pytest.mark.parametrize("role", [Role.HEAD, Role.CARETAKER, Role.SOCIAL_WORKER])
def test_whom_to_call_stands_on_the_page_with_a_task_to_give(client, login, role):
    worker = UserFactory(roles=[Role.SOCIAL_WORKER], phone="0812 5550 0101")
    stay = StayFactory(child=True, days_ago=1, social_worker=worker)
    for name, phone in [("Rosdiana", "0812 5550 0102"), ("Kaharuddin", "0812 5550 0103")]:
        VisitFactory(stay=stay, visitor=name, relation="Bibi", phone=phone)
    UnwelcomeFactory(name="Kaharuddin", person=stay.person)
    VisitFactory(visitor="Orang lain", phone="0812 5550 0104")
    ImportantNumber.objects.create(name="Pos piket RPTC", number="0411 555 220")
    ImportantNumber.objects.create(name="Polsek Panakkukang", number="0411 555 210")
    login(role)
    absence = AbsenceFactory(stay=stay)
    page = client.get(page_of(absence))
    for number in ("081255500101", "081255500102", "0411555220", "0411555210"):
        assertContains(page, f'href="tel:{number}"', count=1)
    assertContains(page, "Rosdiana (Bibi)")
    # Whoever must not be received is not asked where the child is.
    assertNotContains(page, "Kaharuddin")
    assertNotContains(page, "0104")
    assertContains(page, f"{reverse('cases:task_add')}?absence={absence.pk}")


def test_the_warnings_of_the_file_stand_where_somebody_is_searched_for(client, login):
    absence = AbsenceFactory(stay=StayFactory(child=True, days_ago=1))
    FlagFactory(person=absence.stay.person, kind="exploited", whom="Muh. Jamal")
    for role in (Role.HEAD, Role.CARETAKER, Role.SOCIAL_WORKER):
        login(role)
        assertContains(client.get(page_of(absence)), "Muh. Jamal")


def test_a_task_of_a_search_is_for_the_shift_within_the_hour_and_leads_back(client, login):
    login(Role.HEAD)
    absence = AbsenceFactory(stay=StayFactory(child=True, days_ago=1))
    add = f"{reverse('cases:task_add')}?absence={absence.pk}"
    form = client.get(add).context["form"]
    assert form.initial.get("owner") is None
    assert form.initial["due_at"] - days.now() <= days.ONE_HOUR
    due = form.initial["due_at"].astimezone(days.WITA)
    typed = {"send_key": str(uuid.uuid4()), "what": "Telepon bibinya", "owner": ""}
    answer = client.post(add, typed | {"due_at": f"{due:%Y-%m-%dT%H:%M}"})
    assertRedirects(answer, page_of(absence))
    assert Task.objects.get().stay == absence.stay
    ended = AbsenceFactory(stay=StayFactory(days_ago=1), ended=True)
    assert client.get(f"{reverse('cases:task_add')}?absence={ended.pk}").status_code == 404


def test_a_number_of_whoever_must_not_be_received_is_nobody_elses_number_either(client, login):
    """They would answer, whoever wrote it down the next time, and however it was spelled."""
    stay = StayFactory(child=True, days_ago=1)
    VisitFactory(stay=stay, visitor="Halimah", relation="Nenek", phone="0812 5550 0300")
    for number in range(3):
        VisitFactory(stay=stay, visitor="Kaharuddin", phone=f"0812 5550 020{number}")
    VisitFactory(stay=stay, visitor="Rosdiana", phone="+62 81255500201")
    UnwelcomeFactory(name="Kaharuddin", person=stay.person)
    login(Role.CARETAKER)
    page = client.get(page_of(AbsenceFactory(stay=stay)))
    assertNotContains(page, "Rosdiana")
    assertNotContains(page, "81255500201")
    assertContains(page, "Halimah (Nenek)")


def test_a_number_that_nobody_wrote_down_is_said(client, login):
    login(Role.HEAD)
    ImportantNumber.objects.all().delete()
    absence = AbsenceFactory(stay=StayFactory(child=True, days_ago=1, social_worker=None))
    page = client.get(page_of(absence))
    assertContains(page, "Belum ada untuk masa pembinaan ini")
    assertContains(page, "Belum ada nomor di kunjungan")
    assertContains(page, "Belum ditulis di Nomor penting", count=2)


def test_of_a_child_to_tell_the_police_is_the_first_thing_to_press(client, login):
    login(Role.SOCIAL_WORKER)
    absence = AbsenceFactory(stay=child())
    page = client.get(page_of(absence))
    police, _ = told(absence)
    assertContains(page, f'"btn btn-primary" href="{police}"')
    back = f'"btn btn-primary" href="{end_of(absence)}"'
    assertNotContains(page, back)
    client.post(*told(absence))
    page = client.get(page_of(absence))
    assertContains(page, f'"btn btn-outline-primary" href="{police}"')
    assertContains(page, back)


def test_an_act_is_one_tap_with_who_and_when(client, house_staff):
    absence = AbsenceFactory()
    url, data = act(absence, "searched")
    assertRedirects(client.post(url, data), page_of(absence))
    client.post(url, data)
    done = AbsenceAct.objects.get()
    assert (done.kind, done.recorded_by) == ("searched", house_staff)
    assertContains(client.get(page_of(absence)), "Dicari di sekitar lagi")


def test_another_act_says_what(client, house_staff):
    absence = AbsenceFactory()
    assertContains(client.post(*act(absence, "other")), "Tulis apa yang dilakukan.")
    assert not AbsenceAct.objects.exists()
    client.post(*act(absence, "other", "Bertanya kepada satpam."))
    assertContains(client.get(page_of(absence)), "Bertanya kepada satpam.")


def end_of(absence):
    return reverse("cases:absence_end", args=[absence.pk])


def back(at=None, **said):
    at = (at or days.now()).astimezone(days.WITA)
    typed = {"at": f"{at:%Y-%m-%dT%H:%M}", "brought_by": "alone", "found_place": "Terminal Daya"}
    return typed | said


BY_POLICE = {"brought_by": "police", "brought_by_name": "Polsek Panakkukang, Bripka Andi"}


def test_back_ends_the_absence_and_not_the_stay(client, house_staff):
    absence = AbsenceFactory()
    end = end_of(absence)
    assertContains(client.get(end), "Berada di mana selama itu")
    assertRedirects(client.post(end, back()), page_of(absence))
    absence.refresh_from_db()
    assert (absence.ended_how, absence.ended_by) == ("returned", house_staff)
    assert absence.stay.is_open
    assertContains(client.post(end, back()), "sudah tidak tercatat tidak hadir")
    assertContains(client.post(*act(absence, "searched")), "sudah tidak tercatat tidak hadir")


def test_coming_back_says_when_by_whom_and_whence(client, login):
    user = login(Role.SOCIAL_WORKER)
    absence = AbsenceFactory(noticed_at=days.now() - 9 * days.ONE_HOUR)
    at = (days.now() - 2 * days.ONE_HOUR).replace(second=0, microsecond=0)
    client.post(end_of(absence), back(at, **BY_POLICE))
    absence.refresh_from_db()
    assert (absence.ended_at, absence.ended_by) == (at, user)
    words = "Polisi, Polsek Panakkukang, Bripka Andi; berada di Terminal Daya"
    stay = reverse("cases:stay_detail", args=[absence.stay_id])
    file = reverse("cases:person_timeline", args=[absence.stay.person_id])
    for page in (page_of(absence), f"{URL}?show=ended", file):
        assertContains(client.get(page), words)
    seen = f"Terakhir terlihat {tanggal_pendek(at)}, {pukul(at)}."
    assertContains(client.get(stay), seen)
    missed = absence.last_seen_at
    assertContains(client.get(file), f"Terakhir terlihat {tanggal(missed)}, {pukul(missed)}.")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"at": ""}, "Tulis kapan kembali."),
        ({"at": "2999-01-01T00:00"}, "Waktu kembali belum terjadi."),
        ({"at": "2026-01-01T00:00"}, "Saat absen itu belum ada."),
        ({"brought_by": ""}, "Pilih siapa yang membawa."),
        ({"brought_by": "nobody"}, "Pilihan ini tidak ada."),
        ({"brought_by": "police"}, "Tulis kantor polisinya"),
        ({"brought_by": "family"}, "Tulis nama keluarga yang membawa."),
        ({"brought_by": "other"}, "Tulis siapa atau instansi mana."),
        ({"found_place": ""}, "Tulis di mana, atau: tidak diketahui."),
    ],
)
def test_what_is_not_said_is_asked_again(client, house_staff, said, sentence):
    absence = AbsenceFactory()
    assertContains(client.post(end_of(absence), back() | said), sentence)
    absence.refresh_from_db()
    assert absence.is_open


def test_who_never_left_was_brought_by_nobody(client, house_staff):
    absence = AbsenceFactory()
    client.post(end_of(absence), back(absence.last_seen_at, brought_by="in_house", found_place=""))
    absence.refresh_from_db()
    assert (absence.ended_at, absence.back_words) == (absence.noticed_at, "Ternyata tidak keluar")


def test_of_whom_a_roll_call_saw_again_it_is_asked_until_written(client, login):
    login(Role.CARETAKER)
    absence = AbsenceFactory(seen=True)
    old = AbsenceFactory(
        seen=True, stay=StayFactory(days_ago=3, ended_at=days.now() + days.ONE_HOUR)
    )
    assert shown(client, show="untold") == [absence.pk]
    assertContains(client.get(page_of(absence)), end_of(absence))
    later = back(days.now() + days.ONE_HOUR)
    with days.told_at(days.now() + 2 * days.ONE_HOUR):
        assertContains(client.post(end_of(absence), later), "Sudah terlihat lagi sebelum itu.")
    client.post(end_of(absence), back(absence.ended_at, **BY_POLICE))
    absence.refresh_from_db()
    assert (absence.ended_how, absence.brought_by) == ("returned", "police")
    assert shown(client, show="untold") == []
    assert client.get(end_of(old)).status_code == 404


def test_ran_away_only_leads_to_the_form_of_the_exit(client, house_staff):
    absence = AbsenceFactory()
    address = f"{reverse('cases:stay_end', args=[absence.stay_id])}?kind=melarikan-diri"
    assertContains(client.get(page_of(absence)), address)


def test_the_form_of_the_exit_begins_with_ran_away(client, house_staff):
    end = reverse("cases:stay_end", args=[AbsenceFactory().stay_id])
    form = client.get(f"{end}?kind=melarikan-diri").context["form"]
    assert form["kind"].value() == exit_kind("melarikan-diri").pk
    assert client.get(f"{end}?kind=x").context["form"]["kind"].value() is None


def test_the_file_of_the_person_tells_it_to_who_reads_the_timeline(client, login):
    url = reverse("cases:person_detail", args=[AbsenceFactory().stay.person_id])
    login(Role.SOCIAL_WORKER)
    assertContains(client.get(url), "Tidak terlihat saat absen")
    login(Role.CARETAKER)
    assertNotContains(client.get(url), "Tidak terlihat saat absen")


def test_the_end_of_the_stay_ends_the_absence():
    absence = AbsenceFactory()
    worker = UserFactory(roles=[Role.SOCIAL_WORKER])
    leaving = ExitFactory.build(stay=absence.stay, kind=exit_kind("melarikan-diri"))
    exits.end_stay(leaving, left_at=absence.last_seen_at + days.ONE_HOUR, by=worker)
    absence.refresh_from_db()
    assert (absence.ended_how, absence.ended_at) == ("with_stay", absence.noticed_at)


def test_caught_again_ends_the_absence():
    absence = AbsenceFactory()
    intake = IntakeFactory(person=absence.stay.person, by_patrol=True)
    arrivals.continue_stay(
        intake,
        at=days.now(),
        not_seen_since=absence.last_seen_at,
        by=UserFactory(roles=[Role.CARETAKER]),
        send_key=uuid.uuid4(),
    )
    absence.refresh_from_db()
    assert absence.ended_how == "returned"
    assert absence.back_words == f"TRC Saribattang; berada di {intake.where}"


def test_the_lists_are_what_their_numbers_say(client, login):
    login(Role.SOCIAL_WORKER)
    untouched, touched, back = AbsenceFactory(), AbsenceFactory(), AbsenceFactory(ended=True)
    AbsenceActFactory(absence=touched)
    assert shown(client) == [untouched.pk, touched.pk]
    assert shown(client, show="untouched") == [untouched.pk]
    assert shown(client, show="ended") == [back.pk]
    counts = client.get(URL).context["counts"]
    assert [number for number, _, _ in counts] == [2, 1, 0, 1]


def test_who_is_out_of_reach(client, login):
    login(Role.SOCIAL_WORKER)
    sealed = AbsenceFactory(stay__intake__person__is_sealed=True)
    assert shown(client) == []
    login(Role.CARETAKER)
    past = AbsenceFactory(
        ended=True, stay=StayFactory(days_ago=3, ended_at=days.now() + days.ONE_HOUR)
    )
    assert shown(client) == [sealed.pk]
    assert client.get(page_of(past)).status_code == 404
    assert client.post(*act(past, "searched")).status_code == 404
    assert client.post(end_of(past), back()).status_code == 404


def test_the_head_reads_and_does_not_act(client, login):
    login(Role.HEAD)
    absence = AbsenceFactory()
    page = client.get(page_of(absence))
    assertNotContains(page, "Sudah kembali")
    assert client.post(*act(absence, "searched")).status_code == 403
    assert client.get(end_of(absence)).status_code == 403


def test_query_count_does_not_grow(house_staff, count_queries):
    AbsenceActFactory()
    few = count_queries(URL)
    for _ in range(6):
        AbsenceActFactory()
    assert count_queries(URL) == few


# What the database refuses, whoever asks


def test_two_open_absences_of_one_are_refused():
    absence = AbsenceFactory()
    with pytest.raises(IntegrityError, match="one_open_absence"), transaction.atomic():
        AbsenceFactory(stay=absence.stay)


@pytest.mark.parametrize(
    "wrong",
    [
        {"noticed_at": days.now() - 30 * days.ONE_DAY},
        {"last_seen_at": days.now() + days.ONE_DAY},
        {"ended_at": days.now()},
        {"ended": True, "ended_at": days.now() - days.ONE_HOUR},
        {"brought_by": "police"},
        {"ended": True, "ended_how": "with_stay", "found_place": "Terminal Daya"},
    ],
)
def test_an_absence_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        AbsenceFactory(**wrong)


def test_nobody_is_missed_after_the_stay_has_ended():
    past = StayFactory(ended=True, days_ago=3)
    with pytest.raises(IntegrityError, match="outside its stay"), transaction.atomic():
        AbsenceFactory(stay=past, noticed_at=days.now() + days.ONE_HOUR)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "police"},
        {"received_by": "Polsek Panakkukang"},
        {"taken_back_at": days.now()},
        {"take_back_reason": "Salah."},
    ],
)
def test_an_act_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        AbsenceActFactory(**wrong)


def test_another_act_without_words_is_refused():
    with pytest.raises(IntegrityError, match="other_act_is_written"), transaction.atomic():
        AbsenceActFactory(kind="other")


@pytest.mark.parametrize(("kind", "years", "is_told"), [("about", 10, True), ("about", 40, False)])
def test_the_family_of_a_child_is_called_after_the_social_worker(
    client, login, kind, years, is_told
):
    """Said of every child: what is known of one alone would tell it."""
    login(Role.CARETAKER)
    person = PersonFactory(age_kind=kind, age_years=years, age_stated_on=days.today())
    absence = AbsenceFactory(stay=StayFactory(days_ago=1, intake__person=person))
    page = client.get(reverse("cases:absence_detail", args=[absence.pk])).content.decode()
    assert ("sesudah pekerja sosialnya ditanya" in page) == is_told
