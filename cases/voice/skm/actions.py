"""A round is opened, sheets come by the link or are typed from paper, and it is closed."""

from django.core.exceptions import ValidationError
from django.db import transaction

from rptc import days
from rptc.audit.record import enter, keep
from rptc.saving import locked

CLOSED = "Putaran ini sudah ditutup."


@transaction.atomic
def open_round(round, *, by):
    return enter(round, "began", by=by)


@transaction.atomic
def close_round(round, *, by):
    """From then on its results are read, and its link opens nothing. Pressed again it says so."""
    round = _open(round)
    round.closed_at, round.closed_by = days.now(), by
    return keep(round, "closed", by=by)


@transaction.atomic
def answer_round(sheet, *, by):
    """By the link nobody is logged in, and `by` is None."""
    sheet.round = _open(sheet.round)
    return enter(sheet, "registered", by=by)


@transaction.atomic
def void_answer(sheet, *, reason, by):
    """It was typed wrongly, or twice: it counts no longer, and is typed anew."""
    _open(sheet.round)
    sheet = locked(sheet)
    if sheet.voided_at:
        raise ValidationError("Lembar ini sudah dibatalkan.")
    sheet.voided_at, sheet.voided_by, sheet.void_reason = days.now(), by, reason
    return keep(sheet, "voided", by=by)


def _open(round):
    round = locked(round)
    if not round.is_open:
        raise ValidationError(CLOSED)
    return round
