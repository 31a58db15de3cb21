"""What is typed of a note is kept for its author alone, and gone with the note."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.casework.notes.actions import write_note
from cases.casework.notes.models import Note, NoteDraft
from rptc import days, keys
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests.factories import SealFactory, StayFactory

pytestmark = pytest.mark.django_db

WORDS = "Bercerita tentang ayahnya: 'jangan bilang siapa-siapa'."
SHOWN = "Bercerita tentang ayahnya"


@pytest.fixture
def worker(login):
    return login(Role.SOCIAL_WORKER)


@pytest.fixture
def stay(worker):
    return StayFactory(days_ago=3, social_worker=worker)


def page(stay, name="note_write"):
    return reverse(f"cases:{name}", args=[stay.pk])


def data(**more):
    return {
        "send_key": str(uuid.uuid4()),
        "level": "professional",
        "on": str(days.today() - days.ONE_DAY),
        "about": "talk",
        "words": WORDS,
    } | more


def keep(client, stay, **more):
    return client.post(page(stay, "note_draft_keep"), data(**more))


def test_what_was_typed_comes_back_after_another_login(client, login, worker, stay):
    assertContains(keep(client, stay), "Draf tersimpan")
    keep(client, stay, words=f"{WORDS} Lalu diam.")
    client.logout()
    login(worker)
    form = client.get(page(stay)).context["form"]
    assert form["words"].value() == f"{WORDS} Lalu diam."
    assert form["level"].value() == "professional"
    assert form["on"].value() == str(days.today() - days.ONE_DAY)
    assert NoteDraft.objects.count() == 1


def test_it_lies_under_the_key_and_in_no_log(client, stay):
    before = Entry.objects.count()
    keep(client, stay, level="team")
    draft = NoteDraft.objects.get()
    assert SHOWN not in draft.sealed
    assert SHOWN in keys.decrypt(draft.sealed)
    assert Entry.objects.count() == before


def test_nobody_else_reads_it(client, login, stay):
    keep(client, stay)
    for role in (Role.SOCIAL_WORKER, Role.HEAD):
        login(role)
        assertNotContains(client.get(page(stay)), SHOWN)
        client.post(page(stay, "note_draft_drop"))
        keep(client, stay, words="Lain.")
    assert NoteDraft.objects.count() == 3


def test_it_is_gone_when_the_note_is_saved_and_does_not_come_back(client, stay):
    typed = data()
    client.post(page(stay, "note_draft_keep"), typed)
    assertRedirects(client.post(page(stay), typed), page(stay, "stay_notes"))
    assert not NoteDraft.objects.exists()
    # It was on its way when the note was sent.
    client.post(page(stay, "note_draft_keep"), typed)
    assert not NoteDraft.objects.exists()
    assert Note.objects.count() == 1


def test_a_late_request_of_a_saved_note_leaves_the_next_ones_draft(client, stay):
    typed = data()
    client.post(page(stay), typed)
    keep(client, stay, words="Catatan berikutnya.")
    client.post(page(stay, "note_draft_keep"), typed)
    assert client.get(page(stay)).context["form"]["words"].value() == "Catatan berikutnya."


def test_the_page_of_the_notes_says_that_there_is_one(client, stay):
    assertNotContains(client.get(page(stay, "stay_notes")), "Lanjutkan draf")
    keep(client, stay)
    assertContains(client.get(page(stay, "stay_notes")), "Lanjutkan draf")


def test_a_note_that_is_refused_keeps_it(client, worker, stay):
    keep(client, stay)
    early = Note(stay=stay, on=stay.entered_on - days.ONE_DAY, level="team", about="talk")
    with pytest.raises(ValidationError):
        write_note(early, words=WORDS, by=worker)
    assert NoteDraft.objects.exists()


def test_without_words_there_is_none_and_it_can_be_dropped(client, stay):
    keep(client, stay)
    assertContains(client.get(page(stay)), "Buang draf ini")
    assertRedirects(client.post(page(stay, "note_draft_drop")), page(stay))
    assert not NoteDraft.objects.exists()
    keep(client, stay)
    assertContains(keep(client, stay, words="  "), "tersimpan sendiri sebagai draf")
    assert not NoteDraft.objects.exists()


@pytest.mark.parametrize("typed", [{"send_key": "x"}, {"level": "x" * 99}, {"on": "'"}])
def test_whatever_is_typed_is_kept_as_it_is(client, stay, typed):
    assert keep(client, stay, **typed).status_code == 200
    assertContains(client.get(page(stay)), SHOWN)


def test_under_a_lost_key_there_is_none(client, stay):
    keep(client, stay)
    NoteDraft.objects.update(sealed="gone")
    assertNotContains(client.get(page(stay)), "Buang draf ini")


def test_of_a_file_that_was_closed_meanwhile_there_is_none(client, stay):
    keep(client, stay)
    SealFactory(person=stay.person)
    assert client.get(page(stay)).status_code == 404
    assert keep(client, stay).status_code == 404
