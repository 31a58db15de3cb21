from django.core.exceptions import ValidationError
from django.db import transaction

from cases.intakes.locks import lock_intake
from cases.intakes.models import Door, found_at
from cases.intakes.sheets.actions import give_sheet, take_sheet
from cases.intakes.victims.actions import Noted, look_after_child
from cases.people.actions import register_person, seal_file, state_what_is_new
from cases.people.doubles.actions import claim_same, say_not_same
from cases.people.doubles.finding import find_doubles
from cases.people.locks import lock_kept_file, lock_people
from rptc import days
from rptc.audit.record import enter, keep, record


@transaction.atomic
def register_intake(
    intake, person, *, source, by, said=None, claimed=None, not_same=(), sheet=None, noted=None
):
    """Record that somebody was met: the person (new, or known already) and the intake.

    Whoever has no name gets a description: where and when they were met. A class outside the
    table of terjaring seals the file from the start (docs/rules.md, Intake). `said` is what a
    known person said of themselves this time; `not_same` are those who were told apart, and
    `claimed` is who it is said to be, by whoever may not open that file; `sheet` is the paper that
    it is typed from; `noted` is what was written of a child. Raises ValidationError when the sheet
    was typed already.
    """
    sheet = sheet and take_sheet(sheet, by=by)
    is_new = person.pk is None
    if is_new:
        if not (person.name or person.alias):
            person.found = found_at(intake.where, intake.met_on)
        person.is_sealed = not intake.provisional.in_table
        register_person(person, source=source, stated_on=intake.met_on, by=by)
    else:
        lock_people([person.pk, *(other.pk for other in not_same)])
        person = lock_kept_file(person.pk)
        if not intake.provisional.in_table:
            seal_file(person, by=by)
        if said:
            state_what_is_new(person, said, source=source, on=intake.met_on, by=by)
    intake.person = person
    intake.sex = person.sex
    intake.classification = intake.settled or intake.provisional
    enter(intake, "registered", by=by, outcome=intake.outcome)
    if sheet:
        give_sheet(sheet, intake, by=by)
    if noted:
        look_after_child(intake, noted, by=by)
    if is_new:
        find_doubles([person], told_apart=not_same)
    if claimed:
        claim_same(person, claimed, by=by)
    for other in not_same:
        if other.pk != person.pk:
            say_not_same(person, other, by=by)
    return intake


@transaction.atomic
def settle_intake(intake, classification, certainty, *, by):
    """The social worker settles the class; from then on it counts (docs/rules.md, Intake). One
    outside the table of terjaring seals the file, as at the registration."""
    intake = lock_intake(intake)
    if not classification.in_table:
        seal_file(lock_kept_file(intake.person_id), by=by)
    was_victim = intake.is_of_child_victim
    intake.settled = intake.classification = classification
    intake.settled_by, intake.settled_at = by, days.now()
    intake.certainty = certainty
    intake.save()
    # What was contested with success is corrected by this.
    intake.contests.to_be_corrected().update(corrected_at=intake.settled_at)
    if not was_victim:
        look_after_child(intake, Noted(), by=by)
    record(by, "settled", intake, classification=str(classification))
    return intake


@transaction.atomic
def change_outcome(intake, outcome, reason, *, by, handed_to=""):
    """Another outcome, with a reason: sent home after registration, ran away on the road; of some
    it is known to whom they were handed.

    Raises ValidationError once the house has confirmed the arrival.
    """
    intake = lock_intake(intake)
    refuse_other_outcome(intake)
    intake.outcome, intake.outcome_reason = outcome, reason
    intake.handed_to = handed_to
    return keep(intake, "changed_outcome", by=by, outcome=outcome)


def refuse_other_outcome(intake):
    """Raises ValidationError once the house has confirmed the arrival, and of an old register."""
    if intake.has_arrived:
        raise ValidationError("Klien sudah tiba di RPTC. Hasil di tempat tidak dapat diubah lagi.")
    if intake.door == Door.REGISTER:
        raise ValidationError("Baris register lama tidak mempunyai hasil di tempat.")
