"""SQL that Django writes, and PostgreSQL plans, once for all readers of the same rights.

To write a queryset down as SQL takes longer than PostgreSQL needs to answer it, and the first
page asks thirty; to plan these takes longer than to run them. From one reader and moment to the
next only few values differ: the reader's key, and moments and days counted from now. So the SQL is
written once, with these as parameters, and prepared once a connection. Whatever else it would
depend on is refused when it is written: what the database says, and other columns of the reader.
"""

import re
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import BooleanField, Func, QuerySet, Value
from django.db.transaction import TransactionManagementError
from psycopg2.extensions import AsIs

from rptc import days
from rptc.accounts.models import User

# Nobody has this key, and nobody is here then.
NOBODY = 9_000_000_000_000_000_001
THEN = datetime(2901, 3, 5, 5, 17, 23, 456789, tzinfo=UTC)
THAT_DAY = days.day_of(THEN)
NEAR = timedelta(days=500)
# A day after it is counted from that moment.
NO_LONGER_OURS = 2800

THEN_IN_TEXT = f"'{THEN.isoformat()}'"


@dataclass(frozen=True)
class Mark:
    """`of(user, found_out)` are the keys that stand there for a reader, asked anew each time; what
    it finds out beside is put to the rest. None where only the caller knows them."""

    of: Callable[[User, dict[str, Any]], list[int]] | None
    write: Callable[[list[int]], str]


def as_array(keys) -> str:
    return f"{{{','.join(map(str, keys))}}}"


# Below every key.
BELOW = 0
# Whether a key is one of many, without a scan: the nearest from below is looked at alone. As a
# multirange they are looked up as fast, and of hundreds PostgreSQL reads twenty times as long.
IN_SET = "({set}::bigint[])[width_bucket({key}, {set}::bigint[])] = {key}"


def as_set(keys) -> str:
    """An array for IN_SET, in which there is something below every key."""
    return as_array([BELOW, *sorted(keys)])


_marks: dict[str, Mark] = {}


def stands_for(mark: str, of=None, write=as_array) -> str:
    """Keys that are found out once for a reader instead of in each of the many conditions. In the
    SQL that is kept, the mark is a parameter: an array, written as one or as a set."""
    _marks[mark] = Mark(of, write)
    return mark


THESE_PEOPLE = stands_for("THESE_PEOPLE")
# Rows that only the caller knows: one by its key, or several.
THIS = 9_000_000_000_000_000_002
THESE = stands_for("THESE_ROWS")


class AmongThese(Func):
    """The column is the key of one of the rows, or of the people, that the caller names."""

    template = "%(expressions)s = ANY (%(mark)s)"
    output_field = BooleanField()

    def __init__(self, *expressions, mark=THESE):
        super().__init__(*expressions, mark=mark)


class CannotBeKept(Exception):
    """The SQL depends on more than the reader's rights, key and moment."""


@dataclass(frozen=True)
class Sql:
    text: str
    values: list[Any]


def sql_of(rows) -> Sql | None:
    """A queryset as SQL, in no order; None where there can be no rows."""
    try:
        return Sql(*rows.order_by().query.sql_with_params())
    except EmptyResultSet:
        return None


def joined(separator: str, parts) -> Sql:
    """One text of several, without those that ask nothing."""
    parts = [part for part in parts if part and part.text]
    values = [value for part in parts for value in part.values]
    return Sql(separator.join(part.text for part in parts), values)


def answers(sql: Sql | None) -> list[tuple]:
    """The rows that the database answers with; none where nothing is asked."""
    if not (sql and sql.text):
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql.text, sql.values)
        return cursor.fetchall()


@dataclass(frozen=True)
class Asking:
    """Who asks, when, and what only the caller knows: {mark: keys}, and the key of THIS."""

    user: User
    given: dict[str, Any]
    now: datetime = field(default_factory=days.now)

    @cached_property
    def today(self) -> date:
        return days.day_of(self.now)

    def keys(self, mark) -> str:
        """As PostgreSQL reads them: of hundreds, to write them down takes its time too."""
        write = _marks[mark].write
        if mark in self.given:
            return write(self.given[mark])
        if mark not in self._found_out:
            self._found_out[mark] = write(_marks[mark].of(self.user, self._found_out))
        return self._found_out[mark]

    @cached_property
    def _found_out(self) -> dict[str, Any]:
        """By a page that is only read, once for all that it asks (rptc/admission.py)."""
        found = getattr(self.user, "found_out", None)
        return {} if found is None else found


@dataclass(frozen=True)
class Parameter:
    """How it is found for an asking, and its type. Those of one name are one, however often they
    stand in the text."""

    name: str
    type: str
    of: Callable[[Asking], Any] = field(compare=False)


@dataclass(frozen=True, eq=False)
class Kept:
    """The text, and what stands for each %s in it: a Parameter, or the same value for all."""

    text: str
    values: list[Any]

    @cached_property
    def parameters(self) -> list[Parameter]:
        return list(dict.fromkeys(each for each in self.values if isinstance(each, Parameter)))

    def for_reader(self, user, **given) -> Sql:
        """The SQL as it is for this reader, now."""
        asking = Asking(user, given)
        return Sql(
            self.text,
            [each.of(asking) if isinstance(each, Parameter) else each for each in self.values],
        )

    def prepared_for(self, user, **given) -> Sql:
        """The same, as PostgreSQL has planned it before."""
        marks = ", ".join(["%s"] * len(self.parameters))
        text = f"EXECUTE {_name_of(self)}" + (f" ({marks})" if marks else "")
        asking = Asking(user, given)
        return Sql(text, [parameter.of(asking) for parameter in self.parameters])

    @property
    def numbered(self) -> list[Any]:
        """The values as PREPARE wants them: what is the same for all is written out, since an
        index of certain rows alone helps only a plan that knows their value."""
        numbers = {each: number for number, each in enumerate(self.parameters, start=1)}
        return [
            AsIs(f"${numbers[each]}::{each.type}") if isinstance(each, Parameter) else each
            for each in self.values
        ]


def kept_for(write: Callable[..., Sql], user, *asked, **given) -> Sql | None:
    """What `write` gives for this reader, written and planned once for all of the same rights and
    for all that is `asked` beside; None where it gives nothing."""
    rights, _ = rights_of(user)
    kept = _kept(write, *rights, asked=asked)
    return kept.prepared_for(user, **given) if kept.text else None


def keep(write: Callable[..., Sql], roles, delegated, own_files, *, manner=(), asked=()) -> Kept:
    """What `write` gives for a reader of these rights, to whom these files are closed as their
    own or their family's; `manner` is how the page asks (rptc/admission.py)."""
    reader = User.from_db(None, ["id", "is_active"], [NOBODY, True])
    # Any other column would be read from the database, which has no such reader.
    reader.roles_today, reader.delegated_today, reader.own_files = roles, delegated, own_files
    for name, value in manner:
        setattr(reader, name, value)
    reader.is_whoever_asks = True
    with days.told_at(THEN), connection.execute_wrapper(_refuse):
        kept = with_parameters(write(reader, *asked), own_files)
    if str(THEN.year) in kept.text:
        raise CannotBeKept("a day in the text")
    return kept


_kept = lru_cache(maxsize=500)(keep)


# -- Rows of models -------------------------------------------------------------------------------


def kept_rows(write: Callable[..., QuerySet], user, *asked, this=None, these=()) -> list:
    """The rows of the queryset that `write` gives for this reader, written and planned once for
    all of the same rights and for all that is `asked` beside; `this` and `these` are the keys
    that stand for THIS and THESE. Of no `user` are those that are the same for whoever asks."""
    rights, manner = rights_of(user)
    kept = _kept_rows(write, *rights, manner=manner, asked=asked)
    return kept.fetched(user, THIS=this, **{THESE: list(these)})


def kept_first(write: Callable[..., QuerySet], user, *asked, this=None, these=()):
    """The first of these rows, or None."""
    return next(iter(kept_rows(write, user, *asked, this=this, these=these)), None)


def kept_number(write: Callable[..., QuerySet], user, *asked, this=None) -> int:
    """How many rows there are, in the same way."""
    rights, manner = rights_of(user)
    kept = _kept(_number, *rights, manner=manner, asked=(write, *asked))
    return answers(kept.prepared_for(user, THIS=this))[0][0] if kept.text else 0


def kept_counts(write: Callable[..., tuple], user, *asked) -> dict[str, Any]:
    """What is counted for this reader, in the same way; `write` gives the rows, and {name:
    aggregate}. One statement, and one row whatever there is."""
    counts = kept_first(_counted, user, write, *asked)
    del counts["one"]
    return counts


def _counted(user, write, *asked):
    rows, numbers = write(user, *asked)
    return rows.order_by().values(one=Value(1)).annotate(**numbers)


# Rows are asked for by so many.
FULL = 25


class KeptList:
    """Rows that are read page by page: how many there are, and some of them by their places."""

    ordered = True

    def __init__(self, write: Callable[..., QuerySet], user, *asked, this=None):
        self.write, self.user, self.asked, self.this = write, user, asked, this

    def count(self) -> int:
        return kept_number(self.write, self.user, *self.asked, this=self.this)

    def __getitem__(self, places: slice) -> list:
        # The last page as well is asked for as a full one: else each number of rows would be
        # another text, written and planned anew.
        number = places.stop - places.start
        full = places.start + -(-number // FULL) * FULL
        asked = (self.write, places.start, full, *self.asked)
        return kept_rows(_between, self.user, *asked, this=self.this)[:number]


def _between(user, write, first, last, *asked):
    return write(user, *asked)[first:last]


def _number(user, write, *asked) -> Sql:
    sql = sql_of(write(user, *asked).values("pk"))
    return Sql(f"SELECT count(*) FROM ({sql.text}) AS counted", sql.values) if sql else Sql("", [])  # noqa: S608


def rights_of(user):
    if user is None:
        return (frozenset(), frozenset(), frozenset()), ()
    manner = tuple((name, getattr(user, name)) for name in ASKED_AS if hasattr(user, name))
    return (user.roles_today, user.delegated_today, user.own_files), manner


def put_related(row, name, rows):
    """As if they had been prefetched."""
    related = getattr(row, name)
    queryset = related.get_queryset()
    for each in rows:
        setattr(each, related.field.name, row)
    queryset._result_cache, queryset._prefetch_done = rows, True
    vars(row).setdefault("_prefetched_objects_cache", {})[name] = queryset


def keys_of(rows) -> list[int]:
    return [row.pk for row in rows]


# What a page says of how it asks (rptc/admission.py).
ASKED_AS = ["asks_as_house", "is_reading"]


class KeptRows:
    """A queryset whose SQL stands already: its compiler is used again, with other values."""

    def __init__(self, write, *rights, manner, asked):
        self.write, self.asked = write, asked
        self.sql = keep(self._written, *rights, manner=manner, asked=asked)

    def _written(self, reader, *asked) -> Sql:
        self._rows = self.write(reader, *asked)
        _check_prefetched(self._rows)
        self._compiler = self._rows.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            return Sql(*self._compiler.as_sql())
        except EmptyResultSet:
            return Sql("", [])

    def fetched(self, user, **given) -> list:
        if not self.sql.text:
            return []
        if self._rows.query.select_for_update and connection.get_autocommit():
            # As Django says when it writes it: the lock would be gone at once.
            raise TransactionManagementError("Rows are locked in a transaction.")
        sql = self.sql.prepared_for(user, **given)
        compiler = copy(self._compiler)
        # Each thread has a connection of its own.
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda: (sql.text, sql.values)
        compiler.get_converters = lambda columns: self._converters
        rows = self._rows.all()
        rows.query.get_compiler = lambda *args, **kwargs: compiler
        return list(rows)

    @cached_property
    def _converters(self):
        """How the values of the columns become those of the fields."""
        return self._compiler.get_converters([column for column, *_ in self._compiler.select])


def _check_prefetched(rows):
    """What is read with the rows is written each time: it must be the same for all."""
    for lookup in rows._prefetch_related_lookups:
        told = getattr(lookup, "queryset", None)
        if told is not None:
            if with_parameters(Sql(*told.query.sql_with_params())).parameters:
                raise CannotBeKept(f"prefetches what depends on the reader: {lookup.prefetch_to}")
            _check_prefetched(told)


_kept_rows = lru_cache(maxsize=1000)(KeptRows)


def _refuse(execute, sql, params, many, context):
    raise CannotBeKept(f"asks the database: {sql}")


def with_parameters(sql: Sql, own_files=frozenset()) -> Kept:
    """With a parameter wherever the reader, the moment or a mark stands, in the text as well. The
    numbers of own files are part of the rights, whatever else they look like."""
    before, after = iter(sql.values), []

    def in_place(found):
        if found[0] == "%%":
            return found[0]
        if found[0] == "%s":
            value = next(before)
            is_own = type(value) is int and value in own_files
            after.append(value if is_own else _value(value))
        else:
            after.append(_in_text(found[0]))
        return "%s"

    places = ["%%", "%s", THEN_IN_TEXT, str(NOBODY), str(THIS), *_marks]
    text = re.sub("|".join(map(re.escape, places)), in_place, sql.text)
    return Kept(text, after)


def _in_text(place):
    if place == THEN_IN_TEXT:
        return NOW
    keys = {str(NOBODY): READER, str(THIS): THE_ROW}
    return keys.get(place) or _keys_at(place)


def _keys_at(place):
    return Parameter(place, "bigint[]", lambda asking: asking.keys(place))


READER = Parameter("reader", "bigint", lambda asking: asking.user.pk)
THE_ROW = Parameter("this", "bigint", lambda asking: asking.given["THIS"])
NOW = Parameter("now", "timestamptz", lambda asking: asking.now.astimezone(UTC).isoformat())


def _value(value):
    """The value itself, or how it is found for each asking."""
    if value == NOBODY:
        return READER
    if value == THIS:
        return THE_ROW
    if isinstance(value, datetime) and abs(value - THEN) < NEAR:
        if value.microsecond == THEN.microsecond:
            since = value - THEN
            return Parameter(f"now {since}", "timestamptz", lambda asking: asking.now + since)
        since = value - days.starts_at(THAT_DAY)
        return Parameter(
            f"today {since}", "timestamptz", lambda asking: days.starts_at(asking.today) + since
        )
    if type(value) is date and abs(value - THAT_DAY) < NEAR:
        since = value - THAT_DAY
        return Parameter(f"day {since}", "date", lambda asking: asking.today + since)
    if type(value) is int and value != THEN.year:
        # The figures of that year may stand in a key.
        return value
    is_far = isinstance(value, date) and value.year > NO_LONGER_OURS
    if is_far or any(mark in str(value) for mark in (str(NOBODY), str(THIS), str(THEN.year))):
        raise CannotBeKept(repr(value))
    return value


# -- Prepared -------------------------------------------------------------------------------------

# Each plan takes memory of the connection; the pages of all roles together ask fewer.
MOST_PREPARED = 800
# connection to PostgreSQL -> {what was prepared there: its name}
_prepared = WeakKeyDictionary()


def _name_of(kept):
    connection.ensure_connection()
    names = _prepared.setdefault(connection.connection, {})
    if kept not in names:
        # Once a connection, so no statement of whichever page comes first.
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            if len(names) >= MOST_PREPARED:
                cursor.execute("DEALLOCATE ALL")
                names.clear()
            name = f"kept_{len(names)}"
            cursor.execute(f"PREPARE {name} AS {kept.text}", kept.numbered)
        names[kept] = name
    return names[kept]
