"""A hit is mended in its row, or is so indeed; and what was so indeed is asked again."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.people.actions import change_person
from cases.people.locks import lock_kept_file, lock_person
from reports.quality.rules import BY_KEY
from rptc import days
from rptc.audit.record import enter, keep
from rptc.saving import locked, sentence_of

MENDED = "Temuan ini sudah diperbaiki. Muat ulang halaman."


@transaction.atomic
def say_so(alarm, *, by):
    """ "Memang begitu", of one hit, with why."""
    rule = BY_KEY[alarm.rule]
    row = getattr(alarm, rule.column)
    lock_person(row.person_id)
    if not rule.hits_of(by).filter(pk=row.pk).exists():
        known = row.false_alarms.standing().filter(rule=alarm.rule).exists()
        name = f"false_alarm_of_{rule.column}_stands_once"
        raise ValidationError(sentence_of(type(alarm), name) if known else MENDED)
    return enter(alarm, "said_so", by=by, person=row.person_id)


@transaction.atomic
def ask_again(alarm, *, by):
    """Pressed again it says the same."""
    alarm = locked(alarm, "intake", "statement")
    if alarm.ended_at is None:
        alarm.ended_at, alarm.ended_by = days.now(), by
        keep(alarm, "asked_again", by=by, person=alarm.person_id)
    return alarm


@transaction.atomic
def mend_origin(intake, origin, *, by):
    """Where somebody comes from, as on the page of their identity."""
    person = lock_kept_file(intake.person_id)
    if person.origin_id == origin.pk:
        return person
    if person.origin_id is not None:
        raise ValidationError(f"Asalnya baru saja diisi orang lain: {person.origin}.")
    person.origin, person.version = origin, person.version + 1
    return change_person(person, by=by)
