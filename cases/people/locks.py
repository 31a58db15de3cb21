"""One order of locks for all: the person, the stay (cases/stays/locks.py), then what hangs on it;
several people in the order of their keys. Whoever takes them in another order meets somebody who
comes the other way, and the database then throws one of the two out.

A new row locks the rows that it points to as well: whoever adds one that points to two people,
or to a person and a stay, locks them first.
"""

from django.db.models import F

from cases.people.models import Person
from rptc.kept import AmongThese, kept_first, kept_rows


def lock_person(person_id) -> Person:
    if person := kept_first(_locked, None, False, these=[person_id]):
        return person
    raise Person.DoesNotExist


def lock_people(ids, *, no_key=False) -> dict[int, Person]:
    """{key: person}; before the first of them is touched."""
    ids = set(ids)
    people = kept_rows(_locked, None, no_key, these=ids) if ids else []
    return {person.pk: person for person in people}


def _locked(_, no_key):
    people = Person.objects.select_for_update(of=("self",), no_key=no_key)
    return people.filter(AmongThese(F("pk"))).order_by("pk")


def lock_kept_file(person_id) -> Person:
    """The file that counts: a merged one leads to the one that was kept."""
    person = lock_person(person_id)
    while person.merged_into_id:
        person = lock_person(person.merged_into_id)
    return person
