from django.core.exceptions import ValidationError
from django.db import transaction

from cases.people.conflicts.models import Conflict
from cases.people.locks import lock_kept_file
from rptc import days
from rptc.accounts.permissions import Role
from rptc.audit.record import enter, keep
from rptc.saving import locked


@transaction.atomic
def close_to_family(conflict, *, by):
    """At once, of oneself; of another the head says it. From the next question on, the file is
    closed to them."""
    if conflict.user_id != by.pk and not by.has_role(Role.HEAD):
        raise ValidationError("Untuk petugas lain dicatat Kepala UPT.")
    person = lock_kept_file(conflict.person_id)
    said = Conflict.objects.in_force().filter(person=person, user=conflict.user_id)
    if said.exists():
        raise ValidationError("Sudah tercatat.")
    conflict.person = person
    return enter(conflict, "registered", by=by, person=person)


@transaction.atomic
def end_conflict(conflict, *, reason, by):
    """The file is to this user again what their roles make it."""
    conflict = locked(conflict)
    if conflict.ended_at:
        raise ValidationError("Catatan ini sudah berakhir.")
    if not Conflict.objects.endable_by(by).filter(pk=conflict.pk).exists():
        raise ValidationError("Yang bersangkutan tidak dapat mengakhirinya sendiri.")
    conflict.ended_at, conflict.ended_by, conflict.end_reason = days.now(), by, reason
    return keep(conflict, "ended", by=by, person=conflict.person_id)
