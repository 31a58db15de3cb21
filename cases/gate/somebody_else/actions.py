"""Why whoever is to receive a klien is not the one whom a warning names."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.gate.receivers import likely_objection
from cases.people.locks import lock_person
from rptc import days
from rptc.audit.record import enter
from rptc.decisions import acknowledge
from rptc.saving import locked


@transaction.atomic
def say_somebody_else(said, *, by):
    """A social worker says why, where it is only likely and they may read what it is about.
    Raises ValidationError in words."""
    lock_person(said.person_id)
    if likely_objection(said.person, said.asked, said.against, by=by) is None:
        raise ValidationError(
            "Tidak ada yang perlu dijelaskan lagi, atau namanya sama benar dan tetap dilarang."
        )
    return enter(said, "told_apart", by=by, person=said.person_id)


@transaction.atomic
def acknowledge_somebody_else(said, *, by):
    """Read by the head, by themselves."""
    said = locked(said)
    known, person = said.known_at, said.person_id
    return acknowledge(said, "Penjelasan ini", is_known=known, by=by, person=person)


def read_with(rows, *, by):
    """Read on the page of what was decided or acknowledged: in its transaction."""
    rows.unread().exclude(recorded_by=by).update(known_by=by, known_at=days.now())
