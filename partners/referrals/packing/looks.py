"""How often the partner has looked at what was sent: packet, photo, scans."""

from dataclasses import dataclass

from partners.directory.models import Member
from partners.referrals.models import Referral
from rptc import days
from rptc.audit.models import Entry
from rptc.audit.reading import Line, lines

SHOWN = 3


@dataclass(frozen=True)
class Looks:
    number: int
    last: list[Line]
    # Since it was sent, where it is still open.
    days: int


def looks_of(referral, reader) -> Looks | None:
    """For whoever may open the referral, with its destination: those of the case and the head."""
    if referral.sent_at is None:
        return None
    staff = Member.objects.filter(partner=referral.partner_id).values("user")
    entries = Entry.objects.of_kind(Referral).filter(
        object_id=referral.pk, verb="opened", actor__in=staff
    )
    rows = entries.select_related("actor", "content_type").order_by("-at", "-pk")
    since = (days.today() - days.day_of(referral.sent_at)).days if referral.is_open else 0
    return Looks(entries.count(), lines(rows[:SHOWN], reader), since)
