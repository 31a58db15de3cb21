"""Help is asked for, decided, paid with a receipt, or comes to nothing."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.help.letters import RECEIPT
from cases.help.models import Help, HelpState, help_of
from cases.stays.locks import lock_stay, lock_with_stay
from rptc import days
from rptc.audit.record import enter, keep
from rptc.decisions import decide
from rptc.letters.actions import issue_for
from rptc.letters.ties import valid_letters
from rptc.saving import sentence_of

STAY_ENDED = "Masa pembinaan ini sudah berakhir."
NOT_TWICE = sentence_of(Help, "help_for_a_reason_once_in_a_stay")
WITHDRAW_FIRST = "Tanda terimanya sudah dibuat. Tarik dahulu surat itu."
PAID_BY_ANOTHER = sentence_of(Help, "help_is_paid_by_another")


@transaction.atomic
def ask_help(row, *, by):
    """Once for a reason in a stay; what was refused or cancelled can be asked again."""
    stay = row.stay = lock_stay(row.stay)
    if not stay.is_open:
        raise ValidationError(STAY_ENDED)
    if help_of(stay, row.reason):
        raise ValidationError({"reason": NOT_TWICE})
    return enter(row, "proposed", by=by, person=stay.person_id)


def decide_help(row, **decision):
    return decide(row, lock=_lock, **decision)


@transaction.atomic
def pay_help(row, *, paid_on, budget_line, received_by="", by):
    """What was approved, and no other amount; once; by another than who asked and who decided.
    The receipt gets its number at once, but for a closed file: its name is written by who reads
    it (`write_receipt`)."""
    row = _lock(row)
    _must_become(row, HelpState.PAID)
    if by.pk in {row.recorded_by_id, row.decided_by_id}:
        raise ValidationError(PAID_BY_ANOTHER)
    if paid_on < days.day_of(row.decided_at):
        raise ValidationError({"paid_on": "Ini sebelum bantuan disetujui."})
    row.state, row.paid_on, row.budget_line = HelpState.PAID, paid_on, budget_line
    row.received_by, row.paid_by = received_by, by
    row.version += 1
    keep(row, "paid", by=by, person=row.stay.person_id)
    if not row.stay.person.is_sealed:
        issue_for(row, RECEIPT, by=by)
    return row


@transaction.atomic
def write_receipt(row, *, by):
    """The one that stands, or a new one where it was withdrawn, or the file was closed."""
    row = _lock(row)
    if not row.is_paid:
        raise ValidationError("Bantuan ini belum diberikan.")
    return issue_for(row, RECEIPT, by=by)


@transaction.atomic
def take_back_payment(row, *, reason, by):
    """Written down by mistake: it waits to be paid again. Every receipt that says it is withdrawn
    first, also one from before a correction. That a reason was given stands in the log; the
    reason, which may name an illness, does not."""
    row = _lock(row)
    if not row.is_paid:
        raise ValidationError("Bantuan ini belum diberikan.")
    if valid_letters(row, "letter").exists():
        raise ValidationError(WITHDRAW_FIRST)
    row.state, row.paid_on, row.budget_line = HelpState.APPROVED, None, None
    row.received_by, row.paid_by = "", None
    row.version += 1
    return keep(row, "took_back_payment", by=by, person=row.stay.person_id)


@transaction.atomic
def cancel_help(row, *, reason, by):
    """Before it is paid."""
    row = _lock(row)
    _must_become(row, HelpState.CANCELLED)
    row.state, row.cancel_reason = HelpState.CANCELLED, reason
    row.version += 1
    return keep(row, "cancelled", by=by, person=row.stay.person_id)


def _lock(row):
    return lock_with_stay(row, "reason", "recorded_by", "letter", "budget_line")


def _must_become(row, state):
    if not row.can_become(state):
        raise ValidationError(f"Bantuan ini: {row.get_state_display().lower()}.")
