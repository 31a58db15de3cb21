"""Who reads the words of a note, who learns that there is one, and who learns nothing: each reader
by each level, written by hand from docs/access.md (Notes)."""

import pytest
from cryptography.fernet import Fernet
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cases.casework.notes.models import Note
from cases.casework.notes.words import add_words
from rptc import days
from rptc.accounts.permissions import Role
from rptc.keys import LOST
from tests import factories as f

pytestmark = pytest.mark.django_db

PEKSOS, KEPALA = Role.SOCIAL_WORKER, Role.HEAD
LEVELS = ["team", "professional", "head"]


def words_of(note):
    return f"Kata-kata {note.level}"


def reads(client, user, stay):
    """{level: "words", "line" or "nothing"} of what the page says to this user."""
    client.force_login(user)
    response = client.get(reverse("cases:stay_notes", args=[stay.pk]))
    if response.status_code != 200:
        return response.status_code
    found = dict.fromkeys(LEVELS, "nothing")
    for note in response.context["page_obj"]:
        found[note.level] = "line"
        if f"Kata-kata {note.level}" in response.content.decode():
            found[note.level] = "words"
    return found


@pytest.fixture
def author():
    return f.UserFactory(roles=[PEKSOS])


@pytest.fixture
def worker():
    return f.UserFactory(roles=[PEKSOS])


@pytest.fixture
def stay(author, worker):
    stay = f.StayFactory(social_worker=worker)
    for level in LEVELS:
        f.NoteFactory(stay=stay, level=level, recorded_by=author, words=f"Kata-kata {level}")
    return stay


ALL = dict.fromkeys(LEVELS, "words")
OF_CASE = {"team": "words", "professional": "words", "head": "nothing"}
OTHERS = {"team": "words", "professional": "line", "head": "nothing"}
OF_HEAD = {"team": "words", "professional": "line", "head": "words"}


def test_the_author_reads_all_of_their_own(client, stay, author):
    assert reads(client, author, stay) == ALL


def test_whose_case_it_is_and_who_stands_in_read_what_is_not_to_the_head(client, stay, worker):
    instead = f.SubstitutionFactory(worker=worker).substitute
    for user in (worker, instead):
        assert reads(client, user, stay) == OF_CASE
    over = f.SubstitutionFactory(worker=worker, state="ended").substitute
    assert reads(client, over, stay) == OTHERS


def test_another_social_worker_reads_the_line_of_a_professional_one(client, stay):
    assert reads(client, f.UserFactory(roles=[PEKSOS]), stay) == OTHERS


def test_whose_case_it_was_reads_it_no_more_once_it_went_to_another(client, stay, worker):
    f.AssignmentFactory(stay=stay, recorded_by=worker)
    stay.refresh_from_db()
    assert stay.social_worker != worker
    assert reads(client, worker, stay) == OTHERS
    assert reads(client, stay.social_worker, stay) == OF_CASE


def test_whose_case_a_new_stay_is_reads_the_notes_of_an_earlier_one(client, stay):
    type(stay).objects.filter(pk=stay.pk).update(ended_at=days.now())
    again = f.StayFactory(
        intake__person=stay.person,
        began_at=days.now() + days.ONE_HOUR,
        social_worker=f.UserFactory(roles=[PEKSOS]),
    )
    assert reads(client, again.social_worker, stay) == OF_CASE
    assert reads(client, f.UserFactory(roles=[PEKSOS]), stay) == OTHERS


def test_the_head_reads_a_professional_one_only_while_they_have_to_decide(client, stay):
    head = f.UserFactory(roles=[KEPALA])
    assert reads(client, head, stay) == OF_HEAD
    other = f.StayFactory()
    f.ExtensionFactory(stay=other)
    f.PlanFactory(stay=stay)
    assert reads(client, head, stay) == OF_HEAD


@pytest.mark.parametrize(
    "ask",
    [
        lambda stay: f.ExtensionFactory(stay=stay),
        lambda stay: f.ExitFactory(stay=stay),
        lambda stay: f.PlanFactory(stay=stay, submitted=True),
    ],
)
def test_what_waits_for_the_head_opens_it_and_the_decision_closes_it(client, stay, ask):
    head = f.UserFactory(roles=[KEPALA])
    row = ask(stay)
    assert reads(client, head, stay) == ALL
    row.state = "returned" if "returned" in type(row).State.values else "refused"
    row.decided_by, row.decided_at, row.decision_note = head, days.now(), "Belum."
    row.save()
    assert reads(client, head, stay) == OF_HEAD


def test_what_the_head_entered_is_not_before_them(client, stay):
    head = f.UserFactory(roles=[KEPALA])
    f.ExtensionFactory(stay=stay, recorded_by=head)
    assert reads(client, head, stay) == OF_HEAD


@pytest.mark.parametrize("roles", [[PEKSOS], [Role.CARETAKER]])
def test_who_stands_in_for_the_head_reads_no_secret_note_with_it(client, stay, roles):
    delegate = f.UserFactory(roles=roles)
    f.DelegationFactory(delegate=delegate, approvals=["extension", "exit", "plan"])
    f.ExtensionFactory(stay=stay)
    assert reads(client, delegate, stay) == (OTHERS if roles == [PEKSOS] else 403)


def test_an_emergency_opens_the_professional_one_and_never_that_to_the_head(client, stay):
    other, head = f.UserFactory(roles=[PEKSOS]), f.UserFactory(roles=[KEPALA])
    for user in (other, head):
        f.EmergencyAccessFactory(person=stay.person, recorded_by=user)
    assert reads(client, other, stay) == OF_CASE
    assert reads(client, head, stay) == ALL
    unfair = f.UserFactory(roles=[PEKSOS])
    judged = {"decided_by": head, "decided_at": days.now(), "decision_note": "Tidak perlu."}
    f.EmergencyAccessFactory(person=stay.person, recorded_by=unfair, state="unfair", **judged)
    assert reads(client, unfair, stay) == OTHERS


def test_an_emergency_is_offered_on_a_file_that_is_not_sealed_and_opens_its_notes(client, login):
    user = login(PEKSOS)
    note = f.NoteFactory(level="professional", words="Kata-kata")
    summary = client.get(reverse("cases:person_detail", args=[note.stay.person_id]))
    opening = reverse("cases:person_sealed", args=[note.stay.person_id])
    assertContains(summary, opening)
    form = client.get(opening).context["form"]
    said = {"reason": "life", "what": "Pingsan, ambulans bertanya sebabnya."}
    client.post(opening, said | {"send_key": str(form["send_key"].value())})
    shown = client.get(reverse("cases:stay_notes", args=[note.stay_id]))
    assertContains(shown, "Kata-kata")
    assert user.pk == note.stay.person.emergencies.get().recorded_by_id


def test_where_the_file_is_closed_all_of_it_is_closed(client, author, worker, stay):
    sealed = f.SealFactory(person=stay.person)
    f.SealReaderFactory(seal=sealed, user=worker)
    assert reads(client, author, stay) == 404
    assert reads(client, worker, stay) == OF_CASE
    for user in (worker, f.UserFactory(roles=[KEPALA])):
        f.ConflictFactory(person=stay.person, user=user)
        assert reads(client, user, stay) == 404


def test_an_emergency_on_a_closed_file_reads_and_writes_nothing(client, stay):
    f.SealFactory(person=stay.person)
    user = f.UserFactory(roles=[PEKSOS])
    assert reads(client, user, stay) == 404
    f.EmergencyAccessFactory(person=stay.person, recorded_by=user)
    assert reads(client, user, stay) == OF_CASE
    shown = client.get(reverse("cases:stay_notes", args=[stay.pk]))
    assertNotContains(shown, reverse("cases:note_write", args=[stay.pk]))


def test_the_words_are_given_by_the_rule_and_by_nothing_else(stay, author):
    other = f.UserFactory(roles=[PEKSOS])
    notes = list(Note.objects.order_by("pk"))
    assert [note.words for note in add_words(notes, author)] == [words_of(n) for n in notes]
    assert [note.words for note in add_words(notes, other)] == ["Kata-kata team", "", ""]
    assert [note.read_by(other) for note in notes] == [True, False, False]
    assert [note.words for note in add_words(notes, f.UserFactory(roles=[]))] == ["", "", ""]


def test_under_a_key_that_is_gone_it_says_so(stay, author, settings):
    note = Note.objects.get(level="professional")
    settings.TEXT_KEYS = (Fernet.generate_key().decode(),)
    (note,) = add_words([note], author)
    assert note.words == LOST
