"""The run-time role, whatever it sends: no trigger is silenced, no history is forged."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from cases.exits.models import Exit, ExitState
from cases.people.models import Person
from partners.directory.models import Partner
from rptc import checks, database, walls
from rptc.accounts.models import RoleGrant
from rptc.accounts.permissions import Role
from tests import factories as f
from tests.database_roles import as_owner

pytestmark = pytest.mark.django_db

SILENCE = "SELECT set_config('pgtrigger.ignore', %s, true)"


def silence():
    """What a query that was smuggled in would begin with: every trigger by its name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT '{' || string_agg(tgname, ',') || '}' FROM pg_trigger")
        cursor.execute(SILENCE, cursor.fetchone())


OLDER_TRIGGER = """
CREATE FUNCTION pg_temp.of_an_older_code() RETURNS TRIGGER AS $$
BEGIN
    IF _pgtrigger_should_ignore(TG_NAME) THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'column "entered_at" does not exist';
END $$ LANGUAGE plpgsql;
CREATE TRIGGER pgtrigger_renamed_since_12345 BEFORE UPDATE ON partners_partner
   FOR EACH ROW EXECUTE FUNCTION pg_temp.of_an_older_code();
"""


def test_a_migration_that_writes_rows_meets_no_trigger_of_the_code_of_before():
    partner = f.PartnerFactory()
    rename = Partner.objects.filter(pk=partner.pk).update
    reports = apps.get_app_config("reports")
    with as_owner():
        with connection.cursor() as cursor:
            cursor.execute(OLDER_TRIGGER)
        database.make_way(reports)
        rename(name="Yayasan Baru")
        database.prepare(reports)
        with pytest.raises(DatabaseError, match="entered_at"), transaction.atomic():
            rename(name="Yayasan Lama")
    assert Partner.objects.get(pk=partner.pk).name == "Yayasan Baru"


def test_no_migration_ignores_triggers_by_itself():
    """Where `pgtrigger.ignore` ends, it also ends what `migrate` said for all migrations."""
    files = [*Path().glob("*/migrations/*.py"), *Path().glob("*/*/migrations/*.py")]
    assert len(files) > 60
    assert [file for file in files if "pgtrigger.ignore" in file.read_text()] == []


def test_a_row_that_is_changed_in_silence_leaves_its_history():
    grant = f.UserFactory(roles=[Role.FIELD]).grants.get()
    silence()
    RoleGrant.objects.filter(pk=grant.pk).update(role=Role.HEAD)
    assert grant.history.filter(pgh_label="update", role=Role.HEAD).exists()


def test_no_exit_jumps_to_done_in_silence():
    exit = f.ExitFactory(state=ExitState.PROPOSED)
    silence()
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        Exit.objects.filter(pk=exit.pk).update(state=ExitState.DONE, left_at=exit.recorded_at)


def test_the_owner_may_silence_a_trigger():
    person = f.PersonFactory()
    with as_owner():
        silence()
        Person.objects.filter(pk=person.pk).update(alias="Budi")
    assert not person.history.filter(pgh_label="update").exists()


@pytest.mark.parametrize("label", ["insert", "update", "delete", "Diubah", "password_reset"])
def test_no_history_is_forged(label):
    event = f.PersonFactory().history.get()
    event.pk, event.pgh_label = None, label
    with pytest.raises(DatabaseError, match="written by triggers"), transaction.atomic():
        event.save(force_insert=True)


@pytest.mark.parametrize(
    "forged",
    [
        "INSERT INTO cases_reach (person_id, role, level, since, why, source_id)"
        " SELECT id, 'caretaker', 4, now(), 'house', 1 FROM cases_person",
        "UPDATE cases_reach SET level = 4",
        "DELETE FROM cases_reach",
        "UPDATE cases_partnername SET closes_destination = false",
        "DELETE FROM cases_partnername",
    ],
)
def test_nobody_gives_reach_or_opens_a_destination_by_hand(forged):
    f.StayFactory()
    f.PartnerFactory(closes_destination=True)
    with (
        pytest.raises(DatabaseError, match="written by triggers"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(forged)


def test_each_history_is_walled():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'written_by_triggers'"
        )
        assert {table for (table,) in cursor.fetchall()} == (
            database.history_tables() | database.BY_TRIGGERS
        )


@pytest.mark.parametrize(
    "keeps",
    [
        "CREATE TEMPORARY TABLE own (id int)",
        "CREATE FUNCTION own() RETURNS int AS 'SELECT 1' LANGUAGE sql",
        "CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME)"
        " RETURNS BOOLEAN AS 'SELECT true' LANGUAGE sql",
    ],
)
def test_the_runtime_role_keeps_nothing_of_its_own(keeps):
    with (
        pytest.raises(DatabaseError, match="permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(keeps)


def test_the_check_reads_the_database():
    assert checks.walls_stand("default") == []
    as_pgtrigger_leaves_it = walls.SILENCE.replace(walls.SHOULD_IGNORE, "BEGIN RETURN true; END")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(as_pgtrigger_leaves_it)
        cursor.execute(f"GRANT CREATE ON SCHEMA public TO {settings.RUNTIME_ROLE}")
    found = [error.msg for error in checks.walls_stand("default")]
    assert found == [
        "The run-time role can silence the triggers.",
        "The run-time role may keep functions of its own.",
    ]
