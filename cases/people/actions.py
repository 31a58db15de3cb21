from django.db import transaction

from cases.people.ages import AgeKind
from cases.people.locks import lock_person
from cases.people.models import Person, Statement
from rptc.audit.record import enter, keep, record
from rptc.letters.actions import seal_letters
from rptc.policies import whoever_acts


def register_person(person, *, source, stated_on, by):
    """Save a new person together with the statements of identity that were made."""
    person.recorded_by = by
    person.save()
    Statement.objects.bulk_create(first_statements(person, source=source, on=stated_on, by=by))
    return person


def first_statements(person, *, source, on, by):
    """What was said of a new person on that day: name, alias, age."""
    said = {"person": person, "source": source, "stated_on": on, "recorded_by": by}
    statements = [
        Statement(kind=kind, text=text, **said)
        for kind, text in (
            (Statement.Kind.NAME, person.name),
            (Statement.Kind.ALIAS, person.alias),
        )
        if text
    ]
    if person.age_kind != AgeKind.UNKNOWN:
        age = Statement(kind=Statement.Kind.AGE, **said)
        age.age = person.age
        statements.append(age)
    return statements


def seal_file(person, *, by):
    """Out of reach of all but those to whom it belongs, with the letters about it and about the
    files that were merged into it. `person` is locked."""
    if person.is_sealed:
        # It stays closed when whoever closed it for named people opens it again.
        # Also where who settles the class is not named.
        with whoever_acts():
            person.seals.filter(ended_at=None, was_sealed=False).update(was_sealed=True)
        return
    person.is_sealed = True
    person.save(update_fields=["is_sealed"])
    seal_letters_of(person)
    record(by, "sealed", person)


def seal_letters_of(person):
    seal_letters(files_of(person.pk))


def files_of(person_id) -> list[int]:
    """This file, and every file that was merged into it: letters keep the number of old."""
    files = joined = [person_id]
    while joined:
        joined = list(Person.objects.filter(merged_into__in=joined).values_list("pk", flat=True))
        files = files + joined
    return files


def state_what_is_new(person, said, *, source, on, by):
    """What somebody who is known said of themselves today, where it differs. Nothing that is
    shown changes: choosing among statements is the social worker's."""
    before = list(person.statements.all())
    texts = {(one.kind, one.text.casefold()) for one in before}
    texts |= {(kind, getattr(person, kind).casefold()) for kind in ("name", "alias")}
    ages = {one.age for one in before if one.kind == Statement.Kind.AGE} | {person.age}
    said.pk = person.pk
    Statement.objects.bulk_create(
        statement
        for statement in first_statements(said, source=source, on=on, by=by)
        if (
            statement.age not in ages
            if statement.kind == Statement.Kind.AGE
            else (statement.kind, statement.text.casefold()) not in texts
        )
    )


@transaction.atomic
def add_statement(statement, *, shown, by):
    """Record what somebody said of a person; `shown` makes it the one that is shown."""
    lock_person(statement.person_id)
    enter(statement, "stated", by=by, person=statement.person_id)
    if shown:
        choose_statement(statement, by=by)
    return statement


@transaction.atomic
def choose_statement(statement, *, by):
    """Show this name, alias or age from now on. The others stay as they were said."""
    person = lock_person(statement.person_id)
    if statement.kind == Statement.Kind.AGE:
        person.age = statement.age
    else:
        setattr(person, statement.kind, statement.text)
    person.version += 1
    person.save()
    record(by, "chose_statement", statement, person=person)
    return person


@transaction.atomic
def change_person(person, *, by):
    """Save corrected facts. A corrected sex reaches every intake (ON UPDATE CASCADE)."""
    return keep(person, "changed", by=by)
