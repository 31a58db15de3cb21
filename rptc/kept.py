"""SQL that Django writes once for all readers of the same rights.

To write a queryset down as SQL takes longer than PostgreSQL needs to answer it, and the first
page asks thirty. From one reader and moment to the next only few values differ: the reader's key,
and moments and days counted from now. So the SQL is written once, with marks for these, and they
are filled in at each asking. Whatever else it would depend on is refused when it is written: what
the database says, and other columns of the reader.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from rptc import days
from rptc.accounts.models import User

# Nobody has this key, and nobody is here then.
NOBODY = 9_000_000_000_000_000_001
THEN = datetime(2901, 3, 5, 5, 17, 23, 456789, tzinfo=UTC)
THAT_DAY = days.day_of(THEN)
NEAR = timedelta(days=500)


# mark in the text -> what stands there for a reader, asked anew each time.
_marks: dict[str, Callable[[User], str]] = {}


def stands_for(mark: str, of: Callable[[User], str]) -> str:
    """What a room finds out once for a reader instead of in each of the many conditions. The SQL
    that is kept has the mark in its place."""
    _marks[mark] = of
    return mark


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


@dataclass(frozen=True)
class Kept:
    sql: Sql

    def for_reader(self, user) -> Sql:
        """The SQL as it is for this reader, now."""
        now = days.now()
        today = days.day_of(now)
        text = self.sql.text.replace(str(NOBODY), str(user.pk))
        text = text.replace(THEN.isoformat(), now.astimezone(UTC).isoformat())
        for mark, of in _marks.items():
            if mark in text:
                text = text.replace(mark, of(user))
        values = self.sql.values
        return Sql(text, [v(user, now, today) if callable(v) else v for v in values])


def kept_for(write: Callable[[User], Sql], user) -> Sql:
    """What `write` gives for this reader, written down once for all of the same rights."""
    return _kept(write, user.roles_today, user.delegated_today, user.own_files).for_reader(user)


def keep(write: Callable[[User], Sql], roles, delegated, own_files) -> Kept:
    """What `write` gives for a reader of these rights, to whom these files are closed as their
    own or their family's."""
    reader = User.from_db(None, ["id", "is_active"], [NOBODY, True])
    # Any other column would be read from the database, which has no such reader.
    reader.roles_today, reader.delegated_today, reader.own_files = roles, delegated, own_files
    reader.is_whoever_asks = True
    with days.told_at(THEN), connection.execute_wrapper(_refuse):
        sql = write(reader)
    if str(THEN.year) in sql.text.replace(THEN.isoformat(), ""):
        raise CannotBeKept("a day in the text")
    return Kept(Sql(sql.text, [_filler(value) for value in sql.values]))


_kept = lru_cache(maxsize=500)(keep)


def _refuse(execute, sql, params, many, context):
    raise CannotBeKept(f"asks the database: {sql}")


def _filler(value):
    """The value itself, or how it is found for each reader."""
    if value == NOBODY:
        return lambda user, now, today: user.pk
    if isinstance(value, datetime) and abs(value - THEN) < NEAR:
        if value.microsecond == THEN.microsecond:
            since = value - THEN
            return lambda user, now, today: now + since
        since = value - days.starts_at(THAT_DAY)
        return lambda user, now, today: days.starts_at(today) + since
    if type(value) is date and abs(value - THAT_DAY) < NEAR:
        since = value - THAT_DAY
        return lambda user, now, today: today + since
    if any(mark in str(value) for mark in (str(NOBODY), str(THEN.year))):
        raise CannotBeKept(repr(value))
    return value
