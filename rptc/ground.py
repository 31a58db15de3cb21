"""What stands before the first table: the database with its order of letters, and two roles.

Whoever keeps PostgreSQL makes them, from `.local/database.sql` where `script/setup --production`
wrote it. Asked by `script/setup` before it makes tables, and by `check --deploy`.
"""

import psycopg2

OLDEST = 15

# The column of the locale has another name since PostgreSQL 17.
FACTS = """
SELECT current_setting('server_version_num')::int / 10000,
       pg_encoding_to_char(encoding),
       COALESCE(to_jsonb(d) ->> 'daticulocale', to_jsonb(d) ->> 'datlocale', '')
  FROM pg_database d WHERE datname = current_database()
"""
ROLES = """
SELECT rolname = current_user, rolsuper, rolcreatedb, rolcreaterole FROM pg_roles
 WHERE rolname IN (current_user, %s)
"""


def refusal(database: dict) -> str:
    """Why this address (rptc/environment.py) does not let us in, in PostgreSQL's words; or ''."""
    try:
        psycopg2.connect(
            dbname=database["NAME"],
            user=database["USER"],
            password=database["PASSWORD"],
            host=database["HOST"],
            port=database["PORT"],
            connect_timeout=5,
            **database["OPTIONS"],
        ).close()
    except psycopg2.OperationalError as error:
        return str(error).strip().splitlines()[0]
    return ""


def gaps(connection, role):
    """What its keeper should have made otherwise, in words. `role`: that of the web process."""
    with connection.cursor() as cursor:
        cursor.execute(FACTS)
        [(version, encoding, locale)] = cursor.fetchall()
        cursor.execute(ROLES, [role])
        roles = {is_owner: rights for is_owner, *rights in cursor.fetchall()}
    if version < OLDEST:
        yield f"PostgreSQL is {version}; {OLDEST} or newer is needed."
    if encoding != "UTF8":
        yield f"The database is kept in {encoding}, not in UTF8: names would be refused."
    if not locale.startswith("id"):
        yield "The database does not sort as in Indonesian (ICU, id)."
    if True in roles:
        is_super, makes_databases, _ = roles[True]
        if is_super:
            yield "The owner of the database is a superuser of all of PostgreSQL."
        elif not makes_databases:
            yield "The owner may make no database, so that no backup can be proved."
    if False not in roles:
        yield f"There is no role {role} beside the owner."
    elif any(roles[False]):
        yield f"The role {role} of the web process may make databases or roles."
