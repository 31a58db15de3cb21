"""TRC mends its own row: what was typed wrongly at night stands on papers by morning."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.intakes.actions import refuse_other_outcome
from cases.intakes.corrections.models import Correction
from cases.intakes.locks import lock_intake
from cases.intakes.models import Classification, Intake, found_at
from cases.intakes.victims.actions import Noted, look_after_child
from cases.people.actions import files_of, first_statements
from cases.people.ages import Age
from cases.people.doubles.finding import find_doubles
from cases.people.locks import lock_person
from cases.people.models import Person, Source, Statement
from cases.places.models import HotSpot
from rptc import days
from rptc.audit.models import Entry
from rptc.audit.record import enter, keep, record
from rptc.letters.actions import mark_corrected
from rptc.letters.prints import AGE, CLASS, NAME, SEX
from rptc.saving import locked

NOTHING_NOTED = Noted()
SAYS = {Statement.Kind.NAME: "name", Statement.Kind.ALIAS: "alias", Statement.Kind.AGE: "age"}


@dataclass(frozen=True)
class Said:
    """What a row of TRC says: of the person, and of how they were met."""

    name: str
    alias: str
    sex: str
    age: Age
    source: str
    provisional: Classification
    hot_spot: HotSpot | None
    place: str
    met_on: date
    met_at: datetime | None
    outcome: str
    handed_to: str


def said_by(intake):
    """What the row says now, in the words of the officers who typed and mended it; never what the
    file of before says beside them. The file that it made is what it says."""
    person, is_theirs = intake.person, may_change_file(intake)
    spoken = Statement.objects.filter(
        person=intake.person_id,
        recorded_by__in=_officers(intake),
        stated_on=intake.met_on,
        kind__in=SAYS,
    )
    latest = {statement.kind: statement for statement in spoken.order_by("pk")}
    name, alias, age = (latest.get(kind) for kind in SAYS)
    corrected = intake.corrections.order_by("pk").last()
    is_asked = corrected and corrected.judged_at is None and not is_theirs
    return Said(
        name=person.name if is_theirs else name.text if name else "",
        alias=person.alias if is_theirs else alias.text if alias else "",
        sex=is_asked and corrected.sex or intake.sex,
        age=person.age if is_theirs else age.age if age else Age(),
        source=next((one.source for one in (name, age, alias) if one), Source.GUESS),
        provisional=intake.provisional,
        hot_spot=intake.hot_spot,
        place=intake.place,
        met_on=intake.met_on,
        met_at=intake.met_at,
        outcome=intake.outcome,
        handed_to=intake.handed_to,
    )


def _officers(intake):
    return {intake.recorded_by_id, *intake.corrections.values_list("recorded_by", flat=True)}


def may_change_file(intake):
    """The file was made by this row, and nobody else has said anything of it yet. Else what TRC
    says is a statement beside the others, and the sex is asked of a social worker."""
    person, officers = intake.person, _officers(intake)
    is_theirs = person.recorded_by_id in officers and not person.for_named_only
    if intake.is_settled or not is_theirs:
        return False
    others = Intake.objects.filter(person=person).exclude(pk=intake.pk)
    said = person.statements.exclude(recorded_by__in=officers)
    changed = Entry.objects.filter(person_id=person.pk, verb__in=["changed", "chose_statement"])
    by_others = [others, said, changed.exclude(actor__in=officers)]
    return not any(rows.exists() for rows in by_others)


@transaction.atomic
def correct_intake(correction, before, now, *, by, noted=NOTHING_NOTED):
    """Put what the row says to `now`. `before` is what the page showed; `noted` is what is added
    of a child. Raises ValidationError when the row says something else by now, or is not the
    officer's to mend any more."""
    intake = lock_intake(correction.intake, "person", "provisional", "hot_spot", "settled")
    if not Intake.objects.correctable_by(by).filter(pk=intake.pk).exists():
        raise ValidationError("Sudah lewat 24 jam sesudah serah terima. Hubungi pekerja sosial.")
    if said_by(intake) != before:
        raise ValidationError("Baris ini baru saja dikoreksi orang lain. Muat ulang halaman.")
    if now == before and not noted.says_something:
        raise ValidationError("Tidak ada yang berubah.")
    is_theirs, printed = may_change_file(intake), _printed(intake)
    if is_theirs:
        _change_file(intake, before, now, by)
    else:
        correction.sex = now.sex if now.sex != intake.person.sex else ""
    was_victim = intake.is_of_child_victim
    _change_row(intake, now, correction.reason)
    if not is_theirs:
        _state(intake.person, before, now, by)
    correction.intake = intake
    enter(correction, "corrected", by=by, person=intake.person_id)
    _mark_letters(intake, printed)
    if not was_victim or noted.says_something:
        look_after_child(intake, noted, by=by)
    if is_theirs:
        find_doubles([intake.person])
    return correction


def _printed(intake):
    """What letters say of who was met, as they would print it now."""
    person = intake.person
    return {
        NAME: str(person),
        SEX: person.sex,
        AGE: person.age.text_on(days.today()),
        CLASS: intake.classification_id,
    }


def _mark_letters(intake, before):
    """Those that said otherwise, and no other: a paper that is right keeps its number."""
    now = _printed(intake)
    facts = {fact for fact, said in before.items() if said != now[fact]}
    mark_corrected(files_of(intake.person_id), facts, since=intake.recorded_at)


def _state(person, before, now, by):
    """What the officer says otherwise than before; of another day all of it. Also where the file
    says so already: whether it does is not theirs to learn."""
    said = Person(pk=person.pk, name=now.name, alias=now.alias, sex=now.sex)
    said.age = now.age
    was = {kind: getattr(before, name) for kind, name in SAYS.items()}
    is_of_another_day = now.met_on != before.met_on
    Statement.objects.bulk_create(
        one
        for one in first_statements(said, source=now.source, on=now.met_on, by=by)
        if is_of_another_day or was[one.kind] != getattr(now, SAYS[one.kind])
    )


def _change_file(intake, before, now, by):
    """The file of a person whom nobody knew before says what the row says."""
    person = intake.person
    person.name, person.alias, person.sex, person.age = now.name, now.alias, now.sex, now.age
    where = now.hot_spot or now.place
    person.found = "" if now.name or now.alias else found_at(where, now.met_on)
    person.version += 1
    person.save()
    said = person.statements.filter(stated_on=before.met_on)
    said.filter(age_stated_on=before.met_on).update(age_stated_on=now.met_on)
    said.update(stated_on=now.met_on)
    age = before.age
    if age.stated_on == before.met_on:
        age = replace(age, stated_on=now.met_on)
    _state(person, replace(before, age=age, met_on=now.met_on), now, by)


def _change_row(intake, now, reason):
    intake.provisional = now.provisional
    intake.classification = intake.settled or now.provisional
    intake.hot_spot, intake.place = now.hot_spot, now.place
    intake.met_on, intake.met_at = now.met_on, now.met_at
    # Written by the database from the person's.
    intake.sex = intake.person.sex
    if now.outcome != intake.outcome:
        refuse_other_outcome(intake)
        intake.outcome, intake.outcome_reason = now.outcome, reason
    intake.handed_to = now.handed_to
    intake.save()


@transaction.atomic
def judge_correction(correction, is_right, *, by):
    """The social worker looked: the file takes the sex that the officer says, or keeps its own."""
    person = lock_person(correction.intake.person_id)
    correction = locked(correction, "intake")
    if not Correction.objects.to_be_judged().filter(pk=correction.pk).exists():
        raise ValidationError("Koreksi ini sudah diperiksa, atau petugas mengoreksinya lagi.")
    correction.judged_at, correction.judged_by = days.now(), by
    correction.save()
    if is_right == "yes":
        correction.intake.person = person
        printed = _printed(correction.intake)
        person.sex = correction.sex
        person.version += 1
        keep(person, "changed", by=by)
        _mark_letters(correction.intake, printed)
    record(by, "acted_on", correction, person=person.pk)
    return correction
