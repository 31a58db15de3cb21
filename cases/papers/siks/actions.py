from django.core.exceptions import ValidationError
from django.db import transaction

from cases.papers.siks.models import SiksEntry
from cases.people.locks import lock_person
from rptc import days
from rptc.audit.record import enter, keep
from rptc.saving import locked

ENTERED = "Data klien ini sudah ditandai dientri."


@transaction.atomic
def mark_entered(row, *, by):
    lock_person(row.person_id)
    if SiksEntry.objects.standing().filter(person=row.person_id).exists():
        raise ValidationError(ENTERED)
    return enter(row, "entered_in_siks", by=by, person=row.person_id)


@transaction.atomic
def take_back_entered(row, *, reason, by):
    lock_person(row.person_id)
    row = locked(row)
    if row.taken_back_at:
        raise ValidationError("Tanda ini sudah dibatalkan.")
    row.taken_back_at, row.taken_back_by, row.take_back_reason = days.now(), by, reason
    return keep(row, "cancelled", by=by, person=row.person_id)
