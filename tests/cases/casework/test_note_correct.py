"""A correction is a version of its own beside the old one."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cases.casework.notes.actions import correct_note
from cases.casework.notes.models import Note
from cases.casework.notes.words import add_words
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests import factories as f

pytestmark = pytest.mark.django_db


def url(note):
    return reverse("cases:note_correct", args=[note.pk])


def typed(note, **changes):
    said = {
        "send_key": str(uuid.uuid4()),
        "on": note.on.isoformat(),
        "about": note.about,
        "words": "Ditelepon bibinya.",
        "why": "Salah orang.",
    }
    return said | changes


@pytest.fixture
def worker(login):
    return login(Role.SOCIAL_WORKER)


@pytest.mark.parametrize("level", ["team", "professional", "head"])
def test_the_new_version_stands_beside_the_old_at_the_same_level(client, worker, level):
    old = f.NoteFactory(level=level, recorded_by=worker, words="Ditelepon ibunya.")
    assertContains(client.get(url(old)), "Ditelepon ibunya.")
    # What the form does not ask for cannot be sent to it.
    answer = client.post(url(old), typed(old, level="team"))
    assertRedirects(answer, reverse("cases:stay_notes", args=[old.stay_id]))
    new = Note.objects.get(corrects=old)
    assert (new.level, new.stay) == (level, old.stay)
    kept, made = add_words([old, new], worker)
    assert (kept.words, made.words, made.why) == (
        "Ditelepon ibunya.",
        "Ditelepon bibinya.",
        "Salah orang.",
    )
    told = old.stay.person_id if level != "head" else None
    assert Entry.objects.get(verb="corrected").person_id == told


def test_it_says_why_and_changes_something(client, worker):
    old = f.NoteFactory(recorded_by=worker, words="Ditelepon ibunya.")
    assertContains(client.post(url(old), typed(old, why="")), "Tulis mengapa diperbaiki.")
    same = client.post(url(old), typed(old, words="Ditelepon ibunya."))
    assertContains(same, "Tidak ada yang berubah.")
    assert Note.objects.count() == 1


def test_only_the_version_that_stands_is_corrected(client, worker):
    old = f.NoteFactory(recorded_by=worker)
    new = f.NoteFactory(stay=old.stay, recorded_by=worker, corrects=old, why="Keliru.")
    assertRedirects(client.get(url(old)), reverse("cases:stay_notes", args=[old.stay_id]))
    assertContains(client.post(url(old), typed(old)), "Catatan ini sudah diperbaiki.")
    assert client.post(url(new), typed(new)).status_code == 302


def test_sent_twice_is_one_version(client, worker):
    old = f.NoteFactory(recorded_by=worker, level="professional")
    said = typed(old)
    assert [client.post(url(old), said).status_code for _ in range(2)] == [302, 302]
    assert Note.objects.count() == 2


def test_by_who_wrote_it_and_whose_case_it_is_and_nobody_else(client, login):
    author, case = (f.UserFactory(roles=[Role.SOCIAL_WORKER]) for _ in range(2))
    other, head = f.UserFactory(roles=[Role.SOCIAL_WORKER]), f.UserFactory(roles=[Role.HEAD])
    stay = f.StayFactory(social_worker=case)
    may = {"team": {author, case}, "professional": {author, case}, "head": {author}}
    for level, who in may.items():
        note = f.NoteFactory(stay=stay, level=level, recorded_by=author)
        for user in (author, case, other, head):
            login(user)
            assert (client.get(url(note)).status_code == 200) == (user in who), (level, user)
            button = client.get(reverse("cases:stay_notes", args=[stay.pk])).content
            assert (url(note).encode() in button) == (user in who)


def test_trauma_is_offered_in_a_professional_one_alone(client, worker):
    team = f.NoteFactory(recorded_by=worker)
    assertNotContains(client.get(url(team)), "Trauma")
    professional = f.NoteFactory(recorded_by=worker, level="professional")
    assertContains(client.get(url(professional)), "Trauma")
    refused = client.post(url(team), typed(team, about="trauma_offered"))
    assert refused.status_code == 200


def test_the_action_asks_once_more():
    note = f.NoteFactory(level="professional")
    stranger = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    new = Note(stay=note.stay, level="professional", on=note.on, about="talk", corrects=note)
    with pytest.raises(ValidationError, match="diperbaiki oleh yang menulis"):
        correct_note(new, words="Lain.", why="Keliru.", by=stranger)


def test_whoever_was_closed_out_corrects_nothing_any_more(client, worker):
    note = f.NoteFactory(recorded_by=worker)
    f.SealFactory(person=note.stay.person)
    assert client.get(url(note)).status_code == 404
    assert client.post(url(note), typed(note)).status_code == 404
