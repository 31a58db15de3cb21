"""Who may know what of a person: asked here, and nowhere else (docs/access.md).

Read are the roles of the reader, whose cases they have beside their own (substitutes), what
stands on the file itself (is it sealed, who wrote it down) and Reach, which rooms to the right
write. Nothing here knows a stay, an intake or a referral.
"""

from collections import defaultdict
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cache
from typing import NamedTuple

from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, QuerySet, When

from cases.people.reach import Level, Reach, Why
from cases.people.substitutes.models import Substitution
from rptc import days
from rptc.accounts.models import OwnFile, User
from rptc.accounts.own import EVERY_ROW, not_own
from rptc.accounts.permissions import Role
from rptc.kept import (
    IN_SET,
    NOBODY,
    THEN,
    AmongThese,
    Sql,
    answers,
    as_set,
    kept_rows,
    stands_for,
    with_parameters,
)


class Manner(IntEnum):
    """How a person may be shown to a reader."""

    # As "berkas tertutup" and a number, or not at all.
    CLOSED = 0
    INITIALS = 1
    # By name, and the file stays shut.
    NAMED = 2
    OPEN = 3


class Data(StrEnum):
    """What a page shows of a person, in classes that open together (docs/roles.md)."""

    NAME = "name"
    PHOTO = "photo"
    CLOCK = "clock"
    FLAGS = "flags"
    TRIAGE = "triage"
    VISITORS = "visitors"
    BELONGINGS = "belongings"
    CLASSIFICATION = "classification"
    # NIK, KK, origin, mother, religion, school, remarks.
    IDENTITY = "identity"
    STATEMENTS = "statements"
    # Every catch and earlier stay, merges, what happened when.
    TIMELINE = "timeline"
    # Why and how somebody is cared for: plans, remarks of social workers, contests.
    NOTES = "notes"
    SECRETS = "secrets"


OF_PACKET = frozenset({Data.NAME})
OF_HOUSE = frozenset(
    {
        Data.NAME,
        Data.PHOTO,
        Data.CLOCK,
        Data.FLAGS,
        Data.TRIAGE,
        Data.VISITORS,
        Data.BELONGINGS,
        Data.CLASSIFICATION,
    }
)
OPENS = {
    Level.NOTHING: frozenset(),
    Level.PACKET: OF_PACKET,
    Level.HOUSE: OF_HOUSE,
    Level.FILE: frozenset(Data) - {Data.SECRETS},
    Level.SECRET: frozenset(Data),
}
# The class of these says what is not said to the house: why the file is sealed.
HOUSE_NOT_OF_SEALED = frozenset({Data.CLASSIFICATION})

# A role's own level, before any row of Reach: of every file, and of those that are not sealed.
OF_ALL_FILES = {Role.HEAD: Level.FILE}
OF_UNSEALED_FILES = {Role.SOCIAL_WORKER: Level.FILE}
# Those to whom the rest are called by initials: they meet people, or decide about them.
INITIALS_TO = {Role.FIELD, Role.CARETAKER, Role.SOCIAL_WORKER, Role.AGENCY}


@dataclass(frozen=True)
class Known:
    """The answer for one reader and one person."""

    level: Level
    manner: Manner
    data: frozenset[Data]


# Of oneself and of one's family, above all grants (rptc/accounts/own.py).
OF_OWN_FILE = Known(Level.NOTHING, Manner.CLOSED, frozenset())


# -- Of one person, and of a list ---------------------------------------------------------------


def known(user, person) -> Known:
    """What this user may know of this person."""
    return known_of([person], user)[person.pk]


def add_known(people, user):
    """Give each person `known`: one query at the most, however many they are."""
    people = list(people)
    answers = known_of(people, user)
    for person in people:
        person.known = answers[person.pk]
    return people


def known_of(people, user) -> dict[int, Known]:
    people = {person.pk: person for person in people}
    given = _given(people, user)
    return {pk: _known(person, user, given[pk]) for pk, person in people.items()}


def _given(people, user):
    """The highest level that rows of Reach give, by person."""
    given = defaultdict(lambda: Level.NOTHING)
    if people:
        for person_id, level, why in kept_rows(_reach, user, these=people):
            if _counts(people[person_id], why, user):
                given[person_id] = max(given[person_id], Level(level))
    return given


def _reach(user):
    roles = user.roles_today if asks_as_house(user) else ()
    theirs = Q(role__in=roles)
    # A case that was theirs gives nothing to who works with files no more.
    if works_with_files(user):
        theirs |= of_case(user, "user", alone=True) & Q(why=Why.CASE) | Q(user=user)
    rows = Reach.objects.in_force().filter(theirs, AmongThese(F("person")))
    return rows.values_list("person", "level", "why")


def _counts(person, why, user):
    """A file that was sealed for named people is open to these, whoever's case it is; in an
    emergency a file is read, and nothing is done to it."""
    if why == Why.EMERGENCY:
        return is_reading(user)
    return not (person.for_named_only and why == Why.CASE)


def is_open_without_emergency(user, person) -> bool:
    """Is the file open to this reader by more than an emergency? (one query)"""
    rows = kept_rows(_reach, user, these=[person.pk])
    levels = [
        Level(level)
        for _, level, why in rows
        if why != Why.EMERGENCY and _counts(person, why, user)
    ]
    given = max(levels, default=Level.NOTHING)
    return _known(person, user, given).level >= Level.FILE


def asks_as_house(user):
    """Is it a page of the house on which this user asks? (rptc/admission.py)"""
    return getattr(user, "asks_as_house", True)


def is_reading(user):
    """Does this user look at a page of one file, where nothing can be done? (rptc/admission.py)"""
    return getattr(user, "is_reading", False)


def _known(person, user, given):
    if person.pk in user.own_files:
        return OF_OWN_FILE
    level = max([given, *_own_levels(person, user)])
    data = OPENS[level]
    if person.is_sealed and level == Level.HOUSE:
        data -= HOUSE_NOT_OF_SEALED
    return Known(level, _manner(level, person, user), data)


def _own_levels(person, user):
    for role in user.roles_today:
        if role in OF_ALL_FILES:
            yield OF_ALL_FILES[role]
        # Whoever wrote a file down knows what is in it, until it is sealed for named people.
        is_their_own = person.recorded_by_id == user.pk and not person.for_named_only
        if not person.is_sealed or is_their_own:
            yield OF_UNSEALED_FILES.get(role, Level.NOTHING)


def _manner(level, person, user):
    if level >= Level.HOUSE:
        return Manner.OPEN
    if level == Level.PACKET:
        return Manner.NAMED
    if person.is_sealed or not user.roles_today & INITIALS_TO:
        return Manner.CLOSED
    return Manner.INITIALS


def manner_in_row_before(user) -> Manner:
    """Of the person in a row that this user has to decide on, whether or not the file is open to
    them: by name; to the Dinas, who decide without learning who it is about, by initials."""
    is_outside = user.has_role(Role.AGENCY) and not user.has_perm("cases.view_person")
    return Manner.INITIALS if is_outside else Manner.NAMED


def works_with_files(user):
    """Does this user read more of anybody than what the house must know?"""
    return user.has_role(*OF_ALL_FILES, *OF_UNSEALED_FILES)


def reads_as_house(user):
    """Are there files of which this user knows only what the house must know?"""
    return user.has_role(Role.CARETAKER) and not user.has_role(*OF_ALL_FILES)


def may_know_class(user, person):
    """May this reader of a list know the class of a person in it? Without a query: where it
    depends on the case, the page of the file knows better."""
    if person.pk in user.own_files:
        return False
    if hasattr(person, "known"):
        return Data.CLASSIFICATION in person.known.data
    return not (person.is_sealed and reads_as_house(user))


def is_closed_to(user, person):
    """Is not even an initial said of it to who may not open it?"""
    return person.is_sealed or person.pk in user.own_files


# -- Of rows ------------------------------------------------------------------------------------

NO_ROW = Q(pk__in=[])


# Whose cases a user has on that day: their own, and those of whom they stand in for. Written out:
# a page asks it so often that to have Django write it each time takes longer than the answer. In
# SQL that is kept (rptc/kept.py) they are found out once for all its conditions.
CASE_HOLDERS = """
    SELECT %(user_id)d::bigint UNION ALL
    SELECT worker_id FROM cases_substitution
     WHERE substitute_id = %(user_id)d AND state IN ('made', 'approved')
       AND first_on <= ('%(moment)s'::timestamptz AT TIME ZONE 'Asia/Makassar')::date
       AND last_on >= ('%(moment)s'::timestamptz AT TIME ZONE 'Asia/Makassar')::date"""


class OfCase(Func):
    """The column points at this user, or at somebody for whom they stand in."""

    template = "%(expressions)s = ANY (%(holders)s)"
    output_field = models.BooleanField()


REACH_IN_FORCE = """reach.ended_at IS NULL AND reach.since <= '%(moment)s'
               AND (reach.until IS NULL OR reach.until > '%(moment)s')"""


class OfOwnCase(Func):
    """The column points at somebody whose social worker, now or in an earlier stay, is this user
    or one for whom they stand in."""

    template = f"""%(expressions)s = ANY (ARRAY(
        SELECT reach.person_id FROM cases_reach AS reach
         WHERE reach.why = 'case' AND reach.user_id = ANY (%(holders)s)
           AND {REACH_IN_FORCE}))"""  # noqa: S608 (of this file)
    output_field = models.BooleanField()


OPENED_IN_EMERGENCY = f"""
        SELECT reach.person_id FROM cases_reach AS reach
         WHERE reach.why = 'emergency' AND reach.user_id = %(user_id)d
           AND reach.level >= {Level.FILE.value} AND {REACH_IN_FORCE}"""  # noqa: S608 (of this file)


class OpenedInEmergency(Func):
    """The column points at somebody whose file this user has opened in an emergency."""

    template = f"%(expressions)s = ANY (ARRAY({OPENED_IN_EMERGENCY}))"
    output_field = models.BooleanField()


# Conditions on a file and on a row of reach: what is closed, and what opens it all the same to
# who has the case and to who is named.
SEALED_BY_ANOTHER = "is_sealed AND (recorded_by_id <> %(user_id)d OR for_named_only)"
REACH_OF_SEALED = f"""reach.user_id IS NOT NULL AND reach.level >= %(level)d AND {REACH_IN_FORCE}
               AND (reach.why = 'named' OR reach.why = '%(emergency)s'
                    OR reach.why = 'case' AND reach.person_id NOT IN
                        (SELECT id FROM cases_person WHERE is_sealed AND for_named_only))
               AND (reach.why = 'case' OR reach.user_id = %(user_id)d)"""  # noqa: S608 (of this file)


class OfFileThatIsTheirs(Func):
    """The column points at no sealed file, or at one that is this user's."""

    # Written out, in two parts: the few sealed files are looked up by hash; whether one of them is
    # theirs is asked of that one alone. As an anti-join PostgreSQL asks it of every sealed file.
    # Never unknown, so that it may also be negated.
    template = f"""(
        %(expressions)s NOT IN (SELECT id FROM cases_person WHERE {SEALED_BY_ANOTHER})
        OR ARRAY(
            SELECT reach.user_id FROM cases_reach AS reach
             WHERE reach.person_id = %(expressions)s AND {REACH_OF_SEALED})
           && %(holders)s)"""  # noqa: S608 (of this file)
    output_field = models.BooleanField()


def _closed_files(user, found_out) -> list[int]:
    """The sealed files that are not this user's, by their keys; there are few."""
    return _of_reader(user, found_out).closed


def _closed_to_reading(user, found_out) -> list[int]:
    """The same, without those that are open to this user in an emergency."""
    of_reader = _of_reader(user, found_out)
    return list(set(of_reader.closed).difference(of_reader.opened))


def _case_holders(user, found_out) -> list[int]:
    return _of_reader(user, found_out).holders


class OfReader(NamedTuple):
    """Whose cases they have, which files are closed to them, and which they opened in an
    emergency."""

    holders: list[int]
    closed: list[int]
    opened: list[int]


def _of_reader(user, found_out) -> OfReader:
    """One statement."""
    if "of_reader" not in found_out:
        [answer] = answers(_what_is_asked_of_reader().prepared_for(user))
        found_out["of_reader"] = OfReader(*answer)
    return found_out["of_reader"]


@cache
def _what_is_asked_of_reader():
    """Prepared: it is asked with most pages of a social worker, and takes longer to plan than to
    answer. The contrary of OfFileThatIsTheirs, of every sealed file; what opens it is looked up
    for each, or PostgreSQL would read all rows of reach that the reader ever had."""
    of_reader = f"""
        SELECT %(holders)s, ARRAY(
            SELECT id FROM cases_person LEFT JOIN LATERAL (
                SELECT TRUE AS it_is FROM cases_reach AS reach
                 WHERE reach.person_id = cases_person.id AND {REACH_OF_SEALED}
                   AND reach.user_id = ANY (%(holders)s) LIMIT 1) AS theirs ON TRUE
             WHERE {SEALED_BY_ANOTHER} AND theirs.it_is IS NULL),
            ARRAY({OPENED_IN_EMERGENCY})"""  # noqa: S608 (of this file)
    with days.told_at(THEN):
        asked = _written_out(User(pk=NOBODY)) | {"level": Level.FILE, "emergency": ""}
    return with_parameters(Sql(of_reader % asked, []))


class OfNoClosedFile(Func):
    """As OfFileThatIsTheirs, in SQL that is kept (rptc/kept.py): which files are closed is asked
    once, and PostgreSQL has less to plan, and to make ready, in each of the many conditions."""

    template = f"NOT ({IN_SET.format(key='%(expressions)s', set='%(closed)s')})"
    output_field = models.BooleanField()


CLOSED_FILES = stands_for("THE_CLOSED_FILES", _closed_files, as_set)
CLOSED_TO_READING = stands_for("THE_FILES_CLOSED_TO_READING", _closed_to_reading, as_set)
THE_CASE_HOLDERS = stands_for("THE_CASE_HOLDERS", _case_holders)


def open_to(user, person="person") -> Q:
    """A condition on rows: this user may open the file of the person that the path leads to,
    whole or as far as the house must know it."""
    return whole_to(user, person) | house_to(user, person)


def whole_to(user, person="person") -> Q:
    """The same, of files that are open to this user beyond what the house must know."""
    if user.has_role(*OF_ALL_FILES):
        return not_own(user, person)
    if user.has_role(*OF_UNSEALED_FILES):
        return not_own(user, person) & Q(_theirs(user, person))
    return NO_ROW


def _theirs(user, person):
    if _is_kept(user):
        closed = CLOSED_TO_READING if is_reading(user) else CLOSED_FILES
        return OfNoClosedFile(F(person), closed=closed)
    emergency = Why.EMERGENCY.value if is_reading(user) else ""
    asked = _asked_by(user) | {"level": Level.FILE, "emergency": emergency}
    return OfFileThatIsTheirs(F(person), **asked)


def house_to(user, person="person") -> Q:
    """The same, of those who are in the house or on the way, for who is on duty there."""
    if not (user.has_role(Role.CARETAKER) and asks_as_house(user)):
        return NO_ROW
    house = Q(**{f"{person}__in": Reach.objects.of_the_house().values("person")})
    return house & not_own(user, person)


def hinted_to(user, person="") -> Q:
    """A condition: not closed to this user, who may at least read initials."""
    prefix = f"{person}__" if person else ""
    not_closed = Q(**{f"{prefix}is_sealed": False}) | open_to(user, person or "pk")
    return not_closed & not_own(user, person or "pk")


def class_known_to(user, person="person") -> Q:
    """A condition: this user may find the row by its class."""
    if not reads_as_house(user):
        return not_own(user, person)
    known = Q(**{f"{person}__is_sealed": False}) | whole_to(user, person)
    return known & not_own(user, person)


def of_case(user, worker, *, alone=False) -> Q:
    """A condition: the social worker at the path (or that a subquery finds) is this one, or one
    for whom they stand in. Where it stands `alone`, whose cases they have is not worth a statement
    beforehand."""
    return Q(OfCase(_at(worker), **(_written_out(user) if alone else _asked_by(user))))


def of_nobody(worker, person) -> Q:
    """A condition: the case is nobody's: without a social worker; also where the account of whose
    it was is closed, or the klien is of their family."""
    open_accounts = User.objects.filter(pk=OuterRef(worker), is_active=True)
    own = OwnFile.objects.filter(user=OuterRef(worker), person_id=OuterRef(person))
    return ~Exists(open_accounts) | Q(Exists(own))


def opened_in_emergency(user, person="person") -> Q:
    """A condition: this user has opened the file of the person at the path, or that a subquery
    finds, in an emergency."""
    return Q(OpenedInEmergency(_at(person), **_asked_by(user)))


def _at(path):
    return F(path) if isinstance(path, str) else path


def _asked_by(user):
    asked = _written_out(user)
    return asked | {"holders": THE_CASE_HOLDERS} if _is_kept(user) else asked


def _written_out(user):
    asked = {"user_id": user.pk, "moment": days.now().isoformat()}
    return asked | {"holders": f"ARRAY({CASE_HOLDERS % asked})"}


def _is_kept(user):
    """Is it SQL for whoever asks that is written?"""
    return getattr(user, "is_whoever_asks", False)


def case_holders(user) -> list[int]:
    """The same as a list of keys."""
    return [user.pk, *Substitution.objects.of(user).values_list("worker", flat=True)]


def has_case(user, worker_id) -> bool:
    """The same of one social worker."""
    if worker_id is None or worker_id == user.pk:
        return worker_id is not None
    return Substitution.objects.of(user).filter(worker=worker_id).exists()


def holds_themselves(user, person) -> bool:
    """Is the file this social worker's own: their case now or in an earlier stay, one that names
    them, or one that they wrote down? Not as who stands in for another."""
    if person.recorded_by_id == user.pk and not person.for_named_only:
        return True
    own = Reach.objects.in_force().filter(person=person, user=user)
    return own.filter(why__in=[Why.CASE, Why.NAMED]).exists()


def own_case(user, person="person") -> Q:
    """A condition: the person's social worker is this one or one for whom they stand in, now or
    in an earlier stay."""
    return Q(OfOwnCase(F(person), **_asked_by(user)))


def nobodys_case(person="person") -> Q:
    cases = Reach.objects.in_force().filter(why=Why.CASE)
    return ~Q(**{f"{person}__in": cases.values("person")})


# -- Of what a row tells ------------------------------------------------------------------------


def whether(condition: Q) -> Case:
    """An annotation: does the row meet it? Every row meets an empty one."""
    return Case(When(condition or EVERY_ROW, then=True), default=False)


def with_reading(rows: QuerySet, user) -> QuerySet:
    """Each with `may_be_read`: is it among those of its kind that are visible to this reader?"""
    readable = rows.model.objects.visible_to(user).values("pk")
    return rows.annotate(may_be_read=whether(Q(pk__in=readable)))


def mark_told(rows: list, told: QuerySet, name="is_told") -> None:
    """Sets it on each of a list: is it among the rows that this reader is told of?"""
    keys = told.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True)
    keys = set(keys) if rows else set()
    for row in rows:
        setattr(row, name, row.pk in keys)
