import uuid
from datetime import time, timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.house.tasks.forms import next_noon
from cases.house.tasks.models import Task
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.words import inisial
from tests.factories import AbsenceFactory, StayFactory, TaskFactory, UserFactory, exit_kind

LIST, ADD = reverse("cases:task_list"), reverse("cases:task_add")


def done(task):
    return reverse("cases:task_done", args=[task.pk])


def cancel(task):
    return reverse("cases:task_cancel", args=[task.pk])


def posted(**changes):
    due = (days.now() + timedelta(hours=3)).astimezone(days.WITA)
    return {
        "send_key": str(uuid.uuid4()),
        "what": "Jemput obat",
        "owner": "",
        "due_at": f"{due:%Y-%m-%dT%H:%M}",
        **changes,
    }


def listed(client, show):
    return [task.pk for task in client.get(f"{LIST}?show={show}").context["page_obj"]]


def sealed_stay():
    return StayFactory(intake__person__is_sealed=True)


# -- Giving -------------------------------------------------------------------------------------


def test_a_task_for_the_shift_is_seen_by_whoever_is_on_duty(client, login):
    login(Role.SOCIAL_WORKER)
    assertRedirects(client.post(ADD, posted()), LIST)
    task = Task.objects.get()
    assert task.for_whom == "Piket yang bertugas"
    login(Role.CARETAKER)
    assert listed(client, "mine") == [task.pk]
    login(Role.OFFICE)
    assert listed(client, "mine") == []
    assert Entry.objects.filter(verb="gave", object_id=task.pk).exists()


def test_a_task_about_a_klien_stands_on_the_stay(client, login):
    login(Role.SOCIAL_WORKER)
    stay = StayFactory()
    detail = reverse("cases:stay_detail", args=[stay.pk])
    file = reverse("cases:person_detail", args=[stay.person_id])
    assertContains(client.get(file), f"{ADD}?stay={stay.pk}")
    assertRedirects(client.post(f"{ADD}?stay={stay.pk}", posted()), detail)
    assertContains(client.get(detail), "Jemput obat")
    assert Entry.objects.get(verb="gave").person_id == stay.person_id


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"what": ""}, "Wajib diisi."),
        ({"due_at": "2020-01-01T10:00"}, "Batas waktu harus sesudah sekarang."),
        ({"due_at": "besok"}, "Tulis tanggal dan jam seperti"),
        ({"owner": "999999"}, "Pilihan ini tidak ada. Pilih dari daftar."),
    ],
)
def test_mistakes_are_said_beside_their_fields(client, login, change, said):
    login(Role.CARETAKER)
    assertContains(client.post(ADD, posted(**change)), said)
    assert not Task.objects.exists()


def test_nobody_is_given_a_task_about_a_file_closed_to_them(client, login):
    """The task would name whoever must not be named."""
    login(Role.HEAD)
    worker, stay = UserFactory(roles=[Role.SOCIAL_WORKER]), sealed_stay()
    response = client.post(f"{ADD}?stay={stay.pk}", posted(owner=worker.pk))
    assertContains(response, "Petugas ini tidak boleh membuka berkas klien itu.")
    assert not Task.objects.exists()


@pytest.mark.parametrize("about", ["0", "x", "9" * 30])
def test_a_stay_that_is_none_is_not_found(client, login, about):
    login(Role.CARETAKER)
    assert client.get(f"{ADD}?stay={about}").status_code == 404


def test_about_a_stay_out_of_reach_is_not_found(client, login):
    stay = sealed_stay()
    login(Role.SOCIAL_WORKER)
    assert client.get(f"{ADD}?stay={stay.pk}").status_code == 404
    login(Role.OFFICE)
    assert client.get(f"{ADD}?stay={StayFactory().pk}").status_code == 404


def test_sent_twice_is_one_task(client, login):
    login(Role.CARETAKER)
    twice = posted()
    client.post(ADD, twice)
    client.post(ADD, twice)
    assert Task.objects.count() == 1
    assertContains(client.post(ADD, {**twice, "what": "Lain"}), "sudah terkirim dengan isi lain")


def test_before_noon_is_what_a_new_task_asks_for(today):
    at = days.at(today, time(9, 30))
    assert next_noon(at) == days.at(today, time(12))
    assert next_noon(days.at(today, time(11, 30))) == days.at(today + days.ONE_DAY, time(12))


# -- Who sees what ------------------------------------------------------------------------------


def test_tasks_of_others_are_out_of_reach(client, login):
    task = TaskFactory(owner=UserFactory())
    for role in (Role.CARETAKER, Role.SOCIAL_WORKER, Role.OFFICE):
        login(role)
        assert client.get(done(task)).status_code == 404
        assert client.get(cancel(task)).status_code == 404
    login(Role.HEAD)
    assert listed(client, "all") == [task.pk]


def test_a_shift_task_about_a_sealed_file_is_out_of_reach(client, login):
    task = TaskFactory(stay=sealed_stay())
    login(Role.SOCIAL_WORKER)
    assert listed(client, "shift") == []
    assert client.get(done(task)).status_code == 404
    login(Role.CARETAKER)  # everybody in the house is in their care
    assert listed(client, "shift") == [task.pk]


def test_what_is_late_stands_on_top_and_has_a_list_of_its_own(client, login):
    user = login(Role.CARETAKER)
    later, late = TaskFactory(owner=user), TaskFactory(late=True)
    tomorrow = TaskFactory(due_at=days.now() + timedelta(days=1))
    assert listed(client, "mine") == [late.pk, later.pk, tomorrow.pk]
    assert listed(client, "late") == [late.pk]
    assertContains(client.get(LIST), "Lewat waktu")


def test_due_today_ends_with_the_day(client, login, today, time_machine_at):
    user = UserFactory(roles=[Role.CARETAKER])
    last = TaskFactory(owner=user, due_at=days.at(today + days.ONE_DAY, time(23, 59)))
    TaskFactory(owner=user, due_at=days.starts_at(today + 2 * days.ONE_DAY))
    time_machine_at(days.at(today + days.ONE_DAY, time(8)))
    login(user)
    assert listed(client, "today") == [last.pk]
    assert listed(client, "late") == []


def test_query_count_does_not_grow(login, count_queries):
    user = login(Role.CARETAKER)
    TaskFactory(owner=user, stay=StayFactory())
    few = count_queries(LIST)
    for _ in range(5):
        TaskFactory(stay=StayFactory(), owner=user)
    assert count_queries(LIST) == few


# -- Done, and taken back -----------------------------------------------------------------------


def test_done_in_one_tap_with_a_few_words(client, login):
    user, task = login(Role.CARETAKER), TaskFactory()
    assertRedirects(client.post(done(task), {"proof": "Diambil Ibu Sitti."}), LIST)
    task.refresh_from_db()
    assert (task.done_by, task.proof) == (user, "Diambil Ibu Sitti.")
    assertContains(client.get(f"{LIST}?show=done"), "Diambil Ibu Sitti.")
    assertNotContains(client.get(LIST), task.what)


def test_a_tick_alone_does_not_close_it(client, login):
    login(Role.CARETAKER)
    task = TaskFactory()
    response = client.post(done(task), {"proof": " "})
    assertContains(response, "Tulis bagaimana tugas ini diselesaikan.")
    task.refresh_from_db()
    assert task.is_open


def test_the_second_of_two_reads_who_was_quicker(client, login):
    task = TaskFactory(done=True)
    login(Role.CARETAKER)
    response = client.post(done(task), {"proof": "Saya juga."})
    assertContains(response, f"sudah diselesaikan {task.done_by}: Obat diambil di puskesmas.")


def test_who_gave_it_to_another_does_not_finish_it_but_takes_it_back(client, login):
    user = login(Role.SOCIAL_WORKER)
    task = TaskFactory(owner=UserFactory(roles=[Role.OFFICE]), recorded_by=user)
    assertContains(client.post(done(task), {"proof": "Sudah."}), "Tugas ini diselesaikan oleh")
    assertContains(client.post(cancel(task), {"reason": ""}), "Tulis mengapa")
    assertRedirects(client.post(cancel(task), {"reason": "Tidak perlu lagi."}), LIST)
    task.refresh_from_db()
    assert task.cancel_reason == "Tidak perlu lagi."
    assertContains(client.post(cancel(task), {"reason": "Lagi"}), "sudah dibatalkan")


def test_whom_it_was_given_to_does_not_take_it_back(client, login):
    user = login(Role.OFFICE)
    task = TaskFactory(owner=user)
    assertContains(client.post(cancel(task), {"reason": "Malas."}), "Tugas ini dibatalkan oleh")


# -- What the database refuses ------------------------------------------------------------------


def refused(by=IntegrityError, **changes):
    with pytest.raises(by), transaction.atomic():
        TaskFactory(**changes)


@pytest.mark.django_db
def test_task_is_due_after_it_was_given():
    at = days.now()
    refused(recorded_at=at, due_at=at)


@pytest.mark.django_db
def test_task_done_says_by_whom_and_how():
    refused(done=True, proof="")
    refused(done=True, done_by=None)


@pytest.mark.django_db
def test_task_cancelled_says_by_whom_and_why():
    refused(cancelled=True, cancel_reason="")
    refused(cancelled=True, cancelled_by=None)


@pytest.mark.django_db
def test_task_is_done_or_cancelled():
    refused(done=True, cancelled=True)


@pytest.mark.django_db
@pytest.mark.parametrize("closed", ["done", "cancelled"])
def test_closed_task_stays_as_it_is(closed):
    task = TaskFactory(**{closed: True})
    task.what = "Yang lain"
    with pytest.raises(InternalError), transaction.atomic():
        task.save()


# -- The klien has left -------------------------------------------------------------------------


def left(**more):
    person = {"intake__person__name": "Kenari Tompo", **more}
    return StayFactory(ended=True, days_ago=3, **person)


def test_a_task_about_who_has_left_stays_with_whoever_has_to_do_it(client, login):
    task, user = TaskFactory(stay=left()), login(Role.CARETAKER)
    own = TaskFactory(stay=left(), owner=user)
    TaskFactory(stay=left(), owner=UserFactory())
    assert listed(client, "left") == [task.pk, own.pk]
    assert listed(client, "mine") == [task.pk, own.pk]
    page = client.get(f"{LIST}?show=left")
    assertContains(page, "(sudah keluar)")
    # Known to the house by initials, and no way into the file.
    assertNotContains(page, "Kenari")
    assertContains(page, inisial("Kenari Tompo", task.stay.person.age_today))
    assertNotContains(page, reverse("cases:stay_detail", args=[task.stay_id]))
    figures = client.get("/").context["figures"]
    (figure,) = [each for each in figures if each.label == "Tugas, klien sudah keluar"]
    assert figure.number == client.get(figure.url).context["page_obj"].paginator.count == 2
    assertRedirects(client.post(done(own), {"proof": "Akta dikirim."}), LIST)


def test_one_tap_closes_it_and_says_why(client, login):
    task, stranger = TaskFactory(stay=left()), TaskFactory(stay=StayFactory())
    user = login(Role.CARETAKER)
    tap = {"reason": "Klien sudah keluar."}
    assertContains(client.get(f"{LIST}?show=left"), tap["reason"])
    assertRedirects(client.post(cancel(task), tap), LIST)
    task.refresh_from_db()
    assert (task.cancelled_by, task.cancel_reason) == (user, "Klien sudah keluar.")
    assert listed(client, "left") == []
    assertContains(client.post(cancel(task), tap), "sudah dibatalkan")
    # While the klien is here, only who gave it takes it back.
    assertContains(client.post(cancel(stranger), tap), "Tugas ini dibatalkan oleh")


def test_the_head_has_all_of_them(client, login):
    tasks = [TaskFactory(stay=left(), owner=UserFactory()), TaskFactory(stay=left())]
    sealed = TaskFactory(stay=left(intake__person__is_sealed=True))
    TaskFactory(stay=StayFactory())
    login(Role.HEAD)
    assert listed(client, "left") == [*(task.pk for task in tasks), sealed.pk]
    assertContains(client.get(f"{LIST}?show=left"), "Kenari Tompo")
    login(Role.CARETAKER)
    assert listed(client, "left") == [tasks[1].pk]
    assert client.get(done(sealed)).status_code == 404


def test_whoever_records_the_exit_is_told_of_open_tasks(client, login):
    user = login(Role.SOCIAL_WORKER)
    stay = StayFactory(days_ago=3, social_worker=user)
    TaskFactory(stay=stay)
    TaskFactory(stay=stay, done=True)
    at = days.now().astimezone(days.WITA)
    said = {"kind": exit_kind("mandiri").pk, "left_at": f"{at:%Y-%m-%dT%H:%M}"}
    said |= {"send_key": str(uuid.uuid4()), "address": "Jl. Dangko 4", "receiver": ""}
    page = client.post(reverse("cases:stay_end", args=[stay.pk]), said, follow=True)
    assertContains(page, "1 tugas tentang klien ini belum selesai.")


def test_a_closed_task_of_who_has_left_is_shown_for_a_day(client, login):
    now, before = days.now(), days.now() - timedelta(days=2)
    fresh = TaskFactory(stay=left(), cancelled=True)
    TaskFactory(
        stay=left(),
        cancelled=True,
        cancelled_at=now - timedelta(hours=25),
        recorded_at=before,
        due_at=now,
    )
    login(Role.CARETAKER)
    assert listed(client, "done") == [fresh.pk]


# -- Of a search --------------------------------------------------------------------------------

TODAY = reverse("reports:today")


def search(**absence):
    return AbsenceFactory(stay=StayFactory(child=True, days_ago=1), **absence)


def task_of(absence, **task):
    return TaskFactory(stay=absence.stay, absence=absence, **task)


def page_of(absence):
    return reverse("cases:absence_detail", args=[absence.pk])


def kinds(client):
    figures = client.get(TODAY).context["figures"]
    return {figure.waits.key: figure.number for figure in figures if "task" in figure.waits.key}


def test_a_task_given_in_a_search_stands_on_its_page_and_before_the_shift(client, login):
    login(Role.HEAD)
    absence = search()
    add = f"{ADD}?absence={absence.pk}"
    assertContains(client.get(add), page_of(absence))
    answer = client.post(add, posted(what="Cari di Terminal Daya"), follow=True)
    assertRedirects(answer, page_of(absence))
    assertContains(answer, "Cari di Terminal Daya")
    assertContains(answer, "Piket yang bertugas")
    task = Task.objects.get()
    assert task.absence == absence
    login(Role.CARETAKER)
    assert kinds(client) == {
        "tasks-of-search": 1, "tasks-late": 0, "tasks-today": 0, "tasks-of-who-left": 0,
    }  # fmt: skip
    today = client.get(TODAY)
    row = today.context["to_do"].rows[0]
    assert (row.text, row.url) == ("Cari di Terminal Daya", done(task))
    assert listed(client, "search") == listed(client, "mine") == [task.pk]


def test_it_is_on_the_first_page_also_when_its_hour_is_tomorrow(client, login):
    login(Role.CARETAKER)
    task_of(search(), due_at=days.now() + 2 * days.ONE_DAY)
    assert kinds(client)["tasks-of-search"] == 1


def test_who_does_what_is_read_by_all_who_search(client, login):
    owner, other = UserFactory(roles=[Role.SOCIAL_WORKER]), UserFactory(roles=[Role.CARETAKER])
    absence = search()
    mine = task_of(absence, what="Telepon bibinya", owner=owner)
    task_of(absence, what="Cari di pasar", done=True, done_by=other, proof="Tidak ada di pasar.")
    task_of(absence, what="Cari di masjid", cancelled=True)
    task_of(search(), what="Cari yang lain", owner=UserFactory())
    login(other)
    page = client.get(page_of(absence))
    assertContains(page, str(owner))
    for said in ("Telepon bibinya", "Tidak ada di pasar.", "Cari di masjid", "Dibatalkan"):
        assertContains(page, said)
    assertNotContains(page, "Cari yang lain")
    assertNotContains(page, done(mine))
    assert kinds(client)["tasks-of-search"] == 0
    login(owner)
    assertContains(client.get(page_of(absence)), done(mine))
    assert kinds(client)["tasks-of-search"] == 1
    answer = client.post(done(mine), {"proof": "Tidak di rumah bibinya."})
    assertRedirects(answer, page_of(absence))


def test_nobody_reads_the_tasks_of_a_search_that_is_closed_to_them(client, login):
    worker = login(Role.SOCIAL_WORKER)
    sealed = AbsenceFactory(stay=StayFactory(intake__person__is_sealed=True, days_ago=1))
    task = task_of(sealed)
    assert task not in Task.objects.visible_to(worker)
    assert client.get(page_of(sealed)).status_code == 404


def test_once_they_are_back_it_is_a_task_as_any_other(client, login):
    login(Role.CARETAKER)
    late = task_of(search(ended=True), late=True)
    assert (kinds(client)["tasks-of-search"], kinds(client)["tasks-late"]) == (0, 1)
    assert listed(client, "late") == [late.pk]


def test_the_page_of_a_search_asks_no_more_for_more_tasks(login, count_queries):
    login(Role.CARETAKER)
    absence = search()
    task_of(absence, owner=UserFactory(), done=True)
    few = count_queries(page_of(absence))
    for _ in range(5):
        task_of(absence, owner=UserFactory(), done=True)
        task_of(absence)
    task_of(absence, owner=UserFactory(), cancelled=True)
    assert count_queries(page_of(absence)) == few


@pytest.mark.parametrize("act", [done, cancel])
def test_whose_search_is_closed_to_them_goes_on_to_the_tasks(client, login, act):
    """House staff do what is left of it, once the klien has left."""
    absence = AbsenceFactory(stay__ended=True, stay__days_ago=3, ended=True)
    task = task_of(absence)
    login(Role.CARETAKER)
    said = {"proof": "Sudah ditanyakan.", "reason": "Klien sudah keluar."}
    assertRedirects(client.post(act(task), said), LIST)


@pytest.mark.django_db
def test_a_task_is_of_no_other_search():
    with pytest.raises(IntegrityError, match="about whom is searched"), transaction.atomic():
        TaskFactory(stay=StayFactory(days_ago=1), absence=search())
    with pytest.raises(IntegrityError, match="about whom is searched"), transaction.atomic():
        TaskFactory(absence=search())
