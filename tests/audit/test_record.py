"""What was done: by triggers for rows, by record() for acts and looks; nothing of it changes."""

import ast
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pghistory
import pgtrigger
import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.people.locks import lock_person
from cases.people.models import Person
from rptc.accounts.permissions import Role
from rptc.audit.models import Entry
from rptc.audit.record import record
from rptc.audit.words import VERBS
from rptc.database import append_only_tables, history_tables
from tests.factories import PersonFactory, StayFactory, UserFactory

pytestmark = pytest.mark.django_db

OURS = ["accounts", "letters", "cases", "partners", "reports"]
# What needs no history of its own, and why.
# MergedRow is itself a list of what was moved, written once with its merge.
# What a merge moved is itself a history; a counter is told by the numbers that it gave.
# A note, a finding, what was said of violence is never changed: versions are rows of their own.
# An own file follows from the row of cases that says it, which has one.
WITHOUT_HISTORY = {
    "accounts.OwnFile",
    # What somebody asks a list, and may have typed a name for: gone with its row.
    "accounts.SavedFilter",
    "cases.MergedRow",
    # Of which classes a question is asked: of a version that never changes once in use.
    "cases.QuestionClass",
    "cases.Note",
    "cases.Finding",
    # Another answer is a row of its own.
    "cases.Consent",
    # Found again whenever that is due.
    "cases.FoundOpen",
    "cases.LegalNote",
    "cases.ViolenceWords",
    # What somebody types, and has not said yet.
    "cases.NoteDraft",
    "cases.SheetCounter",
    # Who leaves was asked, and what they said: neither is ever written anew.
    "cases.ExitVoice",
    "cases.ExitAnswer",
    "letters.LetterCounter",
    # Said once, and stays.
    "letters.ProcedureReading",
    # What was closed stays as it was; another one is a row of its own.
    "reports.RecapEdition",
    "reports.PublishedYear",
    "reports.SpmTarget",
    "reports.CityPartWord",
}


def test_every_business_table_has_its_history():
    models = [model for label in OURS for model in apps.get_app_config(label).get_models()]
    events = {m.pgh_tracked_model for m in models if hasattr(m, "pgh_tracked_model")}
    untracked = {m for m in models if not hasattr(m, "pgh_tracked_model")} - events
    assert {model._meta.label for model in untracked} == WITHOUT_HISTORY


def test_the_history_of_each_table_records_birth_change_and_death():
    for event in [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]:
        model = event.pgh_tracked_model
        names = {trigger.name for of, trigger in pgtrigger.registered() if of is model}
        assert names >= {"insert_insert", "update_update", "delete_delete"}, model


def test_every_trigger_stands_in_the_database_as_in_the_code():
    for model, trigger in pgtrigger.registered():
        status, _ = trigger.get_installation_status(model)
        assert status == "INSTALLED", (model, trigger)


def test_bulk_changes_and_raw_sql_leave_events_with_their_actor():
    user = UserFactory()
    people = PersonFactory.create_batch(10)
    with pghistory.context(user=user.pk, request="r"):
        Person.objects.filter(pk__in=[p.pk for p in people]).update(alias="Budi")
        Person.objects.bulk_update([_with_school(person) for person in people[:3]], ["school"])
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cases_person SET remarks = 'x' WHERE id = %s", [people[0].pk])
    updates = Person.history.rel.related_model.objects.filter(pgh_label="update")
    assert updates.count() == 10 + 3 + 1
    assert {event.pgh_context["user"] for event in updates} == {user.pk}


def test_what_writes_no_row_does_not_say_who_acts():
    """Savepoints, and rows that are read by what is prepared (rptc/kept.py)."""
    person, user = PersonFactory(), UserFactory()
    with CaptureQueriesContext(connection) as asked, pghistory.context(user=user.pk):
        for alias in ("Budi", "Baco"):
            with suppress(ZeroDivisionError), transaction.atomic():
                lock_person(person.pk)
                Person.objects.filter(pk=person.pk).update(alias=alias)
                1 / (alias == "Budi")
    told = [query["sql"] for query in asked if "pghistory.context" in query["sql"]]
    assert len(told) == 2 < len(asked)
    assert all("UPDATE" in sql for sql in told)
    [event] = person.history.filter(pgh_label="update")
    assert (event.alias, event.pgh_context["user"]) == ("Budi", user.pk)


def _with_school(person):
    person.school = "SD Inpres"
    return person


def test_a_page_tells_the_triggers_who_acts(client, login):
    admin = login(Role.ADMIN)
    user = UserFactory()
    client.post(
        f"/settings/users/{user.pk}/edit/",
        {"full_name": "Nama Baru", "nip": "", "position": "", "phone": ""},
    )
    event = user.history.get(pgh_label="update")
    assert event.pgh_context["user"] == admin.pk
    assert event.pgh_context["request"]


@pytest.mark.parametrize("act", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_runtime_role_changes_no_history(act):
    tables = sorted(append_only_tables())
    assert "audit_entry" in tables
    assert len(tables) > 20
    for table in tables:
        column = "pgh_label" if table in history_tables() else "id"
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(act.format(table, column, column))


def test_the_runtime_role_truncates_nothing():
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        cursor.execute(
            "SELECT t FROM unnest(%s) t WHERE has_table_privilege(%s, t, 'TRUNCATE')",
            [tables, settings.RUNTIME_ROLE],
        )
        assert cursor.fetchall() == []


def test_the_runtime_role_does_not_alter_the_schema():
    for statement in ("DROP TABLE audit_entry", "ALTER TABLE cases_person DISABLE TRIGGER ALL"):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_an_act_is_undone_with_its_entry():
    user, person = UserFactory(), PersonFactory()
    with transaction.atomic():
        record(user, "opened", person)
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


def test_opening_a_file_is_written_down_with_address(client, login):
    officer = login(Role.HEAD)
    person = PersonFactory()
    client.get(f"/people/{person.pk}/", REMOTE_ADDR="198.51.100.7")
    entry = Entry.objects.get(verb="opened", object_id=person.pk)
    assert (entry.actor, entry.person_id, entry.address) == (officer, person.pk, "198.51.100.7")
    assert entry.request_id


def test_behind_the_proxy_the_address_is_the_persons(client, login, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    login(Role.HEAD)
    person = PersonFactory()
    client.get(f"/people/{person.pk}/", headers={"X-Forwarded-For": "198.51.100.7"})
    assert Entry.objects.get(verb="opened").address == "198.51.100.7"


def test_an_act_from_an_address_that_nobody_can_tell_is_written_down(client, login):
    login(Role.HEAD)
    person = PersonFactory()
    assert client.get(f"/people/{person.pk}/", REMOTE_ADDR="").status_code == 200
    assert Entry.objects.get(verb="opened").address is None


def test_a_command_acts_under_its_own_name():
    """manage.py tells both the triggers and record() which command runs."""
    asked = (
        "import os, pghistory;"
        " print(pghistory.runtime._tracker.value.metadata, os.environ['RPTC_COMMAND'])"
    )
    answer = subprocess.run(  # noqa: S603 (our own command line)
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", asked],
        capture_output=True,
        text=True,
        check=True,
        cwd=settings.BASE_DIR,
        env=os.environ | {"RPTC_PROCESS": ""},
    )
    assert answer.stdout.strip().endswith("{'command': 'shell'} shell")


def test_every_verb_has_its_word():
    """record(by, "verb", ...): each verb in the code is in the table of words."""
    found = set()
    for folder in ("rptc", "cases", "partners", "reports"):
        for path in Path(settings.BASE_DIR, folder).rglob("*.py"):
            found |= set(verbs_in(ast.parse(path.read_text())))
    assert found
    assert found <= VERBS.keys()


def verbs_in(tree):
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    for call in calls:
        if isinstance(call.func, ast.Name) and call.func.id == "record" and len(call.args) > 1:
            for node in ast.walk(call.args[1]):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


def test_a_look_does_not_wait_for_the_disk_and_an_act_does(client, login):
    login(Role.SOCIAL_WORKER)
    plan = reverse("cases:stay_plan", args=[StayFactory().pk])
    for ask, waits in [(client.post, "on"), (client.get, "off")]:
        ask(plan)
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone() == (waits,), ask
