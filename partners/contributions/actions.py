"""A contribution is written, confirmed by the head, withdrawn; a pledge is written with its
agreement."""

from django.core.exceptions import ValidationError
from django.db import transaction

from partners.contributions.models import RECEIPT, WRITTEN_AS_DRAFT
from partners.contributions.models import ContributionState as C
from rptc.audit.record import enter, keep
from rptc.decisions import decide
from rptc.letters.actions import issue_for
from rptc.saving import locked


@transaction.atomic
def write_contribution(row, *, by):
    row.last_by = by
    return enter(row, "registered", by=by)


@transaction.atomic
def change_contribution(row, *, by):
    """Until it is confirmed; then it is laid before the head once more. `row` is locked by its
    page and filled by the form."""
    if not row.is_open:
        raise ValidationError(row.what_became_of_it)
    row.state, row.last_by = C.PROPOSED, by
    row.decided_by, row.decided_at, row.decision_note = None, None, ""
    return keep(row, "changed", by=by)


def decide_contribution(row, **decision):
    return decide(row, lock=lambda row: locked(row, "partner", "recorded_by"), **decision)


@transaction.atomic
def drop_contribution(row, *, reason, by):
    """Before it is confirmed."""
    return _ended(row, C.DROPPED, reason, "cancelled", by)


@transaction.atomic
def withdraw_contribution(row, *, reason, by):
    """It was confirmed by mistake, and counts no more."""
    return _ended(row, C.WITHDRAWN, reason, "ended", by)


def _ended(row, state, reason, verb, by):
    row = locked(row, "partner", "decided_by")
    if not row.can_become(state):
        raise ValidationError(row.what_became_of_it)
    row.state, row.end_reason, row.ended_by = state, reason, by
    row.version += 1
    return keep(row, verb, by=by)


@transaction.atomic
def write_receipt(row, *, by):
    """The one that stands, or a new one where it was withdrawn."""
    row = locked(row, "partner", "pledge__agreement")
    if not row.is_confirmed:
        raise ValidationError("Tanda terima dibuat sesudah sumbangan disahkan.")
    return issue_for(row, RECEIPT, by=by)


@transaction.atomic
def add_scan(scan, *, paper, by):
    """The giver's paper; a better one beside it, and the last counts."""
    row = locked(scan.contribution)
    if not (row.is_open or row.is_confirmed):
        raise ValidationError("Sumbangan ini tidak dihitung lagi.")
    scan.keep(paper)
    return enter(scan, "attached", by=by)


@transaction.atomic
def write_pledge(row, *, by):
    _check_draft(locked(row.agreement))
    return enter(row, "added", by=by)


@transaction.atomic
def change_pledge(row, *, by):
    """`row` and its agreement are locked by the page; the form has filled the row."""
    _check_draft(row.agreement)
    return keep(row, "changed", by=by)


def _check_draft(agreement):
    if not agreement.is_draft:
        raise ValidationError(WRITTEN_AS_DRAFT)
