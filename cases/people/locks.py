"""One order of locks for all: the person, the stay (cases/stays/locks.py), then what hangs on it;
several people in the order of their keys. Whoever takes them in another order meets somebody who
comes the other way, and the database then throws one of the two out.

A new row locks the rows that it points to as well: whoever adds one that points to two people,
or to a person and a stay, locks them first.
"""

from cases.people.models import Person


def lock_person(person_id) -> Person:
    return Person.objects.select_for_update(of=("self",)).get(pk=person_id)


def lock_people(ids, **how) -> dict[int, Person]:
    """{key: person}; before the first of them is touched."""
    people = Person.objects.select_for_update(of=("self",), **how).filter(pk__in=set(ids))
    return {person.pk: person for person in people.order_by("pk")}


def lock_kept_file(person_id) -> Person:
    """The file that counts: a merged one leads to the one that was kept."""
    person = lock_person(person_id)
    while person.merged_into_id:
        person = lock_person(person.merged_into_id)
    return person
