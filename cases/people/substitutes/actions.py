from django.core.exceptions import ValidationError
from django.db import transaction

from cases.people.substitutes.models import SubstitutionState
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.record import enter, keep
from rptc.decisions import decide
from rptc.saving import locked


@transaction.atomic
def substitute_worker(substitution, *, by):
    """The head says it; a social worker asks for one for themselves, and the head decides."""
    if substitution.last_on < days.today():
        raise ValidationError({"last_on": "Hari itu sudah lewat."})
    if by.has_role(Role.HEAD):
        substitution.state = SubstitutionState.MADE
    elif substitution.worker_id != by.pk:
        raise ValidationError("Pengganti untuk orang lain ditetapkan Kepala UPT.")
    verb = "made" if substitution.state == SubstitutionState.MADE else "proposed"
    return enter(substitution, verb, by=by)


def decide_substitution(substitution, **decision):
    return decide(substitution, lock=locked, check=check_decision, **decision)


def check_decision(substitution, by):
    if substitution.substitute_id == by.pk:
        raise ValidationError("Pengganti tidak dapat menyetujui penggantiannya sendiri.")
    is_approved = substitution.state == SubstitutionState.APPROVED
    if is_approved and substitution.last_on < days.today():
        raise ValidationError("Hari terakhirnya sudah lewat. Tolak, agar diajukan lagi.")


@transaction.atomic
def end_substitution(substitution, *, by):
    """At once, by the head, the worker or the substitute."""
    substitution = locked(substitution)
    if not substitution.can_end:
        raise ValidationError("Penggantian ini sudah berakhir.")
    substitution.state = SubstitutionState.ENDED
    return keep(substitution, "ended", by=by)
