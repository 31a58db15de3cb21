from django.core.exceptions import ValidationError
from django.db import transaction

from cases.casework.assignments.models import AssignmentState, holds_secret
from cases.people.access import has_case
from cases.people.sealing.actions import name_worker
from cases.stays.locks import lock_stay, lock_with_stay
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.record import record
from rptc.decisions import acknowledge, decide
from rptc.saving import locked, save

NOT_THIS_WORKER = "Pilih pekerja sosial lain untuk klien ini."


@transaction.atomic
def assign(assignment, *, by):
    """The case goes to another: at once, or once the head has decided (Assignment)."""
    stay = lock_stay(assignment.stay)
    if stay.social_worker_id == assignment.to_worker_id:
        raise ValidationError({"to_worker": "Pekerja sosial itu sudah memegang klien ini."})
    _check_not_own(assignment)
    if stay.social_worker_id and not assignment.reason:
        raise ValidationError({"reason": "Tulis alasannya."})
    assignment.stay, assignment.from_worker_id = stay, stay.social_worker_id
    assignment.recorded_by = by
    if by.has_role(Role.HEAD):
        assignment.state = AssignmentState.MADE
        assignment.known_by, assignment.known_at = by, days.now()
    elif not holds_secret(stay):
        assignment.state = AssignmentState.MADE
    save(assignment)
    if assignment.state == AssignmentState.MADE:
        record(by, "assigned", stay, social_worker=str(assignment.to_worker))
        _name_worker(assignment, by)
    else:
        record(by, "proposed", assignment, person=stay.person_id)
    return assignment


def _name_worker(assignment, by):
    if by.has_role(Role.HEAD):
        name_worker(assignment.stay.person, assignment.to_worker, by=by)


def _check_not_own(assignment):
    if assignment.stay.person_id in assignment.to_worker.own_files:
        raise ValidationError({"to_worker": NOT_THIS_WORKER})


def decide_assignment(assignment, **decision):
    return decide(
        assignment,
        lock=_lock_assignment,
        check=check_decision,
        then=_name_new_worker,
        **decision,
    )


def _name_new_worker(assignment, by):
    if assignment.state == AssignmentState.APPROVED:
        _name_worker(assignment, by)


def _lock_assignment(assignment):
    return lock_with_stay(assignment, "recorded_by", "to_worker", "from_worker")


def check_decision(assignment, by):
    if has_case(by, assignment.to_worker_id):
        raise ValidationError("Yang menerima klien tidak dapat memutuskan sendiri.")
    is_approved = assignment.state == AssignmentState.APPROVED
    if is_approved and assignment.stay.social_worker_id != assignment.from_worker_id:
        now = assignment.stay.social_worker
        raise ValidationError(f"Klien ini sekarang dipegang {now}. Tolak, agar diajukan lagi.")
    if is_approved and assignment.stay.person_id in assignment.to_worker.own_files:
        raise ValidationError(f"{NOT_THIS_WORKER} Tolak yang ini.")
    if is_approved and assignment.stay.person.for_named_only and not by.has_role(Role.HEAD):
        raise ValidationError("Berkas ini tertutup: Kepala UPT sendiri yang memutuskan.")
    if is_approved and not assignment.to_worker.is_active:
        raise ValidationError("Akun pekerja sosial itu sudah ditutup. Tolak, lalu pilih lain.")


@transaction.atomic
def acknowledge_assignment(assignment, *, by):
    assignment = locked(assignment)
    if by.pk in {assignment.to_worker_id, assignment.from_worker_id}:
        raise ValidationError("Yang menerima atau menyerahkan klien tidak mengetahui sendiri.")
    person = assignment.stay.person_id
    is_known = assignment.known_at
    return acknowledge(assignment, "Penugasan ini", is_known=is_known, by=by, person=person)


@transaction.atomic
def read_assignment(assignment, *, by):
    """Whoever had the case, or has it now, has been told."""
    assignment = locked(assignment)
    now = days.now()
    if assignment.from_worker_id == by.pk:
        assignment.former_read_at = assignment.former_read_at or now
    if assignment.to_worker_id == by.pk:
        assignment.new_read_at = assignment.new_read_at or now
    assignment.save()
    return assignment
