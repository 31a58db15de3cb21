"""What the database refuses to the run-time role, whatever a page lets through: to silence a
trigger, to write a history by itself, to keep a function of its own (docs/security.md).

The text stands here and not in a migration: `migrate` lays it down again each time, after
django-pgtrigger has put its own function in the same place.
"""

# Every role may set `pgtrigger.ignore`; PostgreSQL cannot forbid it. So the setting counts for
# those alone who could drop the trigger as well.
SHOULD_IGNORE = """
DECLARE
    ignored TEXT := NULLIF(pg_catalog.current_setting('pgtrigger.ignore', true), '');
BEGIN
    RETURN ignored IS NOT NULL
       AND trigger_name = ANY (ignored::TEXT[])
       AND pg_catalog.pg_has_role(
               current_user,
               (SELECT proowner FROM pg_catalog.pg_proc
                 WHERE oid = 'public._pgtrigger_should_ignore(name)'::regprocedure),
               'MEMBER');
END;
"""
SILENCE = f"""
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME)
RETURNS BOOLEAN AS $${SHOULD_IGNORE}$$ LANGUAGE plpgsql
"""  # noqa: S608
# What the triggers of other tables write, nobody writes by hand. The one exception: an action
# tells by itself that a password was reset or changed, or a second factor taken away.
BY_HAND = """
CREATE OR REPLACE FUNCTION public.is_written_by_triggers() RETURNS TRIGGER AS $$
BEGIN
    IF pg_catalog.pg_has_role(
        current_user, (SELECT relowner FROM pg_catalog.pg_class WHERE oid = TG_RELID), 'MEMBER'
    ) THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_TABLE_NAME = 'accounts_userevent' AND TG_OP = 'INSERT' THEN
        IF NEW.pgh_label IN ('password_reset', 'password_changed', 'second_factor_removed') THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% is written by triggers.', TG_TABLE_NAME USING ERRCODE = '42501';
END;
$$ LANGUAGE plpgsql
"""
WALL = """
CREATE OR REPLACE TRIGGER written_by_triggers
  BEFORE INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW
  WHEN (pg_catalog.pg_trigger_depth() = 0)
  EXECUTE FUNCTION public.is_written_by_triggers()
"""
# With a temporary schema a role could keep a trigger of its own, and write from there.
PLACES = """
REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
"""


# A form asks no more than this; SQL could write any length. Rows that stand are left as they are.
TEXT = (
    "ALTER TABLE {table} ADD CONSTRAINT {name} CHECK (char_length({column}) <= {most}) NOT VALID"
)


def bound_texts(connection, texts):
    """`texts`: {(table, column): how long it may be}, of columns that have no length of their
    own."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'c'")
        there = {name for (name,) in cursor.fetchall()}
        for (table, column), most in sorted(texts.items()):
            name = f"{table}_{column}_at_most_{most}"
            if name not in there:
                _drop_older(cursor, quote, table, f"{table}_{column}_at_most_", there)
                column = quote(column)
                text = TEXT.format(table=quote(table), name=name, column=column, most=most)
                cursor.execute(text)


def _drop_older(cursor, quote, table, beginning, there):
    for older in (name for name in there if name.startswith(beginning)):
        cursor.execute(f"ALTER TABLE {quote(table)} DROP CONSTRAINT {quote(older)}")


def build(connection, tables):
    """Lay all of it down, as the owner. `tables`: those that only triggers write."""
    name = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(SILENCE)
        cursor.execute(BY_HAND)
        for table in sorted(tables):
            cursor.execute(WALL.format(table=name(table)))
    close_places(connection)


def close_places(connection):
    """No function of the run-time role's own; each copy of a database needs it anew."""
    database = connection.ops.quote_name(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute(PLACES.format(database=database))


def gaps(connection, role):
    """What does not stand as it should, in words; read by `check --deploy`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = '_pgtrigger_should_ignore'")
        if cursor.fetchall() != [(SHOULD_IGNORE,)]:
            yield "The run-time role can silence the triggers."
        cursor.execute(
            "SELECT pg_has_role(rolname, pg_get_userbyid(datdba), 'MEMBER'),"
            " has_database_privilege(pg_roles.oid, datname, 'TEMP'),"
            " has_schema_privilege(pg_roles.oid, 'public', 'CREATE')"
            " OR has_database_privilege(pg_roles.oid, datname, 'CREATE')"
            " FROM pg_roles, pg_database"
            " WHERE rolname = %s AND datname = current_database()",
            [role],
        )
        for is_owner, has_temporary, can_create in cursor.fetchall():
            if is_owner:
                yield "The run-time role may act as the owner of the database."
            if has_temporary or can_create:
                yield "The run-time role may keep functions of its own."
