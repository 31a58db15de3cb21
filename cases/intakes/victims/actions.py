"""What follows at once where a child was met who may be a victim."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.intakes.models import WHAT_IS_DONE, WHAT_TO_DO_NOW
from cases.intakes.victims.models import ChildVictim
from cases.people.flags.actions import raise_flag
from cases.people.flags.models import Flag
from cases.people.locks import lock_person
from rptc import days
from rptc.audit.record import enter, record
from rptc.saving import locked


@dataclass(frozen=True)
class Noted:
    """What whoever met a child wrote of it. Unless they say no, exploitation is suspected of every
    child who may be a victim; `suspect` is who it was, or what was seen of them."""

    left_by_adult: bool = False
    is_suspected: bool = True
    suspect: str = ""
    said: str = ""

    @property
    def says_something(self):
        return bool(self.left_by_adult or self.suspect or self.said)


def look_after_child(intake, noted, *, by):
    """Open the duty to tell UPTD PPA, and mark the file for suspected exploitation, where this
    intake is of a child who may be a victim; else nothing. What was written of somebody whose file
    says that they are grown up is kept, and marks nobody: it would stop a release of theirs."""
    is_victim = intake.is_of_child and (
        intake.classification.victim_if_child or noted.left_by_adult
    )
    if is_victim or noted.says_something:
        victim = ChildVictim(intake=intake, left_by_adult=noted.left_by_adult, said=noted.said)
        is_adult = intake.person.age.is_child_on(intake.met_on) is False
        is_marked = noted.is_suspected and not is_adult and bool(is_victim or noted.suspect)
        note_child_victim(victim, noted.suspect, is_marked=is_marked, by=by)


@transaction.atomic
def note_child_victim(victim, suspect, *, by, is_marked=None):
    """A duty with its hour. `is_marked` raises the mark for suspected exploitation, once; where
    nobody says whether, an adult in it does."""
    if is_marked is None:
        is_marked = victim.left_by_adult or bool(suspect)
    intake, person = victim.intake, victim.intake.person
    enter(victim, "noted", by=by, person=person.pk)
    marks = person.flags.in_force().filter(kind=Flag.Kind.EXPLOITED, whom=suspect)
    if is_marked and not marks.exists():
        where = f"{intake.where or 'tempat tidak tercatat'}, {intake.met_on:%d/%m/%Y}"
        left = ". Ditemukan bersama orang dewasa yang lalu pergi" if victim.left_by_adult else ""
        mark = Flag(
            person=person,
            kind=Flag.Kind.EXPLOITED,
            whom=suspect,
            what_to_do=WHAT_TO_DO_NOW,
            reason=f"Anak {intake.age_text} di {where}{left}.",
        )
        raise_flag(mark, by=by)
    _say_on_marks(person)
    return victim


def _say_on_marks(person):
    """The mark on the file says that UPTD PPA is to be told until it knows of all; what somebody
    wrote there in their own words stays."""
    is_left = ChildVictim.objects.untold().filter(intake__person=person).exists()
    before, now = (WHAT_IS_DONE, WHAT_TO_DO_NOW) if is_left else (WHAT_TO_DO_NOW, WHAT_IS_DONE)
    marks = person.flags.in_force().filter(kind=Flag.Kind.EXPLOITED, what_to_do=before)
    marks.update(what_to_do=now)


@transaction.atomic
def tell_of_child(victim, told_to, *, by):
    """UPTD PPA knows: whom of them, and how."""
    person = lock_person(victim.intake.person_id)
    victim = locked(victim)
    if victim.told_at:
        raise ValidationError(f"Sudah diberi tahu: {victim.told_to}")
    victim.told_at, victim.told_by, victim.told_to = days.now(), by, told_to
    victim.save()
    _say_on_marks(person)
    record(by, "acted_on", victim, person=person.pk)
    return victim
