"""Who this may be, shown before a new file is made (docs/rules.md, Identity; docs/roles.md).

Whoever may not open a file gets a masked hint: initials, sex, age, times and last day caught.
Where they were met counts for nobody: an officer would learn it by typing one point after another.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.core import signing
from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Max, Q

from cases.people import access
from cases.people.access import Data, Manner
from cases.people.likely import hinted
from cases.people.matching import LIKELY, Known, Match
from cases.people.models import Person
from cases.people.photos.faces import add_faces
from cases.people.photos.models import Photo
from rptc import days, words
from rptc.accounts.permissions import Role
from rptc.audit.record import record

SHOWN = 5
# An answer is good as long as a row may lie unsent on a phone.
ANSWER_IS_GOOD_FOR = timedelta(days=7)
# Look-ups within an hour, beyond the people really entered (docs/rules.md, Identity).
FREE_LOOKUPS = 20
# The first of two numbers of a lock in PostgreSQL; nothing else takes one with it.
LOOKUPS = 20_001


@dataclass(frozen=True)
class Hint:
    """One person whom this may be. `token` stands for the person, for this user alone."""

    person_id: int
    token: str
    name: str
    sex: str
    age: str
    times: int
    last_met_on: date | None
    reasons: tuple[str, ...] = ()
    # Else "mungkin": a namesake, or called the same, and no more.
    is_likely: bool = True
    is_masked: bool = True
    last_place: str = ""
    last_stay: str = ""
    face: Photo | None = None


def people_hinted_to(user):
    """Anybody but sealed files that the user may not open: those give no sign."""
    return Person.objects.filter(access.hinted_to(user), merged_into=None)


def hints_for(user, known: Known | None, *, also=()) -> list[Hint]:
    """Those of `also` (ids that were chosen before), then the likeliest to be `known`, then those
    who may be."""
    # Neither a number nor a mother's name finds anybody whose own the user may not read: a hint
    # would say whose it is.
    closed = _matches(replace(known, nik="", mother_name=""), user) if known else {}
    opened = _matches(known, user) if known and (known.nik or known.mother_name) else closed
    people = (
        people_hinted_to(user)
        .filter(pk__in={*closed, *opened, *also})
        .annotate(times=Count("intakes", distinct=True), last_met_on=Max("intakes__met_on"))
        .prefetch_related("intakes__hot_spot", "stays")
    )
    access.add_known(people, user)
    matches = {}
    for person in people:
        found = opened if Data.IDENTITY in person.known.data else closed
        if person.pk in found or person.pk in also:
            matches[person.pk] = found.get(person.pk, CHOSEN)
    people = [person for person in people if person.pk in matches]
    if people:
        record(user, "was_shown_likely", people=[person.pk for person in people])
    order = {pk: place for place, pk in enumerate([*opened, *closed])}
    people.sort(
        key=lambda person: (
            person.pk not in also,
            not matches[person.pk].is_likely,
            # Of those who only may be, who was met last.
            -_last_met(person) if not matches[person.pk].is_likely else 0,
            order.get(person.pk, 99),
        )
    )
    people = people[:SHOWN]
    add_faces([person for person in people if person.known.manner == Manner.OPEN], user)
    return [_hint(person, user, matches[person.pk]) for person in people]


def _last_met(person):
    return person.last_met_on.toordinal() if person.last_met_on else 0


# Of who was chosen by an earlier answer, whatever is typed now.
CHOSEN = Match(LIKELY, ())


def _matches(known, user):
    """{person: match}; a merged file is one more name of its person. Among those of whom the user
    may read at all: a sealed file that is likely must not keep others off the list, which would
    say that it is there."""
    among = Person.objects.filter(
        Q(access.hinted_to(user), merged_into=None)
        | Q(access.hinted_to(user, "merged_into"), merged_into__isnull=False)
    )
    found = hinted(known, on=days.today(), among=among, limit=3 * SHOWN)
    persons = dict(
        Person.objects.filter(pk__in=[each.person_id for each in found]).values_list(
            "pk", "merged_into"
        )
    )
    matches = {}
    for each in found:
        matches.setdefault(persons[each.person_id] or each.person_id, each.match)
    return matches


def _hint(person, user, match):
    hint = {
        "person_id": person.pk,
        "token": token_of(person, user),
        "sex": person.sex,
        "age": person.age_today,
        "times": person.times,
        "last_met_on": person.last_met_on,
        "reasons": match.reasons,
        "is_likely": match.is_likely,
    }
    if person.known.manner < Manner.OPEN:
        return Hint(name=words.inisial(person.name or person.alias), **hint)
    tells_past = Data.TIMELINE in person.known.data
    return Hint(
        name=person.shown_name,
        is_masked=False,
        last_place=_last_place(person) if tells_past else "",
        last_stay=_last_stay(person) if tells_past else "",
        face=person.face,
        **hint,
    )


def _last_place(person):
    last = max(person.intakes.all(), key=lambda intake: (intake.met_on, intake.pk), default=None)
    return last.where if last else ""


def _last_stay(person):
    stay = max(person.stays.all(), key=lambda stay: stay.began_at, default=None)
    if stay is None:
        return ""
    if stay.not_seen_since:
        return f"tidak terlihat di RPTC sejak {words.tanggal(stay.not_seen_since)}"
    if stay.is_open:
        return f"di RPTC sejak {words.tanggal(stay.began_at)}"
    return f"di RPTC {words.tanggal(stay.began_at)} sampai {words.tanggal(stay.ended_at)}"


# -- Answers -----------------------------------------------------------------------------------


def token_of(person, user) -> str:
    return signing.dumps(person.pk, salt=_salt(user))


def person_of(token, user) -> Person | None:
    """Whom an answer means; nobody for another user's, an old or an invented one."""
    try:
        pk = signing.loads(token, salt=_salt(user), max_age=ANSWER_IS_GOOD_FOR)
    except signing.BadSignature:
        return None
    kept = Person.objects.filter(pk=pk).values_list("merged_into", flat=True).first()
    return people_hinted_to(user).filter(pk=kept or pk).first()


def _salt(user):
    return f"cases.likely.{user.pk}"


# -- How much one user may look up -------------------------------------------------------------


def may_look_up(user, known: Known) -> bool:
    """Who works with all files may; the others learn only about the people at hand. Each refusal
    is a line in the log."""
    if user.has_role(Role.SOCIAL_WORKER, Role.HEAD) or _count_lookup(user, _typed(known)):
        return True
    record(user, "was_limited")
    return False


def _typed(known):
    """All by which somebody is found, in whichever field it stands."""
    texts = [known.name, known.alias, known.mother_name, known.origin, known.nik]
    return [text.casefold() for text in texts] + ["" if known.age is None else str(known.age)]


def _count_lookup(user, typed) -> bool:
    """False when this is one too many within the hour. What grows letter by letter while it is
    typed is one; what was taken back and goes on in another way is two, in whichever field."""
    _one_at_a_time(user)
    key, since = f"lookups-{user.pk}", days.now() - days.ONE_HOUR
    made = [(at, looked) for at, looked in cache.get(key, []) if at > since]
    if made and _is_still(made[-1][1], typed):
        at, before = made[-1]
        made[-1] = (at, [max(pair, key=len) for pair in zip(before, typed, strict=True)])
    elif len(made) < FREE_LOOKUPS + _entered(user, since):
        made.append((days.now(), typed))
    else:
        return False
    cache.set(key, made, days.ONE_HOUR.total_seconds())
    return True


def _one_at_a_time(user):
    """Of two look-ups at once each would find the other not yet counted. The lock is held until
    the request has ended, and with it what it has counted is there to be read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOOKUPS, user.pk])


def _entered(user, since):
    """The people really entered meanwhile."""
    own = Person.objects.filter(intakes__recorded_by=user, intakes__recorded_at__gt=since)
    return own.values("intakes").count()


def _is_still(before, now):
    """Is it the same somebody, of whom more is typed, or letters were taken back? Not where one
    field is emptied for another: a name, and then a nickname alone, may be two."""
    pairs = list(zip(before, now, strict=True))
    goes_on = all(text.startswith(longest) for longest, text in pairs)
    taken_back = all(longest.startswith(text) and (text or not longest) for longest, text in pairs)
    return goes_on or taken_back
