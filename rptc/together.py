"""Rows of several tables, read in one statement.

A list of what waits has a kind a table: to ask for each of them by itself is a question a kind,
twenty on a full day. Here each gives its columns as PostgreSQL writes them, in one array a row;
the driver reads each as the column that it is, and Django makes its objects of them as always.
"""

import re
from collections.abc import Sequence
from operator import itemgetter

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet
from psycopg2.extensions import string_types

# How PostgreSQL numbers the types of columns (pg_type): by these the driver knows how to read one.
TYPES = {
    "boolean": 16,
    "bytea": 17,
    "bigint": 20,
    "smallint": 21,
    "integer": 23,
    "text": 25,
    "double precision": 701,
    "smallint[]": 1005,
    "varchar[]": 1015,
    "bigint[]": 1016,
    "varchar": 1043,
    "date": 1082,
    "time": 1083,
    "time[]": 1183,
    "timestamp with time zone": 1184,
    "interval": 1186,
    "numeric": 1700,
    "uuid": 2950,
    "jsonb": 3802,
}
# Of this one Django reads the text.
JSON = "jsonb"


def read_together(tables: Sequence[QuerySet]) -> list[list]:
    """The rows of each of these querysets, in its order. What they prefetch is asked besides."""
    compilers, texts, values = {}, [], []
    for index, rows in enumerate(tables):
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            text, parameters = compiler.as_sql()
        except EmptyResultSet:
            continue
        compilers[index] = compiler
        columns = [f"c{number}" for number in range(len(compiler.select))]
        written = ", ".join(f"{column}::text" for column in columns)
        texts.append(
            f"SELECT {index:d}, row_number() OVER (), ARRAY[{written}]"  # noqa: S608
            f" FROM ({text}) AS each ({', '.join(columns)})"
        )
        values += parameters
    found = {index: [] for index in compilers}
    if texts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(texts), values)
            for index, _, row in sorted(cursor.fetchall(), key=itemgetter(0, 1)):
                found[index].append(row)
            for index, compiler in compilers.items():
                found[index] = _as_read(found[index], compiler, cursor)
    return [
        _as_models(rows, compilers[index], found[index]) if index in compilers else []
        for index, rows in enumerate(tables)
    ]


def _as_read(rows, compiler, cursor):
    """As the driver gives them where a table is asked for by itself."""
    if not rows:
        return []
    types = [type_of(each.output_field) for each, *_ in compiler.select]
    casts = [string_types[TYPES["text" if each == JSON else each]] for each in types]
    return [
        tuple(None if value is None else cast(value, cursor.cursor) for cast, value in pairs)
        for pairs in (zip(casts, row, strict=True) for row in rows)
    ]


def type_of(field) -> str | None:
    """As PostgreSQL calls it, however long; None of what is no column of its own."""
    return re.sub(r"\([\d, ]*\)", "", field.db_type(connection))


def _as_models(rows, compiler, found):
    rows = rows.all()
    compiler.execute_sql = lambda *args, **kwargs: [found]
    rows.query.get_compiler = lambda *args, **kwargs: compiler
    return list(rows)
