"""What all migrations come to, drawn as our `migrate` draws them, is what the models say."""

import contextlib

import psycopg2
import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests import template_database

STRUCTURE = {
    "columns": """
        SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull, attidentity,
               collname, pg_get_expr(adbin, adrelid)
          FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
          LEFT JOIN pg_attrdef ON (adrelid, adnum) = (attrelid, attnum)
          LEFT JOIN pg_collation ON pg_collation.oid = attcollation
         WHERE attnum > 0 AND NOT attisdropped AND relkind <> 'i'
           AND relnamespace = 'public'::regnamespace""",
    "constraints": """
        SELECT relname, conname, pg_get_constraintdef(pg_constraint.oid)
          FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
         WHERE relnamespace = 'public'::regnamespace""",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": """
        SELECT pg_get_functiondef(oid) FROM pg_proc
         WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
           AND proname <> '_pgh_attach_context'""",  # django-pghistory's own; nothing calls it
    "rights": """
        SELECT relname, relacl::text FROM pg_class
         WHERE relkind <> 'i' AND relnamespace = 'public'::regnamespace""",
}
# (only as migrated, only as the models say): what a migration writes in SQL, how an index of a
# column was called that has another name since, and one key of Django's own.
INDEX = "CREATE INDEX {0}_{1} ON public.{0} USING btree (recorded_by_id)"
DIFFERENCES = {
    "columns": (
        {
            ("auth_group_permissions", "id", "bigint", True, "d", None, None),
            ("post_office_attachment_emails", "id", "bigint", True, "d", None, None),
        },
        {
            ("auth_group_permissions", "id", "integer", True, "d", None, None),
            ("post_office_attachment_emails", "id", "integer", True, "d", None, None),
        },
    ),
    "constraints": (
        {
            (
                "cases_intake",
                "intake_sex_is_the_persons",
                "FOREIGN KEY (person_id, sex) REFERENCES cases_person(id, sex) ON UPDATE CASCADE",
            ),
            (
                "partners_referral",
                "referral_is_sent_by_who_decided",
                "CHECK (((sent_at IS NULL) OR (decided_by_id IS NOT NULL))) NOT VALID",
            ),
        },
        {
            (
                "partners_referral",
                "referral_is_sent_by_who_decided",
                "CHECK (((sent_at IS NULL) OR (decided_by_id IS NOT NULL)))",
            ),
        },
    ),
    "indexes": (
        {
            (INDEX.format("accounts_delegation", "entered_by_id_59b9f917"),),
            (INDEX.format("accounts_delegationevent", "entered_by_id_0fb6cf14"),),
        },
        {
            (INDEX.format("accounts_delegation", "recorded_by_id_a74e75eb"),),
            (INDEX.format("accounts_delegationevent", "recorded_by_id_83a57b02"),),
        },
    ),
}


def read(name):
    """{what: its rows} of the structure, {table: number of rows}, and the migrations."""
    with (
        contextlib.closing(
            psycopg2.connect(template_database.address(settings.OWNER_DATABASE, name))
        ) as there,
        there.cursor() as cursor,
    ):

        def rows(sql):
            cursor.execute(sql)
            return set(cursor.fetchall())

        found = {what: rows(sql) for what, sql in STRUCTURE.items()}
        for (table,) in rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
            found[table] = rows(f'SELECT count(*) FROM "{table}"')  # noqa: S608
        del found["django_migrations"]
        return found, rows("SELECT app, name FROM django_migrations")


@pytest.mark.gate
def test_the_template_is_what_the_models_say(django_db_blocker):
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        template = template_database.ready()
        of_models = f"{template}_of_models"
        cursor.execute("RESET ROLE")  # Only the owner makes databases.
        template_database.make_empty(cursor, of_models)
        template_database.migrate(of_models, "-m", "tests.tables_of_models")
        (made, applied), (expected, none) = read(template), read(of_models)
        cursor.execute(f"DROP DATABASE {connection.ops.quote_name(of_models)}")
        written = set(MigrationLoader(None).graph.nodes)
    assert (applied, none) == (written, set())
    assert made.keys() == expected.keys()
    for what, rows in expected.items():
        different = (made[what] - rows, rows - made[what])
        assert different == DIFFERENCES.get(what, (set(), set())), what
    assert len(expected["triggers"]) > 100
