"""What waits, and for whom: one registry.

Each room registers its kinds of what waits in a `waiting.py` of its own, which its app loads
when it starts. Hari Ini, a person's file and lists only order and show them: they know no table
of any room. What somebody was asked to do is a task; what follows from a fact is read from the
fact, by the same querysets as the page that lists it, and none of it is stored.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db import connection, models
from django.db.models import DateTimeField, F, Func, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from rptc import days
from rptc.addresses import address_of
from rptc.admission import asking, opens_as_house
from rptc.kept import THESE_PEOPLE, AmongThese, Sql, answers, joined, kept_for, rights_of, sql_of
from rptc.words import tenggat


class Urgency(models.TextChoices):
    """The most pressing first; the values are the shapes of a state on the screen."""

    LATE = "late", "Terlambat"
    DUE = "due", "Harus dikerjakan"
    WAIT = "wait", "Menunggu"
    # Goes on by itself, and is looked at when there is time.
    RUN = "run", "Berjalan"


# Its place among them: of a hundred rows it is asked at once.
PLACE = {urgency: place for place, urgency in enumerate(Urgency)}


class Part(models.TextChoices):
    """The parts of a person's file; the values are used in addresses."""

    SUMMARY = "ringkasan", "Ringkasan"
    STAY = "masa-pembinaan", "Masa pembinaan"
    ASSESSMENTS = "asesmen", "Asesmen"
    PLAN = "rencana", "Rencana"
    NOTES = "catatan", "Catatan"
    HEALTH = "kesehatan", "Kesehatan"
    LAW = "hukum", "Hukum"
    IDENTITY = "identitas", "Identitas"
    FAMILY = "keluarga", "Keluarga"
    REFERRALS = "rujukan", "Rujukan"
    HISTORY = "riwayat", "Riwayat"


# Of one table or of several; or read by SQL of the room's own.
Rows = QuerySet | list[QuerySet] | Sql


class DayEnds(Func):
    """The moment at which a day is over, for a due day beside due moments."""

    template = "((%(expressions)s + 1)::timestamp AT TIME ZONE 'Asia/Makassar')"
    output_field = DateTimeField()


class Keys(Func):
    """The numbers of an address."""

    template = "ARRAY[%(expressions)s]::bigint[]"
    output_field = TextField()


# Of the kinds that are about no matter.
OF_NO_MATTER = ""


@dataclass(frozen=True, eq=False)
class Matter:
    """What several kinds are about, such as referrals: nothing of them waits for a person of whom
    no row of it is, and they are not asked then: to make them ready takes PostgreSQL longer than
    to run them."""

    key: str
    # Rows of one table, and the path to whom they are about.
    rows: list[tuple[QuerySet, str]] = field(default_factory=list)

    def lives_in(self, rows: QuerySet, person: str = "person"):
        self.rows.append((rows, person))

    def of_these(self) -> Sql:
        """Its key, if there is any of it about the people who are asked for."""
        of_these = [
            rows.filter(AmongThese(F(path), mark=THESE_PEOPLE)) for rows, path in self.rows
        ]
        tables = [sql_of(rows.values("pk")) for rows in of_these]
        found = joined(" OR ", [Sql(f"EXISTS ({table.text})", table.values) for table in tables])
        return Sql(f"SELECT '{self.key}', NULL, NULL, NULL, NULL WHERE {found.text}", found.values)  # noqa: S608


@dataclass(frozen=True)
class Act:
    """What is to be done about one row, as the file of its person says it.

    `person`, `args` and `due` are columns of the row: whom it is about, the numbers of the
    address (`page`, with its query), and the moment until when. `known_to` is asked of who is told
    whom it is about, where the number alone may be told to more; `rows(user)` are those that a
    file tells of, where the list has more. `told(user)` is the SQL of a kind that is read by its
    own: all that a file tells of, with the columns person, text, moment and numbers.
    """

    part: Part
    text: str | F | Func
    page: str
    person: str = "person"
    args: tuple[str, ...] = ("pk",)
    due: F | Func | None = None
    known_to: str = ""
    rows: Callable[[Any], QuerySet] | None = None
    told: Callable[[Any], Sql] | None = None
    matter: Matter | None = None

    @property
    def about(self) -> str:
        return self.matter.key if self.matter else OF_NO_MATTER

    @cached_property
    def view(self) -> str:
        return self.page.partition("?")[0]

    @cached_property
    def is_of_house(self) -> bool:
        return opens_as_house(reverse(self.view, args=[0] * len(self.args)))

    @cached_property
    def _query(self) -> str:
        _, mark, query = self.page.partition("?")
        return f"{mark}{query}"

    def url_of(self, keys) -> str:
        return address_of(self.view, *keys) + self._query


@dataclass(frozen=True)
class Waits:
    """One kind of what waits: a number on Hari Ini, and the page that lists exactly its rows.

    `rows(user)` is limited to what this user may see; None where there is nothing to be said of
    it to them. They follow from the rights, the key and the clock of the user (rptc/kept.py), and
    from what `calendar()` says, a day or a month: it is told to `rows(user, it)`, and where it is
    None nothing waits now. Of a kind that is counted otherwise `rows(user)` is the number. `order`
    sorts those of the same urgency, the lower first; in a file the hour sorts them before it, but
    what `is_first` stands above all, whatever its hour. Where counting would take long, `most`
    says after how many it stops. `page` is the address with its query; `query` is one that follows
    from the day. Without an `act` it is about no klien.

    On Hari Ini one that waits is named, and as many as `named` say: each a row with its own act.
    More stand as one row with their number; the first of them are named all the same where `rest`
    says how all of them are called. `firsts(user)` reads the rows that are about no klien.
    Where rows wait in time and then too late, the kind that is late names the other (`in_time`)
    and the rows of both (`owed`): a file asks for them once, and their hour says which they are.
    What `leads` stands before what is late, in a file too: nobody else can do it, or a human being
    is in danger. In a file what `is_answer` (what one asked for came back) stands before others of
    the same urgency, whatever their hour. `verb` is on the button. What
    `is_told` is read on Hari Ini however much presses, also where it only runs; what `is_decided`
    stands there among the decisions, and not once more.
    """

    key: str
    label: str
    urgency: Urgency
    order: int
    permission: str
    rows: Callable[..., Rows | int | None]
    page: str
    query: Callable[[], str] | None = None
    most: int | None = None
    calendar: Callable[[], date | None] | None = None
    is_counted: bool = False
    is_first: bool = False
    act: Act | None = None
    named: int = 1
    rest: str = ""
    firsts: Callable[[Any], list["Row"]] | None = None
    in_time: "Waits | None" = None
    owed: Callable[[Any], QuerySet] | None = None
    leads: bool = False
    is_answer: bool = False
    is_told: bool = False
    is_decided: bool = False
    verb: str = "Buka"

    @property
    def url(self) -> str:
        return f"{self._address}?{self.query()}" if self.query else self._address

    @property
    def is_urgent(self) -> bool:
        """A human being is missing or in danger: whoever is to know is told at once, also by mail
        (rptc/mail)."""
        return self.urgency == Urgency.LATE and (self.is_first or self.leads)

    @cached_property
    def is_of_house(self) -> bool:
        return opens_as_house(reverse(self.page.partition("?")[0]))

    @cached_property
    def _address(self) -> str:
        view, mark, query = self.page.partition("?")
        return f"{reverse(view)}{mark}{query}"


@dataclass(frozen=True)
class Row:
    """One thing that waits: for the sake of one person, by their key, or as its `title` says."""

    waits: Waits
    text: str
    due: datetime | None
    url: str
    person: int | None = None
    title: str = ""
    # What tells two of one name apart, where the title is a name.
    apart: str = ""
    # On the button, where it is not that of the kind.
    verb: str = ""
    # What is done after that, in words and its address.
    then: tuple[str, ...] = ()

    @property
    def when(self) -> str:
        return tenggat(self.due, days.now())


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
    found = {waits.key: waits.rows(user) for waits in _told_to(user, counted=True)}
    sql = kept_for(_counts, user, _by_the_calendar(user))
    if sql and sql.text:
        with connection.cursor() as cursor:
            cursor.execute(sql.text, sql.values)
            keys = [column.name for column in cursor.description]
            found |= zip(keys, cursor.fetchone(), strict=True)
    return [(waits, found[waits.key]) for waits in registered() if waits.key in found]


def urgent_for(user) -> list[QuerySet]:
    """The rows of each kind of which this user is told at once."""
    tables = []
    for waits in _told_to(user):
        if waits.is_urgent:
            with asking(user, as_house=waits.is_of_house):
                tables.append(waits.rows(user))
    return [rows for rows in tables if rows is not None]


def about(people: Collection[int], user, *sure: Matter) -> dict[int, list[Row]]:
    """What waits for the sake of these people, by their keys, as far as this user may know it;
    the most pressing first. One statement, and another of the matters of which there is
    something, however many people a list shows. Of those that are `sure` it is known before."""
    found = defaultdict(list)
    first = (OF_NO_MATTER, *(matter.key for matter in sure))
    told = answers(kept_for(_acts, user, first, THESE_PEOPLE=list(people)))
    matters = tuple(sorted(key for key, *_ in told if key not in _registered))
    if matters:
        told += answers(kept_for(_acts, user, matters, THESE_PEOPLE=list(people)))
    for row in _rows(told):
        found[row.person].append(row)
    return {person: sorted(rows, key=pressing) for person, rows in found.items()}


def firsts_for(user, kinds: Collection[Waits] | None = None) -> dict[str, list[Row]]:
    """{key of a kind: its first rows}, the nearest hour first: as many as may be named. One
    statement, and those of the kinds that read their own. Where it is known of which `kinds` there
    are any, most others are not asked."""
    found = defaultdict(list)
    kinds = registered() if kinds is None else kinds
    named = {waits.key for waits in kinds if _is_named(waits)}
    for row in _rows(answers(kept_for(_firsts, user, _with_those_before(user, named)))):
        if row.waits.key in named:
            found[row.waits.key].append(row)
    for waits in kinds:
        if waits.firsts and user.has_perm(waits.permission):
            found[waits.key] = waits.firsts(user)
    return found


# {rights: the kinds whose first rows were asked for}
_asked_before: dict[tuple, frozenset[str]] = {}


def _with_those_before(user, keys) -> tuple[str, ...]:
    """With the kinds of which there were any before, for a reader of the same rights: which there
    are differs from hour to hour, and each other set of them would be another statement, kept by
    PostgreSQL in a megabyte of each connection."""
    rights, _ = rights_of(user)
    asked = _asked_before.get(rights, frozenset())
    if not keys <= asked:
        asked = _asked_before[rights] = asked | keys
    return tuple(sorted(asked))


def _rows(told) -> list[Row]:
    now = days.now()
    return [
        Row(waits, text, due, waits.act.url_of(args), person)
        for key, person, text, due, args in told
        if (waits := _by_hour(_registered.get(key), due, now))
    ]


def _by_hour(waits, due, now) -> Waits | None:
    """The kind, or what its rows are before their hour; those without an hour are neither."""
    if not (waits and waits.in_time):
        return waits
    return due and (waits if due <= now else waits.in_time)


# --- The SQL -------------------------------------------------------------------------------
# A number is asked as the page asks that lists its rows, and a row as the page on which it is
# done: who is house staff and a social worker in one would else read here of closed files what
# the house does not know.


def _told_to(user, counted=False):
    return [
        waits
        for waits in registered()
        if waits.is_counted == counted and user.has_perm(waits.permission)
    ]


def _by_the_calendar(user) -> tuple:
    """What the kinds ask the calendar now."""
    told = (waits for waits in _told_to(user) if waits.calendar)
    return tuple((waits.key, waits.calendar()) for waits in told)


def _counts(user, calendar=()) -> Sql:
    """How many there are of each kind, under its key."""
    return _counts_of(_told_to(user), user, dict(calendar))


def _counts_of(kinds, user, calendar):
    counts = []
    for waits in kinds:
        with asking(user, as_house=waits.is_of_house):
            rows = _rows_of(waits, user, calendar.get(waits.key))
        if rows is not None:
            tables = rows if isinstance(rows, list) else [rows]
            count = joined(" + ", [_count(table, waits.most) for table in tables])
            counts.append(Sql(f'{count.text or "0"} AS "{waits.key}"', count.values))
    sql = joined(", ", counts)
    return Sql(f"SELECT {sql.text}", sql.values) if counts else sql


def _rows_of(waits, user, of_calendar):
    if not waits.calendar:
        return waits.rows(user)
    return waits.rows(user, of_calendar) if of_calendar is not None else None


def _count(rows, most) -> Sql | None:
    sql = rows if isinstance(rows, Sql) else sql_of(rows.values("pk"))
    limit = "" if most is None else f" LIMIT {most + 1:d}"
    return sql and Sql(f"(SELECT count(*) FROM ({sql.text}{limit}) AS counted)", sql.values)  # noqa: S608


def _acts(user, matters) -> Sql:
    """The rows of each kind of which files tell, as they tell of them: of those that are about
    these matters, by their keys. With those of no matter, also of which others there is anything.
    """
    kinds = _with_acts(user)
    asked_with_late = {waits.in_time for waits in kinds}
    selects = [
        _of_kind(waits, rows, f" WHERE person = ANY ({THESE_PEOPLE})")
        for waits in kinds
        if waits.act.about in matters
        and waits not in asked_with_late
        and (rows := _rows_of_act(user, waits, waits.owed))
    ]
    if OF_NO_MATTER in matters:
        others = dict.fromkeys(waits.act.matter for waits in kinds if waits.act.matter)
        selects += [matter.of_these() for matter in others if matter.key not in matters]
    return joined(" UNION ALL ", selects)


def _firsts(user, keys) -> Sql:
    """The first rows of each of these kinds of which some are named."""
    selects = []
    for waits in _with_acts(user):
        if waits.key in keys and (rows := _rows_of_act(user, waits)):
            first = f" WHERE person IS NOT NULL ORDER BY due, args LIMIT {waits.named:d}"
            selects.append(_of_kind(waits, rows, first))
    return joined(" UNION ALL ", [Sql(f"({each.text})", each.values) for each in selects])


def _is_named(waits) -> bool:
    """Does Hari Ini name any of these?"""
    return bool(waits.act and waits.named and not waits.is_first and waits.urgency != Urgency.RUN)


def _with_acts(user) -> list[Waits]:
    """The kinds of which this user is told whom they are about."""
    kinds = [waits for waits in _told_to(user) if waits.act]
    return [waits for waits in kinds if user.has_perm(waits.act.known_to or waits.permission)]


def _rows_of_act(user, waits, owed=None) -> Sql | None:
    with asking(user, as_house=waits.act.is_of_house):
        if waits.act.told:
            return waits.act.told(user)
        rows = (owed or waits.act.rows or waits.rows)(user)
        return None if rows is None else sql_of(_as_told(rows, waits.act))


def _as_told(rows, act):
    """Person, text, moment and the numbers of the address."""
    text = Value(act.text) if isinstance(act.text, str) else act.text
    columns = {
        "waits_for": F(act.person),
        "waits_text": Cast(text, TextField()),
        "waits_due": Cast(Value(None) if act.due is None else act.due, DateTimeField()),
        "waits_args": Keys(*map(F, act.args)),
    }
    return rows.annotate(**columns).values_list(*columns)


def _of_kind(waits, rows, which=""):
    columns = f"'{waits.key}' AS key, acts.*"
    text = f"SELECT {columns} FROM ({rows.text}) AS acts (person, text, due, args){which}"  # noqa: S608
    return Sql(text, rows.values)


def pressing(row: Row):
    """The lower, the more one row presses."""
    waits = row.waits
    # What has no hour comes after what has one.
    due = row.due.timestamp() if row.due else float("inf")
    place = PLACE[waits.urgency]
    return not waits.is_first, not waits.leads, place, not waits.is_answer, due, waits.order
