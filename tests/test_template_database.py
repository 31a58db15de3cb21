"""`migrate` draws fewer models than Django would; what comes out is the same."""

import contextlib

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from tests import template_database

STRUCTURE = {
    "columns": """
        SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull, attidentity,
               collname, pg_get_expr(adbin, adrelid)
          FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
          LEFT JOIN pg_attrdef ON (adrelid, adnum) = (attrelid, attnum)
          LEFT JOIN pg_collation ON pg_collation.oid = attcollation
         WHERE attnum > 0 AND relnamespace = 'public'::regnamespace""",
    "constraints": """
        SELECT relname, conname, pg_get_constraintdef(pg_constraint.oid)
          FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
         WHERE relnamespace = 'public'::regnamespace""",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": """
        SELECT pg_get_functiondef(oid) FROM pg_proc
         WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'""",
    "rights": """
        SELECT relname, relacl::text FROM pg_class
         WHERE relnamespace = 'public'::regnamespace""",
    "migrations": "SELECT app, name FROM django_migrations",
}


def read(name):
    """{what: its rows} of the structure, and {table: number of rows}."""
    with (
        contextlib.closing(
            psycopg2.connect(template_database.address(settings.OWNER_DATABASE, name))
        ) as there,
        there.cursor() as cursor,
    ):

        def rows(sql):
            cursor.execute(sql)
            return sorted(cursor.fetchall(), key=str)

        found = {what: rows(sql) for what, sql in STRUCTURE.items()}
        for (table,) in rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
            found[table] = rows(f'SELECT count(*) FROM "{table}"')  # noqa: S608
    return found


@pytest.mark.gate
@pytest.mark.longest
def test_the_template_is_what_django_itself_makes(django_db_blocker):
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        template = template_database.ready()
        plain = f"{template}_plain"
        cursor.execute("RESET ROLE")  # Only the owner makes databases.
        template_database.make_empty(cursor, plain)
        template_database.migrate(plain, "-m", "tests.migrate")
        made, expected = read(template), read(plain)
        cursor.execute(f"DROP DATABASE {connection.ops.quote_name(plain)}")
    assert made.keys() == expected.keys()
    for what, rows in expected.items():
        assert made[what] == rows, what
    assert len(expected["triggers"]) > 100
