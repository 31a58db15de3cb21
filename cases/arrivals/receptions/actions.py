"""Those who are received at once are received together."""

from django.db import transaction

from cases.arrivals.receptions.letters import RECEPTION
from cases.arrivals.receptions.models import Reception
from rptc.audit.record import record
from rptc.letters.actions import issue_for
from rptc.saving import locked
from rptc.sending import row_key, send_once


@transaction.atomic
def receive(stays, *, at, page_key, by):
    """The stays that one page of arrivals began or went on with, a reception for each patrol that
    handed them over. `stays`: pairs of a stay and the intake by which the person came. Sent again
    after a correction, the others join those of the same patrol."""
    groups = {}
    for stay, intake in stays:
        groups.setdefault(intake.patrol_id, []).append(stay)
    for patrol_id, group in groups.items():
        reception = _reception(row_key(page_key, patrol_id), at, patrol_id, by)
        reception.stays.add(*group)
        record(by, "received", reception, people=len(group))


def _reception(key, at, patrol_id, by):
    """Once its berita acara is frozen, whoever comes later stands in another one."""
    facts = {"send_key": key, "recorded_by": by, "at": at, "patrol_id": patrol_id}
    reception = send_once(
        Reception, key=key, digest="", by=by, create=lambda: Reception.objects.create(**facts)
    )
    if reception.letter_id:
        return _reception(row_key(key, "next"), at, patrol_id, by)
    return reception


@transaction.atomic
def issue_reception_letter(reception, *, by):
    """The berita acara penerimaan of the group, frozen. Once, unless it was withdrawn or what it
    says was corrected since."""
    # Its letter is read afterwards: joined, it would be the one of before the wait for the lock.
    reception = locked(reception, "patrol__team", "recorded_by")
    return issue_for(reception, RECEPTION, by=by)
