"""Which files are likely one person? Found at once for many, and what was decided is kept.

Who only may be (namesakes, who is called the same) is asked about where both were met in one
place.
"""

import hashlib
import json
from collections import defaultdict

from django.db import transaction
from django.db.models import F, Q
from django.utils.functional import cached_property

from cases.people.doubles.models import Double, DoubleState
from cases.people.likely import known_of
from cases.people.locks import lock_people
from cases.people.matching import place_key, score
from cases.people.models import Person
from rptc import days
from rptc.kept import THESE_PEOPLE, AmongThese, Sql, answers, kept_rows, with_parameters

# So many are weighed for each person: the nearest by keys in common and years apart.
WEIGHED = 20
AT_ONCE = 500
# So many pairs of one person are offered.
OFFERED = 5

# Prepared, since this is asked with each person who is registered. A merged file stays one of the
# names under which its person is found. Who is seven years older is another person, unless the NIK
# says otherwise.
SHARE_KEYS = f"""
    SELECT one.id, near.id
    FROM cases_person one
    CROSS JOIN LATERAL (
        SELECT other.id
        FROM cases_person other
        CROSS JOIN LATERAL (
            SELECT abs(
                coalesce(
                    extract(year FROM one.born_on),
                    extract(year FROM one.age_stated_on) - one.age_years
                ) - coalesce(
                    extract(year FROM other.born_on),
                    extract(year FROM other.age_stated_on) - other.age_years
                )
            ) AS years
        ) apart
        WHERE other.search_keys && one.search_keys
            AND other.sex = one.sex
            AND other.id <> one.id
            AND coalesce(apart.years, 0) < 7
        ORDER BY
            cardinality(ARRAY(
                SELECT unnest(one.search_keys) INTERSECT SELECT unnest(other.search_keys)
            )) - coalesce(apart.years, 0) / 2 DESC,
            other.id
        LIMIT {WEIGHED}
    ) near
    WHERE one.id = ANY({THESE_PEOPLE})
"""  # noqa: S608 (of this file)
SHARE_NIK = f"""
    SELECT one.id, other.id
    FROM cases_person one
    JOIN cases_person other ON other.nik = one.nik AND other.nik <> '' AND other.id <> one.id
    WHERE one.id = ANY({THESE_PEOPLE})
"""  # noqa: S608 (of this file)
SHARE_KEYS_OR_NIK = with_parameters(Sql(f"({SHARE_KEYS}) UNION ({SHARE_NIK})", []))
FACTS = (
    "name alias sex age_kind age_years age_stated_on born_on mother_name origin_id origin_text nik"
).split()


def find_doubles(people, *, told_apart=()):
    """Look for the doubles of these people (or their ids), and keep what was decided.

    A pair that is "bukan orang yang sama" comes back only when a fact of either has changed.
    Whom the caller is about to tell apart from them is locked with the others.
    """
    told_apart = {person.pk for person in told_apart}
    ids = [getattr(person, "pk", person) for person in people]
    for start in range(0, len(ids), AT_ONCE):
        _find(ids[start : start + AT_ONCE], told_apart)


def look_for_doubles(people):
    """Look for those of all these people. Returns how many pairs wait for somebody then."""
    find_doubles(people.order_by("pk").values_list("pk", flat=True))
    return Double.objects.to_decide().count()


def facts_of(one: Person, other: Person) -> str:
    """The fingerprint of what was compared."""
    first, second = sorted([one, other], key=lambda person: person.pk)
    told = [[str(getattr(person, fact)) for fact in FACTS] for person in (first, second)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def compare(one: Person, other: Person):
    today = days.today()
    return score(known_of(one, on=today), known_of(other, on=today))


@transaction.atomic(savepoint=False)
def _find(ids, told_apart):
    rows = _Rows(ids)
    likely = rows.pairs_to_ask()
    new = [pair for pair in likely if pair not in rows.doubles]
    lock_people({pk for pair in new for pk in pair} | told_apart, no_key=True)
    Double.objects.bulk_create(
        [
            Double(
                person_id=pair[0],
                other_id=pair[1],
                score=likely[pair].score,
                reasons=list(likely[pair].reasons),
                facts=rows.facts(pair),
            )
            for pair in new
        ],
        batch_size=500,
        ignore_conflicts=True,
    )
    for pair, double in rows.doubles.items():
        if pair in likely:
            _open(double, likely[pair], rows.facts(pair))
        elif double.claimed_by_id is None and _is_no_more(double, pair, rows):
            _as_read(double).delete()


def _is_no_more(double, pair, rows):
    return double.state == DoubleState.OPEN and not rows.are_still(pair)


def _open(double, match, facts):
    """As it is now; a pair that was decided is open again, because a fact has changed."""
    now = {
        "score": match.score,
        "reasons": list(match.reasons),
        "facts": facts,
        "state": DoubleState.OPEN,
    }
    if any(getattr(double, name) != value for name, value in now.items()):
        _as_read(double).update(**now, decided_by=None, decided_at=None, reason="")


def _as_read(double):
    """Unless somebody has decided on it meanwhile."""
    return Double.objects.filter(pk=double.pk, state=double.state, facts=double.facts)


class _Rows:
    """The people of one round and all that may be them; a merged row speaks for its person."""

    def __init__(self, ids):
        self.on = days.today()
        ids = list(ids) + kept_rows(_merged_into, None, these=ids)
        self.pairs = _candidates(ids)
        doubles = kept_rows(_doubles_of, None, these=ids)
        self.doubles = {(double.person_id, double.other_id): double for double in doubles}
        wanted = {pk for pair in self.pairs for pk in pair} | set(ids)
        wanted |= {pk for pair in self.doubles for pk in pair}
        self.people = _in_bulk(wanted)
        kept = {row.merged_into_id for row in self.people.values()} - {None}
        self.people |= _in_bulk(kept - self.people.keys())
        self.known = {pk: known_of(row, on=self.on) for pk, row in self.people.items()}

    def pairs_to_ask(self):
        """{(person, other): the best match among their rows}, without those told apart."""
        best, decided = {}, self._decided_pairs()
        for one, other in self.pairs:
            pair = self._pair(one, other)
            if pair is None or pair in decided:
                continue
            match = score(self.known[one], self.known[other])
            if match.is_hint and (pair not in best or match.score > best[pair].score):
                best[pair] = match
        return _few_of_each(
            {
                pair: match
                for pair, match in best.items()
                if match.is_likely or self._met_near(pair)
            }
        )

    def _met_near(self, pair):
        """Were both met in one kecamatan, or at one place by its name?"""
        one, other = pair
        return bool(self._places[one] & self._places[other])

    @cached_property
    def _places(self):
        return _places_of(self.people)

    def _decided_pairs(self):
        """Not the same, and no fact of the two has changed since."""
        return {
            self._pair(*pair)
            for pair, double in self.doubles.items()
            if double.state == DoubleState.NOT_SAME and double.facts == self.facts(pair)
        }

    def are_still(self, pair):
        match = score(*(self.known[pk] for pk in pair))
        return match.is_likely or (match.is_possible and self._met_near(pair))

    def facts(self, pair):
        return facts_of(self.people[pair[0]], self.people[pair[1]])

    def _pair(self, one, other):
        """The two whose rows these are, in order; nothing where both are one person's."""
        first, second = sorted(self.people[pk].merged_into_id or pk for pk in (one, other))
        return (first, second) if first != second else None


def _few_of_each(matches):
    """The likeliest of each person: a common name must not fill the list."""
    kept, of_person = {}, defaultdict(int)
    for pair, match in sorted(matches.items(), key=lambda item: (-item[1].score, item[0])):
        if max(of_person[pk] for pk in pair) < OFFERED:
            kept[pair] = match
            for pk in pair:
                of_person[pk] += 1
    return kept


def _candidates(ids):
    pairs = answers(SHARE_KEYS_OR_NIK.prepared_for(None, THESE_PEOPLE=ids))
    return {tuple(sorted(pair)) for pair in pairs}


def _places_of(ids):
    """{person: the kecamatan, or else the places by name, where they were met}."""
    places = defaultdict(set)
    met = Person._meta.get_field("intakes").related_model.objects.filter(person__in=ids)
    for person, district, place in met.values_list("person", "hot_spot__village__parent", "place"):
        places[person] |= {district or place_key(place)} - {""}
    return places


def _in_bulk(ids):
    return {row.pk: row for row in kept_rows(_people, None, these=ids)} if ids else {}


def _people(_):
    return Person.objects.select_related("origin__parent").filter(AmongThese(F("pk")))


def _merged_into(_):
    return Person.objects.filter(AmongThese(F("merged_into"))).values_list("pk", flat=True)


def _doubles_of(_):
    either = Q(AmongThese(F("person"))) | Q(AmongThese(F("other")))
    return Double.objects.filter(either).order_by("pk")
