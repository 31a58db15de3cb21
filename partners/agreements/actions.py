"""An agreement is written, laid before the head, confirmed; ended early, or comes to nothing."""

from django.core.exceptions import ValidationError
from django.db import transaction

from partners.agreements.models import NUMBER_STANDS, RENEWED_ALREADY, Agreement
from partners.agreements.models import AgreementState as S
from rptc import days
from rptc.audit.record import enter, keep
from rptc.decisions import decide
from rptc.saving import locked, sentence_of

NO_NUMBER = sentence_of(Agreement, "agreement_before_the_head_has_a_number")
NOT_ENDED = "Perjanjian ini belum disahkan."


@transaction.atomic
def write_agreement(row, *, by):
    """A draft: a new one, an addendum, or the renewal of one, once."""
    _check_number(row)
    if row.renews and _renewals(row).exists():
        raise ValidationError(RENEWED_ALREADY)
    return enter(row, "wrote", by=by)


def _renewals(row):
    return Agreement.objects.filter(renews=row.renews).exclude(state=S.DROPPED)


@transaction.atomic
def change_agreement(row, *, by):
    """`row` is locked by its page and filled by the form."""
    if not row.is_draft:
        raise ValidationError(row.what_became_of_it)
    _check_number(row)
    row.last_by = by
    return keep(row, "changed", by=by)


def _check_number(row):
    same = Agreement.objects.filter(our_number=row.our_number).exclude(state=S.DROPPED)
    if row.our_number and same.exclude(pk=row.pk).exists():
        raise ValidationError({"our_number": NUMBER_STANDS})


@transaction.atomic
def propose_agreement(row, *, by):
    """Lay a draft before the head, also once more after it was sent back."""
    row = locked(row, "partner")
    _must_become(row, S.PROPOSED)
    if not (row.our_number or row.their_number):
        raise ValidationError(NO_NUMBER)
    row.state, row.proposed_at, row.last_by = S.PROPOSED, days.now(), by
    row.decided_by, row.decided_at, row.decision_note = None, None, ""
    row.version += 1
    return keep(row, "proposed", by=by)


def decide_agreement(row, **decision):
    return decide(row, lock=lambda row: locked(row, "partner", "recorded_by"), **decision)


@transaction.atomic
def drop_agreement(row, *, reason, by):
    """Before it is confirmed."""
    row = locked(row, "partner")
    _must_become(row, S.DROPPED)
    row.state, row.end_reason, row.ended_by = S.DROPPED, reason, by
    row.version += 1
    return keep(row, "cancelled", by=by)


@transaction.atomic
def end_agreement(row, *, ended_on, reason, by):
    """Before its last day; once more with another day, where that was a slip. Of an addendum: it
    was confirmed by mistake, and counts no more."""
    row = _confirmed(row)
    if ended_on < row.starts_on:
        said = sentence_of(Agreement, "agreement_is_not_ended_before_it_starts")
        raise ValidationError({"ended_on": said})
    if row.until and ended_on > row.until:
        raise ValidationError({"ended_on": "Ini sesudah hari terakhirnya."})
    row.ended_on, row.end_reason, row.ended_by = ended_on, reason, by
    row.version += 1
    return keep(row, "ended", by=by)


@transaction.atomic
def resume_agreement(row, *, by):
    """That it ended was written down by mistake."""
    row = _confirmed(row)
    if row.ended_on is None:
        raise ValidationError("Perjanjian ini tidak diakhiri.")
    row.ended_on, row.end_reason, row.ended_by = None, "", None
    row.version += 1
    return keep(row, "took_back_end", by=by)


@transaction.atomic
def add_scan(scan, *, paper, by):
    """The signed paper; a better one beside it, and the last counts."""
    locked(scan.agreement)
    scan.keep(paper)
    return enter(scan, "attached", by=by)


def _confirmed(row):
    row = locked(row, "partner")
    if not row.is_confirmed:
        raise ValidationError(NOT_ENDED)
    row.until = Agreement.objects.with_end().get(pk=row.pk).until
    return row


def _must_become(row, state):
    if not row.can_become(state):
        raise ValidationError(row.what_became_of_it)
