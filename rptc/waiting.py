"""What waits, and for whom: one registry.

Each room registers its kinds of what waits in a `waiting.py` of its own, which its app loads
when it starts. Hari Ini, a person's file and lists only order and show them: they know no table
of any room. What somebody was asked to do is a task; what follows from a fact is read from the
fact, by the same querysets as the page that lists it, and none of it is stored.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import DateTimeField, F, Func, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse


class Urgency(models.TextChoices):
    """The most pressing first; the values are the shapes of a state on the screen."""

    LATE = "late", "Terlambat"
    DUE = "due", "Harus dikerjakan"
    WAIT = "wait", "Menunggu"
    # Goes on by itself, and is looked at when there is time.
    RUN = "run", "Berjalan"


class Part(models.TextChoices):
    """The parts of a person's file; the values are used in addresses."""

    SUMMARY = "ringkasan", "Ringkasan"
    STAY = "masa-pembinaan", "Masa pembinaan"
    ASSESSMENTS = "asesmen", "Asesmen"
    PLAN = "rencana", "Rencana"
    NOTES = "catatan", "Catatan"
    HEALTH = "kesehatan", "Kesehatan"
    IDENTITY = "identitas", "Identitas"
    FAMILY = "keluarga", "Keluarga"
    REFERRALS = "rujukan", "Rujukan"
    HISTORY = "riwayat", "Riwayat"


@dataclass(frozen=True)
class Sql:
    """Rows that a room reads by SQL of its own."""

    text: str
    values: list[Any]


Rows = QuerySet | list[QuerySet] | Sql


class DayEnds(Func):
    """The moment at which a day is over, for a due day beside due moments."""

    template = "((%(expressions)s + 1)::timestamp AT TIME ZONE 'Asia/Makassar')"
    output_field = DateTimeField()


class Keys(Func):
    """The numbers of an address."""

    template = "ARRAY[%(expressions)s]::bigint[]"
    output_field = TextField()


@dataclass(frozen=True)
class Act:
    """What is to be done about one row, as the file of its person says it.

    `person`, `args` and `due` are columns of the row: whom it is about, the numbers of the
    address, and the moment until when. `permission` is asked of who does it. `known_to` is asked
    of who is told whom it is about, where the number alone may be told to more; `rows(user,
    people)` are those that a file tells of, where the list has more or is slow to search: a
    queryset, or SQL whose columns are person, text, moment and numbers.
    """

    part: Part
    text: str | F | Func
    page: str
    permission: str
    person: str = "person"
    args: tuple[str, ...] = ("pk",)
    due: F | Func | None = None
    known_to: str = ""
    rows: Callable[[Any, Collection[int]], QuerySet | Sql] | None = None


@dataclass(frozen=True)
class Waits:
    """One kind of what waits: a number on Hari Ini, and the page that lists exactly its rows.

    `rows(user)` is limited to what this user may see; None where there is nothing to be said of
    it to them, or at this hour. `order` sorts those of the same urgency, the lower first. Where
    counting would take long, `most` says after how many it stops. Without an `act` it is about
    no klien.
    """

    key: str
    label: str
    urgency: Urgency
    order: int
    permission: str
    rows: Callable[[Any], Rows | None]
    page: str
    query: str | Callable[[], str] = ""
    most: int | None = None
    act: Act | None = None

    @property
    def url(self) -> str:
        query = self.query() if callable(self.query) else self.query
        return f"{self._path}?{query}" if query else self._path

    @cached_property
    def _path(self) -> str:
        return reverse(self.page)


@dataclass(frozen=True)
class Row:
    """One thing that waits for one person's sake."""

    waits: Waits
    text: str
    due: datetime | None
    url: str


_registered: dict[str, Waits] = {}


def register(*kinds: Waits):
    for waits in kinds:
        if waits.key in _registered:
            raise ValueError(f"{waits.key} is registered twice.")
        _registered[waits.key] = waits


def registered() -> list[Waits]:
    return sorted(_registered.values(), key=lambda waits: waits.order)


def count_for(user) -> list[tuple[Waits, int]]:
    """Everything that may wait for this user, with its number, be it 0: all in one statement,
    since to ask thirty times takes longer than to count."""
    found = list(_rows_for(user))
    numbers = _count([(rows, waits.most) for waits, rows in found])
    return [(waits, number) for (waits, _), number in zip(found, numbers, strict=True)]


def _rows_for(user):
    for waits in registered():
        if user.has_perm(waits.permission) and (rows := waits.rows(user)) is not None:
            yield waits, rows


def _count(lists) -> list[int]:
    """How many rows each of these has, in one statement; with `most`, that and one at the most."""
    texts, values = [], []
    for rows, most in lists:
        parts = [part for part in map(_sql, _each(rows)) if part]
        limit = f" LIMIT {most + 1:d}" if most is not None else ""
        counts = [f"(SELECT count(*) FROM ({part.text}{limit}) AS counted)" for part in parts]  # noqa: S608
        texts.append(" + ".join(counts) or "0")
        values += [value for part in parts for value in part.values]
    if not texts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(texts)}", values)
        return list(cursor.fetchone())


def _each(rows):
    return rows if isinstance(rows, list) else [rows]


def _sql(rows) -> Sql | None:
    """None where there can be no rows."""
    if isinstance(rows, Sql):
        return rows
    try:
        return Sql(*rows.order_by().values("pk").query.sql_with_params())
    except EmptyResultSet:
        return None


def about(people: Collection[int], user) -> dict[int, list[Row]]:
    """What waits for the sake of these people, by their keys, as far as this user may know it;
    the most pressing first. One statement, however many people a list shows."""
    kinds, texts, values = [], [], []
    for waits in registered():
        if waits.act and _is_told(waits, user):
            acts = _acts(waits, user, people)
            if acts:
                texts.append(f"SELECT {len(kinds)}, acts.* FROM ({acts.text}) AS acts")  # noqa: S608
                values += acts.values
                kinds.append(waits)
    found = defaultdict(list)
    if kinds:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(texts), values)
            for kind, person, text, due, args in cursor.fetchall():
                url = reverse(kinds[kind].act.page, args=args)
                found[person].append(Row(kinds[kind], text, due, url))
    return {person: sorted(rows, key=_pressing) for person, rows in found.items()}


def _is_told(waits, user):
    return user.has_perm(waits.permission) and user.has_perm(
        waits.act.known_to or waits.permission
    )


def _acts(waits, user, people) -> Sql | None:
    """The rows of these people: person, text, moment and the numbers of the address of each."""
    act = waits.act
    rows = act.rows(user, people) if act.rows else waits.rows(user)
    if rows is None or isinstance(rows, Sql):
        return rows
    columns = {
        "waits_for": F(act.person),
        "waits_text": Cast(
            Value(act.text) if isinstance(act.text, str) else act.text, TextField()
        ),
        "waits_due": Cast(Value(None) if act.due is None else act.due, DateTimeField()),
        "waits_args": Keys(*map(F, act.args)),
    }
    rows = rows.filter(**{f"{act.person}__in": people}).annotate(**columns)
    try:
        return Sql(*rows.order_by().values_list(*columns).query.sql_with_params())
    except EmptyResultSet:
        return None


def _pressing(row):
    waits = row.waits
    # What has no hour comes after what has one.
    due = row.due.timestamp() if row.due else float("inf")
    return Urgency.values.index(waits.urgency), due, waits.order
