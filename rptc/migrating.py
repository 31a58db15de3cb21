"""What a migration does before and after it moves rows out of columns that go."""

from django.db.migrations import RunSQL


def without_triggers(table):
    """They name columns that go; `migrate` installs those of today (rptc/database.py)."""
    return RunSQL(f"""
        DO $$ DECLARE each record; BEGIN
            FOR each IN SELECT tgname FROM pg_trigger
                         WHERE tgrelid = '{table}'::regclass
                           AND starts_with(tgname, 'pgtrigger_')
            LOOP EXECUTE 'DROP TRIGGER ' || quote_ident(each.tgname) || ' ON {table}';
            END LOOP;
        END $$
    """)  # noqa: S608 (a table of ours)


def checked_at_once():
    """What a foreign key still has to check stands in the way of the columns that go."""
    return RunSQL(["SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"])
