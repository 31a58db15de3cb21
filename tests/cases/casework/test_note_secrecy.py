"""A note stays as it was written, and above the team its words lie nowhere in the clear."""

import io

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from cases.casework.notes.models import Note
from cases.casework.notes.words import add_words
from rptc import checks, keys
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.cases.casework import test_note_correct, test_note_write
from tests.database_roles import as_owner
from tests.dumps import dumped

pytestmark = pytest.mark.django_db
CANARY = "Kenarirahasia"


def refused(act, match):
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        act()


def test_the_web_process_neither_changes_nor_deletes_one():
    note = f.NoteFactory()
    refused(lambda: Note.objects.filter(pk=note.pk).update(about="other"), "permission denied")
    refused(note.delete, "permission denied")


def test_nor_does_the_owner_but_for_the_key():
    note = f.NoteFactory(level="professional")
    rows = Note.objects.filter(pk=note.pk)
    with as_owner():
        for change in ({"about": "other"}, {"level": "head"}, {"on": note.stay.last_on}):
            refused(lambda change=change: rows.update(**change), "stays as it was written")
        refused(rows.delete, "stays as it was written")
        rows.update(sealed_text=keys.encrypt("x"))


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"level": "team", "text": "a", "sealed_text": "b"}, "note_lies_as_its_level_says"),
        ({"level": "team", "text": ""}, "note_lies_as_its_level_says"),
        ({"level": "professional", "text": "a"}, "note_lies_as_its_level_says"),
        ({"level": "head", "text": "a", "sealed_text": "b"}, "note_lies_as_its_level_says"),
        ({"level": "nobody", "sealed_text": "b"}, "note_lies_as_its_level_says"),
        (
            {"level": "team", "text": "a", "about": "trauma_treated"},
            "note_of_trauma_is_professional",
        ),
        (
            {"level": "head", "sealed_text": "a", "about": "trauma_treated"},
            "note_of_trauma_is_professional",
        ),
        ({"level": "team", "text": "a", "reason": "Keliru."}, "note_correction_says_why"),
    ],
)
def test_the_database_refuses(columns, constraint):
    stay, by = f.StayFactory(), f.UserFactory()
    row = Note(stay=stay, on=stay.entered_on, recorded_by=by, **{"about": "talk"} | columns)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row.save()


def test_a_correction_is_of_the_same_stay_and_level_says_why_and_comes_once():
    old = f.NoteFactory()
    for columns in ({}, {"stay": old.stay, "level": "professional"}):
        refused(lambda columns=columns: f.NoteFactory(corrects=old, why="x", **columns), "same")
    refused(lambda: f.NoteFactory(stay=old.stay, corrects=old), "note_correction_says_why")
    f.NoteFactory(stay=old.stay, corrects=old, why="Keliru.")
    refused(lambda: f.NoteFactory(stay=old.stay, corrects=old, why="Lagi."), "corrects_id")


def test_the_key_is_changed_and_the_words_stay(settings):
    author = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    old = f.NoteFactory(level="professional", words="Lama", recorded_by=author)
    new = f.NoteFactory(
        stay=old.stay, level="professional", words="Baru", why="Keliru", corrects=old,
        recorded_by=author,
    )  # fmt: skip
    f.NoteFactory()
    before = list(Note.objects.order_by("pk").values())
    former, newest = settings.TEXT_KEYS, (Fernet.generate_key().decode(),)
    settings.TEXT_KEYS = newest + former
    [warning] = checks.secrets_open()
    assert warning.msg.startswith("2 sealed texts lie under an older key")
    with as_owner():
        call_command("rotate_keys", stdout=io.StringIO())
    assert checks.secrets_open() == []
    settings.TEXT_KEYS = newest
    read = add_words([Note.objects.get(pk=note.pk) for note in (old, new)], author)
    assert [(note.words, note.why) for note in read] == [("Lama", ""), ("Baru", "Keliru")]
    after = list(Note.objects.order_by("pk").values())
    changed = {"sealed_text", "sealed_reason"}
    for one, other in zip(before, after, strict=True):
        assert {k: v for k, v in one.items() if k not in changed} == {
            k: v for k, v in other.items() if k not in changed
        }
    settings.TEXT_KEYS = former
    [error] = checks.secrets_open()
    assert error.msg.startswith("2 sealed texts lie under a key")


@pytest.mark.gate
@pytest.mark.django_db(transaction=True)
def test_a_dump_of_the_database_holds_no_word_of_it(client):
    """Written, corrected and refused by the pages, and read by who may."""
    worker = f.UserFactory(roles=[Role.SOCIAL_WORKER])
    stay = f.StayFactory(social_worker=worker)
    client.force_login(worker)
    write = reverse("cases:note_write", args=[stay.pk])
    for level in ("team", "professional", "head"):
        said = {"level": level, "words": f"{CANARY}{level}"}
        client.post(write, test_note_write.typed(**said))
        client.post(write, test_note_write.typed(on="", **said))
        note = Note.objects.get(level=level)
        said = {"words": f"{CANARY}{level}lagi", "why": f"{CANARY}{level}sebab"}
        correct = reverse("cases:note_correct", args=[note.pk])
        client.post(correct, test_note_correct.typed(note, **said))
        client.get(reverse("cases:stay_notes", args=[stay.pk]))
    assert Note.objects.count() == 6
    dump = dumped()
    assert f"{CANARY}team" in dump
    assert f"{CANARY}professional" not in dump
    assert f"{CANARY}head" not in dump
