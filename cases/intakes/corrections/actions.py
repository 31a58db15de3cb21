"""TRC mends its own row: what was typed wrongly at night stands on papers by morning."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.intakes.actions import refuse_other_outcome
from cases.intakes.locks import lock_intake
from cases.intakes.models import Classification, Intake
from cases.intakes.victims.actions import Noted, look_after_child
from cases.people.actions import first_statements, state_what_is_new
from cases.people.ages import Age
from cases.people.doubles.finding import find_doubles
from cases.people.locks import lock_person
from cases.people.models import Person, Source, Statement
from cases.places.models import HotSpot
from rptc import days
from rptc.audit.record import enter, record
from rptc.letters.actions import mark_corrected
from rptc.saving import locked

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


def said_by(intake):
    """What the row says now, in the words of the officers who typed and mended it; never what the
    file of before says beside them."""
    spoken = Statement.objects.filter(
        person=intake.person_id,
        recorded_by__in=_officers(intake),
        stated_on=intake.met_on,
        kind__in=SAYS,
    )
    latest = {statement.kind: statement for statement in spoken.order_by("pk")}
    name, alias, age = (latest.get(kind) for kind in SAYS)
    corrected = intake.corrections.exclude(sex="").order_by("pk").last()
    return Said(
        name=name.text if name else "",
        alias=alias.text if alias else "",
        sex=corrected.sex if corrected else intake.sex,
        age=age.age if age else Age(),
        source=next((one.source for one in (name, age, alias) if one), Source.GUESS),
        provisional=intake.provisional,
        hot_spot=intake.hot_spot,
        place=intake.place,
        met_on=intake.met_on,
        met_at=intake.met_at,
        outcome=intake.outcome,
    )


def _officers(intake):
    return {intake.recorded_by_id, *intake.corrections.values_list("recorded_by", flat=True)}


def may_change_file(intake):
    """The file was made by this row, and nobody else has said anything of it yet. Else what TRC
    says is a statement beside the others, and the sex is asked of a social worker."""
    person, officers = intake.person, _officers(intake)
    others = Intake.objects.filter(person=person).exclude(pk=intake.pk)
    if intake.is_settled or person.recorded_by_id not in officers or others.exists():
        return False
    return not person.statements.exclude(recorded_by__in=officers).exists()


@transaction.atomic
def correct_intake(correction, before, now, *, by):
    """Put what the row says to `now`. `before` is what the page showed. Raises ValidationError
    when the row says something else by now, or is not the officer's to mend any more."""
    intake = lock_intake(correction.intake, "person", "provisional", "hot_spot", "settled")
    if not Intake.objects.correctable_by(by).filter(pk=intake.pk).exists():
        raise ValidationError("Sudah lewat 24 jam sesudah serah terima. Hubungi pekerja sosial.")
    if said_by(intake) != before:
        raise ValidationError("Baris ini baru saja dikoreksi orang lain. Muat ulang halaman.")
    if now == before:
        raise ValidationError("Tidak ada yang berubah.")
    is_theirs = may_change_file(intake)
    if is_theirs:
        _change_file(intake, before, now, by)
    else:
        correction.sex = now.sex if now.sex != intake.person.sex else ""
    was_victim = intake.is_of_child_victim
    _change_row(intake, now, correction.reason)
    if not is_theirs:
        said = _person_of(now)
        state_what_is_new(intake.person, said, source=now.source, on=now.met_on, by=by)
    correction.intake = intake
    enter(correction, "corrected", by=by, person=intake.person_id)
    mark_corrected(intake.person_id, since=intake.recorded_at)
    if not was_victim:
        look_after_child(intake, Noted(), by=by)
    if is_theirs:
        find_doubles([intake.person])
    return correction


def _person_of(said):
    person = Person(name=said.name, alias=said.alias, sex=said.sex)
    person.age = said.age
    return person


def _change_file(intake, before, now, by):
    """The file of a person whom nobody knew before says what the row says."""
    person = intake.person
    person.name, person.alias, person.sex, person.age = now.name, now.alias, now.sex, now.age
    person.found = "" if now.name or now.alias else _found(now)
    person.version += 1
    person.save()
    said = person.statements.filter(stated_on=before.met_on)
    said.filter(age_stated_on=before.met_on).update(age_stated_on=now.met_on)
    said.update(stated_on=now.met_on)
    known = {(one.kind, one.text, one.age) for one in person.statements.all()}
    Statement.objects.bulk_create(
        one
        for one in first_statements(person, source=now.source, on=now.met_on, by=by)
        if (one.kind, one.text, one.age) not in known
    )


def _found(said):
    where = said.hot_spot or said.place or "tempat tidak tercatat"
    return f"{where} {said.met_on:%d/%m/%Y}"


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
    intake.save()


@transaction.atomic
def judge_correction(correction, is_right, *, by):
    """The social worker looked: the file takes the sex that the officer says, or keeps its own."""
    person = lock_person(correction.intake.person_id)
    correction = locked(correction, "intake")
    if correction.judged_at:
        raise ValidationError("Koreksi ini sudah diperiksa.")
    correction.judged_at, correction.judged_by = days.now(), by
    correction.save()
    if is_right == "yes":
        person.sex = correction.sex
        person.version += 1
        person.save()
        record(by, "changed", person)
        mark_corrected(person.pk, since=correction.intake.recorded_at)
    record(by, "acted_on", correction, person=person.pk)
    return correction
