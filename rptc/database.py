"""What a database needs besides its tables: functions, triggers, reference data, and the rights
of the run-time role.

Runs after every `migrate` and every `flush`, and only adds what is missing.
"""

import pgtrigger
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connections, transaction
from django.db.models import TextField

from rptc import policies, walls
from rptc.guards import KeptAsWritten

# The run-time role adds to these and reads them, and nothing else.
APPEND_ONLY = {
    "audit_entry",
    "letters_emblem",
    "letters_letterfile",
    "letters_signaturesheet",
}
# Commands alone write and read them (rptc/mail/queue.py): the run-time role has no right at all.
OF_COMMANDS = {
    "mail_alert",
    "mail_digest",
    "post_office_attachment",
    "post_office_attachment_emails",
    "post_office_email",
    "post_office_emailtemplate",
    "post_office_log",
}
OURS = {"rptc", "cases", "partners", "reports"}
# Who may know whom, and what is closed (docs/access.md), follows from the rows of other tables.
BY_TRIGGERS = {"accounts_ownfile", "cases_partnername", "cases_reach", "cases_referredto"}


# Those of the code of before: their functions name columns that a migration may have renamed.
IGNORE_TRIGGERS = """
SELECT set_config('pgtrigger.ignore', COALESCE(array_agg(DISTINCT tgname), '{}')::TEXT, false)
  FROM pg_trigger WHERE tgname LIKE 'pgtrigger\\_%'
"""

ONLY_FORWARD = (
    "Migrasi tidak dijalankan mundur: yang tidak dikenal versi lama akan ikut terhapus."
    " Untuk kembali ke versi sebelumnya, pulihkan cadangannya (README, Upgrade)."
)


def make_way(sender, using="default", plan=None, **kwargs):
    """Called by pre_migrate. Nothing goes backward: what the code before does not know would be
    deleted with its tables. A migration that writes rows is met by no trigger: that holds for this
    session alone, so a migrate that is broken off leaves every trigger in force. Policies hold
    columns fast that a migration may change; without them the rows are closed to pages."""
    if any(is_backward for _, is_backward in plan or ()):
        raise CommandError(ONLY_FORWARD)
    if sender.label == "reports":
        with connections[using].cursor() as cursor:
            cursor.execute(IGNORE_TRIGGERS)
        if plan:
            policies.take_down(connections[using])


def prepare(sender, using="default", plan=None, **kwargs):
    """Called for each app by post_migrate; acts once, when the last app's tables are there."""
    if sender.label != "reports":
        return
    with connections[using].cursor() as cursor:
        cursor.execute("RESET pgtrigger.ignore")
    if not _is_migrated(using):
        return
    if plan is not None:  # After a flush, which has no plan, both are still there.
        _install_functions(using)
        pgtrigger.install(database=using)
        walls.build(connections[using], history_tables() | BY_TRIGGERS)
        walls.bound_texts(connections[using], long_texts())
        policies.build(connections[using])
    call_command("createcachetable", database=using, verbosity=0)
    # All of it or nothing: a migrate that is broken off leaves no half of a list.
    with transaction.atomic(using=using):
        _grant_to_runtime_role(using)
        _load_reference()


def _load_reference():
    from cases import reference as cases
    from partners import reference as partners
    from reports import reference as reports
    from rptc.letters import reference as letters

    for app in (letters, cases, partners, reports):
        app.load()


def _is_migrated(using):
    with connections[using].cursor() as cursor:
        tables = connections[using].introspection.table_names(cursor)
    return "reports_countingrule" in tables


def _install_functions(using):
    """Like the triggers that call them: from the code as it is, not from a row of migrations."""
    from cases.people.ages import IS_CHILD_ON

    with connections[using].cursor() as cursor:
        cursor.execute(IS_CHILD_ON)


def long_texts():
    """{(table, column): how long} of the texts of our rows."""
    return {
        (model._meta.db_table, column.column): column.max_length
        for model in apps.get_models()
        if model.__module__.split(".")[0] in OURS and not hasattr(model, "pgh_tracked_model")
        for column in model._meta.local_concrete_fields
        if isinstance(column, TextField) and column.max_length
    }


def history_tables():
    """Every table of row history."""
    return {
        model._meta.db_table for model in apps.get_models() if hasattr(model, "pgh_tracked_model")
    }


def written_once():
    """Every table whose rows stay as they were written."""
    return {
        model._meta.db_table
        for model, trigger in pgtrigger.registered()
        if isinstance(trigger, KeptAsWritten)
    }


def append_only_tables():
    """The log, every table of row history, and what stays as it was written."""
    return APPEND_ONLY | history_tables() | written_once()


def _grant_to_runtime_role(using):
    connection = connections[using]
    role = connection.ops.quote_name(settings.RUNTIME_ROLE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [settings.RUNTIME_ROLE])
        if cursor.fetchone() is None:
            return
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
        )
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
        for table in sorted(append_only_tables()):
            name = connection.ops.quote_name(table)
            cursor.execute(f"REVOKE UPDATE, DELETE ON {name} FROM {role}")
        for table in ("django_migrations", "audit_laid", "upkeep_job"):
            cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM {role}")
        for table in sorted(OF_COMMANDS):
            cursor.execute(f"REVOKE ALL ON {table} FROM {role}")
