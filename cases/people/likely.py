"""Who in the database may be this person? PostgreSQL narrows, matching.py weighs.

First those who share a key with the name (search_keys.py) or the NIK. Where nobody among them is
likely, those whose written names share most trigrams. Among namesakes nobody is likely whom
nothing sets apart from the others.
"""

from dataclasses import dataclass, replace
from datetime import date
from math import exp

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
from django.db.models import FloatField, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Upper

from cases.people.ages import Age
from cases.people.matching import Known, Match, score
from cases.people.models import Person
from cases.people.search_keys import Keys
from cases.places.models import Region

# So many are weighed one by one: the first of the rough order below.
WEIGHED = 50
# How alike two written names are before spelling is taken away (pg_trgm, 0 to 1).
TRIGRAMS_ALIKE = 0.5
# The least share for "likely" among all who may be it: a stranger, in points of matching.py, and
# the first so many of those in the database from so many points on.
LEAST_SHARE = 0.499
STRANGER, NAMESAKES, LEAST_POINTS = 0.4, 12, -2.0

COLUMNS = (
    "pk name alias sex age_kind age_years age_stated_on born_on mother_name nik origin_text"
    " origin__name origin__level origin__parent__name"
).split()


@dataclass(frozen=True)
class LikelyPerson:
    person_id: int
    match: Match
    known: Known


def likely(known: Known, *, on: date, among=None, limit=5) -> list[LikelyPerson]:
    """Those whom the score calls likely to be `known`, the likeliest first.

    `known.age` is the age on that day; `among` narrows the people that are looked at.
    """
    near = nearest(known, on=on, among=among, limit=limit)
    return [each for each in near if each.match.is_likely]


def hinted(known: Known, *, on: date, among=None, limit=5) -> list[LikelyPerson]:
    """The likely ones, and behind them those who may be: namesakes, and who is called the same."""
    near = nearest(known, on=on, among=among, limit=None)
    return [each for each in near if each.match.is_hint][:limit]


def nearest(known: Known, *, on: date, among=None, limit=5) -> list[LikelyPerson]:
    """The best by score, likely or not."""
    people = Person.objects.filter(merged_into=None) if among is None else among
    if known.sex:
        # A sex can be written down wrongly; the same NIK speaks louder.
        people = people.filter(Q(sex=known.sex) | Q(nik=known.nik) & ~Q(nik=""))
    near = _weigh(known, sharing_a_key(known, people, on=on), on)
    if known.name and not any(each.match.is_likely for each in near):
        seen = {each.person_id for each in near}
        written_alike = _weigh(known, alike_in_writing(known, people), on)
        near += [each for each in written_alike if each.person_id not in seen]
    near.sort(key=lambda each: (-each.match.score, each.person_id))
    return _set_apart(near)[:limit]


def _weigh(known, people, on):
    rows = ((row[0], _known(row, on)) for row in people.values_list(*COLUMNS))
    return [LikelyPerson(pk, score(known, theirs), theirs) for pk, theirs in rows]


def _set_apart(near):
    """Of several namesakes each is one of many: "mungkin", unless the facts set one apart."""
    groups = _one_by_one([each for each in near if each.match.score >= LEAST_POINTS][:NAMESAKES])
    odds = [exp(group[0].match.score) for group in groups]
    total = exp(STRANGER) + sum(odds)
    unsure = {
        each.person_id
        for group, theirs in zip(groups, odds, strict=True)
        if theirs / total < LEAST_SHARE
        for each in group
        if each.match.is_likely
    }
    return [
        replace(each, match=each.match.as_possible()) if each.person_id in unsure else each
        for each in near
    ]


def _one_by_one(near):
    """Files that are likely of one person, together: they do not speak against each other."""
    groups = []
    for each in near:
        own = next((group for group in groups if _is_one_of(each, group)), None)
        if own:
            own.append(each)
        else:
            groups.append([each])
    return groups


def _is_one_of(each, group):
    return any(score(each.known, other.known).is_likely for other in group)


def sharing_a_key(known: Known, people, *, on: date):
    """Those who share a key or the NIK with `known`, the roughly nearest first."""
    keys = Keys.of(known.name, known.alias, known.mother_name)
    if not (keys.all or known.nik):
        # Only a NIK was typed, and whoever asks may find nobody by it: there is nothing to ask.
        return people.none()
    shares = Q(search_keys__overlap=keys.all)
    if known.nik:
        shares |= Q(nik=known.nik)
    return (
        people.alias(nearness=_nearness(known, keys, on))
        .filter(shares)
        .order_by("-nearness", "pk")[:WEIGHED]
    )


def alike_in_writing(known: Known, people):
    """Those whose written names share most trigrams, by the trigram index."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(TRIGRAMS_ALIKE)]
        )
    name = known.name.upper()
    return (
        people.alias(upper_name=Upper("name"))
        .filter(upper_name__trigram_similar=name)
        .order_by(TrigramSimilarity("upper_name", name).desc(), "pk")[:WEIGHED]
    )


# Written out: to have Django write it takes longer than its answer.
SHARED = "CASE WHEN cases_person.search_keys && %s::varchar(60)[] THEN %s ELSE 0.0 END"
# 0 where the age is not known, from +2 down to -3 with the years apart.
AGE_NEARNESS = """coalesce(greatest(2.0 - 0.5 * abs(
    coalesce(
        extract(year FROM cases_person.born_on),
        extract(year FROM cases_person.age_stated_on) - cases_person.age_years
    ) - %s), -3.0), 0.0)"""
SAME_NIK = "CASE WHEN cases_person.nik = %s THEN 20.0 ELSE 0.0 END"


def _nearness(known, keys, on):
    """A rough order in SQL, so that a common name does not fill the list with the wrong ages."""
    weights = [(keys.own, 3.0), (keys.bones, 1.0), (keys.beside, 2.0), (keys.mother, 4.0)]
    parts = [(SHARED, sorted(shared), weight) for shared, weight in weights if shared]
    if known.age is not None:
        parts.append((AGE_NEARNESS, on.year - known.age))
    if known.nik:
        parts.append((SAME_NIK, known.nik))
    text = " + ".join(text for text, *_ in parts)
    values = [value for _, *told in parts for value in told]
    return RawSQL(text, values, FloatField())  # noqa: S611 (of this file)


def _known(row, on):
    _, name, alias, sex, kind, years, stated_on, born_on, mother, nik, *origin = row
    age = Age(kind, years, born_on, stated_on).on(on)
    return Known(name, alias, sex, age, _origin(*origin), mother, nik)


def _origin(text, name, level, parent):
    """The kecamatan of a kelurahan, else the region itself, else the words that were written."""
    return (parent if level == Region.Level.VILLAGE else name) or text


def known_of(person: Person, *, on: date) -> Known:
    """What is known of somebody who is in the database, or about to be."""
    region = person.origin
    return Known(
        name=person.name,
        alias=person.alias,
        sex=person.sex,
        age=person.age.on(on),
        origin=_origin(
            person.origin_text,
            region and region.name,
            region and region.level,
            region and region.parent and region.parent.name,
        ),
        mother_name=person.mother_name,
        nik=person.nik,
    )
