"""The database backend of the tests: PostgreSQL, whose tables are emptied in a tenth of the time.

A transactional test ends with a flush. TRUNCATE makes the files of 180 tables and of 1,500 indexes
anew, for the few rows that a test wrote.
"""

import pgtrigger
from django.db.backends.postgresql import base, operations

# They follow from the code, and no test changes them.
FROM_CODE = {"django_content_type", "auth_permission"}
# Each row that goes is looked for in all the tables that point to it.
FEW = 2_000


class DatabaseOperations(operations.DatabaseOperations):
    def sql_flush(self, style, tables, *, reset_sequences=False, allow_cascade=False):
        """DELETE from the tables that hold rows, or TRUNCATE where there are many.

        Foreign keys are looked at when the transaction ends, and no trigger of ours fires.
        """
        rows = self._rows(set(tables) - FROM_CODE)
        if reset_sequences or max(rows.values(), default=0) > FEW:
            return super().sql_flush(
                style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade
            )
        ours = ",".join(trigger.get_pgid(model) for model, trigger in pgtrigger.registered())
        return [
            f"SET LOCAL pgtrigger.ignore = '{{{ours}}}'",
            *(f"DELETE FROM {self.quote_name(table)}" for table in rows),  # noqa: S608
        ]

    def _rows(self, tables):
        """{table: how many rows, as far as matters} of those that hold any."""
        counts = " UNION ALL ".join(
            f"SELECT '{table}', count(*) FROM (SELECT FROM {self.quote_name(table)}"  # noqa: S608
            f" LIMIT {FEW + 1}) few"
            for table in sorted(tables)
        )
        with self.connection.cursor() as cursor:
            cursor.execute(counts)
            return {table: count for table, count in cursor.fetchall() if count}


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
