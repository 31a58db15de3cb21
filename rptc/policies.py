"""Which rows PostgreSQL itself shows to the reader of a page (docs/security.md, The second wall).

A page asks for the rows that its reader may see (access.py, `visible_to`). Where it forgets to,
the database still answers with no row of these tables that is not theirs. Who reads is told by the
first statement inside the page's transaction and is over with it; who has told nothing reads
nothing and adds nothing. The owner of the tables is not asked: commands and migrations are theirs.

A model says its rule as `row_policy`, and `migrate` lays it down, as it does rptc/walls.py.
"""

from contextlib import contextmanager
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, transaction

from rptc.accounts.permissions import AGENCY_DECIDES, CAN_BE_DELEGATED, GRANTS, Role

# In brackets of their own PostgreSQL asks these once a query, and not once a row.
READER = "(SELECT NULLIF(current_setting('rptc.reader', true), '')::bigint)"
HOLDS = "(SELECT string_to_array(current_setting('rptc.holds', true), ',') && '{{{}}}')"
WHOEVER_ACTS = "(SELECT current_setting('rptc.whoever_acts', true) = 'yes')"

# A row that says who wrote it is written by them. Where a page has told who reads, that is one.
IN_OWN_NAME = f"recorded_by_id = COALESCE({READER}, recorded_by_id)"

TELL = "SELECT set_config('rptc.reader', %s, true), set_config('rptc.holds', %s, true)"
# A page that changes nothing would wait for the disk several times as long as it is read. Its line
# in the log is there at once for everybody; only where the machine itself fails within the next
# second may it be missing (docs/looks.md).
TELL_AND_READ = f"{TELL}, set_config('synchronous_commit', 'off', true)"
LET = "SELECT set_config('rptc.whoever_acts', %s, true)"


@dataclass(frozen=True)
class RowPolicy:
    """Whose row it is to read, to add, to change and to delete, and whose its history is to read:
    SQL about the row. An empty text: nobody does that."""

    reads: str
    adds: str
    changes: str
    history: str
    deletes: str = ""
    # Which rows are changed, where it is not simply those that may be written: an UPDATE without
    # a condition reads none, and so asks no rule about reading.
    changes_of: str = ""


def may(*permissions):
    """Whoever has one of these: by a role, by a delegation, or as the Dinas, who decide on what
    the head entered."""
    held = CAN_BE_DELEGATED.intersection(permissions)
    for permission in permissions:
        held |= {role.value for role in GRANTS[permission]}
        held |= {Role.AGENCY.value} if permission in AGENCY_DECIDES else set()
    return HOLDS.format(",".join(sorted(held)))


# {name of a function: (what it returns, its text)}
ASKED = {}


def ask_owner(name, returns, text):
    """What a rule must find in another table, as SQL for the rule: a function asks for it in the
    name of the tables' owner, once a query. Asked by the reader, that table's own rule would be
    planned into this one, and into that one those of the tables that it asks: eight rows became a
    plan of a thousand parts. It answers about whoever reads, and takes nothing."""
    if ASKED.setdefault(name, (returns, text)) != (returns, text):
        raise ValueError(f"{name} asks for two things.")
    return f"(SELECT public.{name}())"


def tell_reader(user, *, changes_nothing=False):
    """Who reads, until the transaction ends. Outside of one nobody does: a page that opens its
    own (`non_atomic_requests`) has no reader."""
    if connection.in_atomic_block:
        roles = [role.value for role in user.roles_today]
        held = ",".join(sorted([*roles, *user.delegated_today]))
        with connection.cursor() as cursor:
            cursor.execute(TELL_AND_READ if changes_nothing else TELL, [str(user.pk), held])


@contextmanager
def whoever_acts():
    """An act finds and changes what it must, also where its reader may not read it: a merge leaves
    no row behind because of who merges. What it finds is shown to nobody."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LET, ["yes"])
        yield
        # After a failure it is over as well: PostgreSQL takes it back with the savepoint.
        cursor.execute(LET, [""])


# -- In the database ------------------------------------------------------------------------------


def declared():
    """{table: {name of a policy: what it says}} of all models, and of their histories."""
    tables = {}
    for model in apps.get_models():
        if policy := getattr(model, "row_policy", None):
            tables[model._meta.db_table] = _of_rows(policy)
        policy = getattr(getattr(model, "pgh_tracked_model", None), "row_policy", None)
        if policy:
            tables[model._meta.db_table] = _of_history(policy)
    return tables


def _of_rows(policy):
    changes = policy.changes and f"{policy.changes} OR {WHOEVER_ACTS}"
    found = policy.changes_of and f"{policy.changes_of} OR {WHOEVER_ACTS}"
    deletes = policy.deletes and f"{policy.deletes} OR {WHOEVER_ACTS}"
    said = {
        "reads": f"FOR SELECT USING ({policy.reads} OR {WHOEVER_ACTS})",
        "adds": policy.adds and f"FOR INSERT WITH CHECK ({policy.adds})",
        "changes": changes and f"FOR UPDATE USING ({found or changes}) WITH CHECK ({changes})",
        "deletes": deletes and f"FOR DELETE USING ({deletes})",
    }
    return {name: text for name, text in said.items() if text}


def _of_history(policy):
    # Only triggers write there (rptc/walls.py), of rows that stand.
    return {
        "reads": f"FOR SELECT USING ({policy.history})",
        "adds": "FOR INSERT WITH CHECK (true)",
    }


# Names are looked up where the owner put them; nobody puts a table of their own before.
ASK = """
CREATE OR REPLACE FUNCTION public.{name}() RETURNS {returns}
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $${text}$$
"""
ASKS = """
SELECT proname, pg_get_function_result(oid), prosrc
  FROM pg_proc
 WHERE proname = ANY (%s) AND pronamespace = 'public'::regnamespace AND prosecdef
"""
# A policy carries what it was made from: PostgreSQL would tell it in words of its own.
STANDING = """
SELECT walled.oid::regclass::text, relrowsecurity, polname,
       obj_description(policy.oid, 'pg_policy')
  FROM pg_class AS walled LEFT JOIN pg_policy AS policy ON polrelid = walled.oid
 WHERE relrowsecurity OR polname IS NOT NULL
"""


def standing(cursor):
    """{table: (is it walled, {name of a policy: what it says})} as the database has it."""
    cursor.execute(STANDING)
    tables = {}
    for table, is_walled, name, said in cursor.fetchall():
        tables.setdefault(table, (is_walled, {}))
        if name:
            tables[table][1][name] = said
    return tables


def build(connection):
    """Lay down what is missing or says something else, as the owner."""
    quote, should = connection.ops.quote_name, declared()
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for name, (returns, text) in ASKED.items():
            cursor.execute(ASK.format(name=name, returns=returns, text=text))
        stand = standing(cursor)
        for table in sorted(should.keys() | stand.keys()):
            if stand.get(table) != (True, should.get(table)):
                _drop(cursor, quote, table, stand.get(table, (False, {}))[1])
                _lay(cursor, quote, table, should.get(table))


def take_down(connection):
    """No policy, and no row to pages: as the owner, until all is laid down again."""
    quote = connection.ops.quote_name
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for table, (_, policies) in standing(cursor).items():
            _drop(cursor, quote, table, policies)


def _drop(cursor, quote, table, names):
    for name in names:
        cursor.execute(f"DROP POLICY {quote(name)} ON {quote(table)}")


def _lay(cursor, quote, table, policies):
    if policies is None:
        cursor.execute(f"ALTER TABLE {quote(table)} DISABLE ROW LEVEL SECURITY")
        return
    cursor.execute(f"ALTER TABLE {quote(table)} ENABLE ROW LEVEL SECURITY")
    for name, said in policies.items():
        cursor.execute(f"CREATE POLICY {quote(name)} ON {quote(table)} {said}")
        cursor.execute(f"COMMENT ON POLICY {quote(name)} ON {quote(table)} IS %s", [said])


def gaps(connection, role):
    """What does not stand as it should, in words; read by `check --deploy`."""
    with connection.cursor() as cursor:
        stand = standing(cursor)
        for table, policies in sorted(declared().items()):
            if stand.get(table) != (True, policies):
                yield f"The rows of {table} are not walled."
        cursor.execute(ASKS, [list(ASKED)])
        asks = {name: (returns, text) for name, returns, text in cursor.fetchall()}
        for name in sorted(name for name in ASKED if asks.get(name) != ASKED[name]):
            yield f"{name}() does not answer as it should."
        cursor.execute(
            "SELECT FROM pg_roles WHERE rolname = %s AND (rolsuper OR rolbypassrls)", [role]
        )
        if cursor.fetchone() is not None:
            yield "The run-time role passes by the policies of rows."
