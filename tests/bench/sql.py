"""INSERT ... SELECT from models, and a few words of SQL for drawing lots."""

from django.db import connection


def run(sql: str, *parameters) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or None)


def insert(model, source: str, /, **columns: str) -> None:
    """INSERT INTO the model's table SELECT ... `source`.

    A column is given as SQL; every other one gets its model's default.
    """
    fields, values, defaults = [], [], []
    for field in model._meta.concrete_fields:
        if field.attname in columns:
            values.append(columns.pop(field.attname))
        elif field.name == "send_key":
            values.append("gen_random_uuid()")
        elif field.primary_key or field.has_db_default():
            continue
        else:
            values.append("%s")
            defaults.append(field.get_db_prep_save(field.get_default(), connection))
        fields.append(connection.ops.quote_name(field.column))
    if columns:
        raise TypeError(f"{model.__name__} has no {', '.join(columns)}")
    into = f"{model._meta.db_table} ({', '.join(fields)})"
    run(f"INSERT INTO {into} SELECT {', '.join(values)} {source}", *defaults)  # noqa: S608


def insert_many(model, source: str, /, **columns: str) -> None:
    """The same without a trigger: to be told to do nothing takes each of them longer than the row
    does. Whom a row points to is looked at before they stand again."""
    table = model._meta.db_table
    run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    insert(model, source, **columns)
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("SET CONSTRAINTS ALL DEFERRED")
    run(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def next_id(model) -> str:
    return f"nextval(pg_get_serial_sequence('{model._meta.db_table}', 'id'))"


def keys(queryset) -> str:
    """An SQL array of primary keys."""
    return f"ARRAY[{','.join(str(key) for key in queryset.values_list('pk', flat=True))}]"


def texts(strings: list[str]) -> str:
    """An SQL array of texts."""
    quoted = ["'{}'".format(string.replace("'", "''")) for string in strings]
    return f"ARRAY[{','.join(quoted)}]"


def one_of(array: str, dice: str = "random()") -> str:
    """A member of an SQL array; `power(random(), 2)` prefers the first ones."""
    return f"({array})[1 + floor(cardinality({array}) * {dice})::int]"


def fetch(sql: str, *parameters) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or None)
        return cursor.fetchall()
