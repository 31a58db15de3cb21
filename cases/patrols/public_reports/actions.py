"""From a call to a patrol, and the answer to whoever called."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.patrols.models import Patrol
from cases.patrols.public_reports.models import PublicReport
from rptc import days
from rptc.audit.record import enter, keep
from rptc.saving import locked


@transaction.atomic
def register_public_report(report, *, by):
    """Write a call down; one of the same place and hour is joined to the one before it."""
    same = PublicReport.objects.same_event(report)
    report.joined_to = same.order_by("received_at", "pk").first()
    joined = {"joined_to": report.joined_to.number} if report.joined_to else {}
    return enter(report, "registered", by=by, **joined)


@transaction.atomic
def separate_public_report(report, *, by):
    """It is about something else after all: from now on it stands alone."""
    report = locked(report)
    if report.joined_to is None:
        raise ValidationError("Laporan ini sudah berdiri sendiri.")
    report.joined_to = None
    return keep(report, "separated", by=by)


@transaction.atomic
def give_public_report(report, patrol, *, by):
    """A patrol rides for it; those joined to it ride along."""
    report = locked(report)
    if report.joined_to:
        raise ValidationError(f"Laporan ini digabung dengan {report.joined_to.number}.")
    if report.handled_on:
        raise ValidationError("Laporan ini sudah ditangani.")
    if report.patrol_id:
        raise ValidationError("Laporan ini sudah diberikan ke patroli.")
    patrol = Patrol.objects.get(pk=patrol.pk)
    if not patrol.is_under_way:
        raise ValidationError("Patroli itu sudah selesai.")
    report.patrol, report.given_at = patrol, days.now()
    return keep(report, "given", by=by, patrol=patrol.pk)


@transaction.atomic
def answer_public_report(report, handled_on, note, *, by):
    """Say on which day it was handled; the answer to the reporter holds no more than that."""
    report = locked(report)
    if report.joined_to:
        raise ValidationError(f"Jawaban dicatat pada {report.joined_to.number}.")
    report.handled_on, report.handled_note = handled_on, note
    return keep(report, "answered", by=by, handled_on=handled_on.isoformat())
