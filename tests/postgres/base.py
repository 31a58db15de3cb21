"""The database backend of the tests: PostgreSQL, whose tables are emptied in a tenth of the time.

A transactional test ends with a flush. TRUNCATE makes the files of 180 tables and of 1,500 indexes
anew, for the few rows that a test wrote; and Django would lay the reference data anew, row by row,
which is put back here as it was.
"""

import io
from graphlib import TopologicalSorter

import pgtrigger
from django.core.management.commands import flush
from django.db import transaction
from django.db.backends.postgresql import base, operations

# They follow from the code, and no test changes them.
FROM_CODE = {"django_content_type", "auth_permission"}
# Each row that goes is looked for in all the tables that point to it.
FEW = 2_000


class DatabaseOperations(operations.DatabaseOperations):
    # {table: its rows as COPY writes them}, and how the tables stood then; until somebody
    # remembers them, nothing is put back. Of the process: within Playwright's loop Django makes
    # another connection to the same database.
    reference, stood = {}, {}

    def remember_reference(self):
        """What every test finds: a flush leaves it or puts it back, and has nothing else to do."""
        DatabaseOperations.reference = self.all_rows()
        DatabaseOperations.stood = self._stand(self.reference)
        flush.emit_post_migrate_signal = lambda *args, **kwargs: None

    def sql_flush(self, style, tables, *, reset_sequences=False, allow_cascade=False):
        """DELETE from the tables that changed, or TRUNCATE where there are many rows.

        Foreign keys are looked at when the transaction ends, and no trigger of ours fires.
        """
        tables = sorted({*tables} - FROM_CODE)
        stand = self._stand(tables)
        if reset_sequences or max((count for count, _ in stand.values()), default=0) > FEW:
            empty = super().sql_flush(
                style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade
            )
        else:
            changed = [table for table in stand if stand[table] != self.stood.get(table)]
            empty = [f"DELETE FROM {self.quote_name(table)}" for table in changed]  # noqa: S608
        return [_without_triggers(), *empty]

    def execute_sql_flush(self, sql_list):
        with transaction.atomic(using=self.connection.alias):
            super().execute_sql_flush(sql_list)
            if not self.reference:
                return
            gone = self.reference.keys() - self._stand(self.reference).keys()
            for table in gone:
                self._write(table, self.reference[table])
        if gone:
            DatabaseOperations.stood = self._stand(self.reference)

    def all_rows(self):
        """{table: its rows as COPY writes them} of the tables that hold any."""
        tables = self.connection.introspection.django_table_names()
        return {table: self._read(table) for table in self._stand(tables)}

    def lay(self, rows):
        """Such rows, in the place of those that the same tables hold."""
        with transaction.atomic(using=self.connection.alias):
            ordered = self._named_before_those_that_name_them(rows)
            empty = [f"DELETE FROM {self.quote_name(table)}" for table in ordered[::-1]]  # noqa: S608
            super().execute_sql_flush([_without_triggers(), *empty])
            for table in ordered:
                self._write(table, rows[table])

    def _named_before_those_that_name_them(self, tables):
        """Where a key is looked at with each row; most are, when the transaction ends."""
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint"
                " WHERE contype = 'f' AND NOT condeferrable AND conrelid <> confrelid"
            )
            named = [(table, other) for table, other in cursor if {table, other} <= tables.keys()]
        sorter = TopologicalSorter(dict.fromkeys(tables, ()))
        for table, other in named:
            sorter.add(table, other)
        return [*sorter.static_order()]

    def _read(self, table):
        rows = io.BytesIO()
        with self.connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {self.quote_name(table)} TO STDOUT", rows)
        return rows.getvalue()

    def _write(self, table, rows):
        with self.connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {self.quote_name(table)} FROM STDIN", io.BytesIO(rows))

    def _stand(self, tables):
        """{table: (how many rows, as far as matters, the last that wrote one)} of those that hold
        any."""
        counts = " UNION ALL ".join(
            f"SELECT '{table}', count(*), max(xmin::text::bigint)"  # noqa: S608
            f" FROM (SELECT xmin FROM {self.quote_name(table)} LIMIT {FEW + 1}) few"
            for table in sorted({*tables} - FROM_CODE)
        )
        with self.connection.cursor() as cursor:
            cursor.execute(counts)
            return {table: (count, last) for table, count, last in cursor.fetchall() if count}


def _without_triggers():
    ours = ",".join(trigger.get_pgid(model) for model, trigger in pgtrigger.registered())
    return f"SET LOCAL pgtrigger.ignore = '{{{ours}}}'"


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
