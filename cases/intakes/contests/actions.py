""" "Itu bukan saya": the count of catches has legal weight, so one of them can be contested."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.intakes.contests.models import Contest
from cases.intakes.locks import lock_intake
from cases.intakes.models import Certainty, found_at
from cases.people.actions import register_person
from cases.people.models import Person, Source
from rptc import days
from rptc.audit.record import enter, record
from rptc.decisions import decide
from rptc.saving import locked

State = Contest.State


@transaction.atomic
def raise_contest(contest, *, by):
    """While it is open, the intake is printed for nobody. One at a time."""
    intake = lock_intake(contest.intake)
    if intake.contests.waiting().exists():
        raise ValidationError("Keberatan atas catatan ini sudah dicatat dan sedang diperiksa.")
    return enter(contest, "contested", by=by, person=intake.person_id)


def decide_contest(contest, **decision):
    """When it is upheld, the intake is no more than a claim from then on, and waits for a social
    worker to correct it."""
    return decide(contest, lock=_lock_contest, then=_doubt, **decision)


def _doubt(contest, by):
    if contest.state == State.UPHELD:
        contest.intake.certainty = Certainty.CLAIMED
        contest.intake.save()


@transaction.atomic
def move_to_nobody(contest, *, by):
    """After an upheld contest: the intake was of somebody, but not of this person. It goes to a
    new file without a name, so that every count of catches is right; the outcome stays.

    Raises ValidationError where a stay hangs on it: whoever was in the house is known by then.
    """
    contest = _lock_contest(contest)
    intake = contest.intake
    if contest.state != State.UPHELD:
        raise ValidationError("Keberatan ini belum dibenarkan.")
    if intake.has_arrived:
        raise ValidationError("Catatan ini membawa masa pembinaan dan tidak dapat dipindahkan.")
    if contest.corrected_at:
        raise ValidationError("Catatan ini sudah diperbaiki.")
    nobody = Person(
        sex=intake.sex,
        found=found_at(intake.where, intake.met_on),
        is_sealed=not intake.classification.in_table,
    )
    register_person(nobody, source=Source.GUESS, stated_on=intake.met_on, by=by)
    intake.person = nobody
    intake.save()
    contest.corrected_at = days.now()
    contest.save()
    record(by, "moved", intake, person=nobody, contest=contest.pk)
    return nobody


def _lock_contest(contest):
    intake = lock_intake(contest.intake)
    contest = locked(contest)
    contest.intake = intake
    return contest
