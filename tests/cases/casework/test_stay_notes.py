"""The part Catatan of a file: the newest on top, older versions beside, and who looked."""

import datetime

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.casework.notes.models import NoteLevel
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f

pytestmark = pytest.mark.django_db
SECRET = "Ia bercerita tentang malam itu"


def url(stay):
    return reverse("cases:stay_notes", args=[stay.pk])


@pytest.fixture
def worker(login):
    return login(Role.SOCIAL_WORKER)


def test_the_newest_stands_on_top_and_the_old_version_beside_the_new(client, worker):
    stay = f.StayFactory(days_ago=3)
    f.NoteFactory(stay=stay, on=days.today() - days.ONE_DAY * 2, words="Belum mau bicara.")
    wrong = f.NoteFactory(stay=stay, words="Ditelepon ibunya.", about="family")
    f.NoteFactory(
        stay=stay, words="Ditelepon bibinya.", about="family", corrects=wrong, why="Salah orang."
    )
    shown = client.get(url(stay))
    body = shown.content.decode()
    order = ["Ditelepon bibinya.", "Salah orang.", "Ditelepon ibunya.", "Belum mau bicara."]
    assert sorted(order, key=body.index) == order
    assertContains(shown, "Versi sebelumnya (1)")
    assert shown.context["page_obj"].paginator.count == 2


def test_who_may_not_read_the_words_reads_one_line(client, worker):
    author = f.UserFactory(full_name="Rahmawati Basir")
    on = datetime.date(2026, 11, 21)
    stay = f.StayFactory(began_at=days.at(on, datetime.time(8)))
    secret = {"level": "professional", "about": "trauma_treated", "words": SECRET}
    f.NoteFactory(stay=stay, recorded_by=author, on=on, **secret)
    shown = client.get(url(stay))
    assertContains(shown, "Catatan profesional, Sab, 21/11")
    assertContains(shown, "Rahmawati Basir")
    assertNotContains(shown, SECRET)
    assertNotContains(shown, "Trauma")
    assertNotContains(shown, "Perbaiki")


def test_of_a_note_to_the_head_others_see_nothing_at_all(client, worker):
    stay = f.StayFactory(social_worker=worker)
    f.NoteFactory(stay=stay, level="head", words=SECRET)
    shown = client.get(url(stay))
    assertContains(shown, "Belum ada catatan.")
    assert shown.context["page_obj"].paginator.count == 0
    f.NoteFactory(stay=stay)
    assertContains(client.get(url(stay)), "Menampilkan 1 sampai 1 dari 1.")


def test_reading_secret_words_is_one_line_of_the_log_that_says_which(client, worker):
    stay = f.StayFactory(social_worker=worker)
    f.NoteFactory(stay=stay)
    client.get(url(stay))
    secret = f.NoteFactory(stay=stay, level="professional")
    f.NoteFactory(level="professional", stay=f.StayFactory(social_worker=worker))
    client.get(url(stay))
    plain, told = Entry.objects.filter(verb="opened").order_by("pk")
    assert (plain.details["page"], plain.details["notes"]) == ("catatan", [])
    assert (told.details["page"], told.details["notes"]) == ("catatan profesional", [secret.pk])
    assert told.person_id == stay.person_id


def test_the_log_of_a_case_does_not_say_that_there_is_a_note_to_the_head(client, login):
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    stay = f.StayFactory(social_worker=worker)
    login(Role.HEAD)
    client.get(url(stay))
    lines = list(Entry.objects.values_list("verb", "details__page", "person_id"))
    note = f.NoteFactory(stay=stay, level="head")
    client.get(url(stay))
    shown = Entry.objects.order_by("-pk").first()
    assert (shown.verb, shown.details["page"], shown.person_id) == lines[0]
    assert shown.details["notes"] == [note.pk]


def test_a_part_of_the_file_that_house_staff_do_not_have(client, login):
    login(Role.CARETAKER)
    stay = f.StayFactory()
    assert client.get(url(stay)).status_code == 403
    assertNotContains(client.get(reverse("cases:stay_detail", args=[stay.pk])), url(stay))


def test_who_is_of_the_house_and_a_social_worker_reads_no_note_of_a_sealed_file(client, login):
    login(Role.CARETAKER, Role.SOCIAL_WORKER)
    note = f.NoteFactory(stay__intake__person__is_sealed=True)
    f.IntakeFactory(person=note.stay.person)
    assert client.get(url(note.stay)).status_code == 404
    timeline = reverse("cases:person_timeline", args=[note.stay.person_id])
    assert client.get(timeline).status_code == 404
    summary = client.get(reverse("cases:person_detail", args=[note.stay.person_id]))
    assertNotContains(summary, "Catatan: perkembangan", status_code=summary.status_code)


def test_25_a_page(client, worker):
    stay = f.StayFactory()
    f.NoteFactory.create_batch(26, stay=stay)
    shown = client.get(url(stay))
    assertContains(shown, "Menampilkan 1 sampai 25 dari 26.")
    assert len(client.get(url(stay) + "?page=2").context["page_obj"].object_list) == 1


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.HEAD])
def test_queries_do_not_grow(login, count_queries, role):
    user = login(role)
    stay = f.StayFactory(social_worker=user)

    def notes(times):
        for level in NoteLevel.values * times:
            old = f.NoteFactory(stay=stay, level=level, recorded_by=user)
            f.NoteFactory(stay=stay, level=level, recorded_by=user, corrects=old, why="Keliru.")

    notes(1)
    few = count_queries(url(stay))
    notes(4)
    assert count_queries(url(stay)) == few
    assert few <= 25


def test_the_timeline_tells_of_what_its_reader_may_read_and_of_the_version_that_stands(
    client, login
):
    worker, other = (f.UserFactory(roles=[Role.SOCIAL_WORKER]) for _ in range(2))
    stay = f.StayFactory(social_worker=worker)
    old = f.NoteFactory(stay=stay, about="talk", recorded_by=other)
    f.NoteFactory(stay=stay, about="family", corrects=old, why="Keliru.", recorded_by=other)
    f.NoteFactory(stay=stay, level="professional", about="trauma_offered", words=SECRET)
    f.NoteFactory(stay=stay, level="head", about="other", words=SECRET)
    pages = ["cases:person_timeline", "cases:person_detail"]
    for page in [reverse(name, args=[stay.person_id]) for name in pages]:
        login(other)
        shown = client.get(page)
        assertContains(shown, "Catatan: keluarga")
        assertContains(shown, f"Oleh {other}")
        for said in ("Catatan: percakapan", "Catatan: trauma", "Catatan: lainnya", SECRET):
            assertNotContains(shown, said)
        login(worker)
        assertContains(client.get(page), "Catatan: trauma: pendampingan ditawarkan")
    login(Role.HEAD)
    assertContains(client.get(reverse(pages[0], args=[stay.person_id])), "Catatan: lainnya")


def test_the_file_offers_to_write_one_also_of_a_stay_that_has_ended(client, worker):
    for stay in (f.StayFactory(), f.StayFactory(ended=True, days_ago=3)):
        shown = client.get(reverse("cases:person_detail", args=[stay.person_id]))
        assertContains(shown, reverse("cases:note_write", args=[stay.pk]))
