"""Rows that wait on a phone: the list, and a refused row that is discarded with a reason."""

import uuid

from django.urls import reverse

from cases.intakes.models import Intake
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from tests.cases.intakes.test_patrol_intakes import SCRIPT, url
from tests.factories import IntakeFactory, PatrolFactory, UserFactory

DROP = "/patrols/unsent/drop/"
KEY = uuid.uuid4()


def drop(client, officer, page, **changes):
    data = {"send_key": KEY, "author": officer.pk, "page": page, "reason": "Tercatat dua kali."}
    return client.post(DROP, data | changes, headers=SCRIPT).json()


def entries():
    return Entry.objects.filter(verb="discarded_row")


def test_the_list_is_filled_by_the_phone_and_holds_nobody(client, login):
    officer = login(Role.FIELD)
    intake = IntakeFactory(recorded_by=officer, by_patrol=True)
    text = client.get(reverse("cases:unsent_rows")).content.decode()
    assert "Semua terkirim" in text
    assert intake.person.name not in text


def test_a_discarded_row_leaves_its_reason_and_nobodys_name(client, login):
    officer = login(Role.FIELD)
    patrol = PatrolFactory(recorded_by=officer)
    answer = drop(client, officer, url(patrol), **{"0-name": "Basri"})
    assert (answer["key"], answer["dropped"]) == (str(KEY), True)
    entry = entries().get()
    assert (entry.actor, entry.object_id, entry.reason) == (
        officer,
        patrol.pk,
        "Tercatat dua kali.",
    )
    assert "Basri" not in str(entry.details)
    assert not Intake.objects.exists()


def test_sent_again_it_is_one_line(client, login):
    officer = login(Role.FIELD)
    patrol = PatrolFactory(recorded_by=officer)
    for _ in range(2):
        assert drop(client, officer, url(patrol))["dropped"]
    assert entries().count() == 1


def test_without_a_reason_the_row_stays(client, login):
    officer = login(Role.FIELD)
    answer = drop(client, officer, url(PatrolFactory(recorded_by=officer)), reason=" ")
    assert not answer["dropped"]
    assert answer["errors"] == {"reason": ["Tulis mengapa baris ini dibuang."]}
    assert not entries().exists()


def test_nobody_discards_the_row_of_another(client, login):
    officer = login(Role.FIELD)
    patrol = PatrolFactory(recorded_by=officer)
    answer = drop(client, officer, url(patrol), author=UserFactory(roles=[Role.FIELD]).pk)
    assert answer["belongs_to_another"]
    assert not entries().exists()


def test_a_patrol_out_of_reach_and_one_that_never_was_answer_alike(client, login):
    """A row whose patrol may no longer be opened must not stay on the phone for ever; and what
    somebody types of any patrol does not stand in its history."""
    officer = login(Role.FIELD)
    patrol = PatrolFactory()
    for page in (url(patrol), "/patrols/999999/intakes/"):
        answer = drop(client, officer, page, send_key=uuid.uuid4())
        assert (answer["dropped"], answer["errors"]) == (True, {})
    assert sorted(entries().values_list("content_type__model", flat=True)) == ["user", "user"]
