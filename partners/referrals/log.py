"""In the log, too, a partner's staff tell by their name where somebody was sent."""

from partners.directory.models import Member
from partners.referrals.models import Referral
from rptc.audit.reading import register_mask
from rptc.decisions import decides_by_office

UNNAMED = "Petugas mitra"


def unnamed_staff(entries, reader):
    """A partner's staff are named in the lines about a referral that this reader may open, with
    its destination (docs/rules.md, Referral); in all others they are all called alike."""
    if decides_by_office(reader, "partners.approve_referral"):
        return {}
    actors = {entry.actor_id for entry in entries}
    staff = set(Member.objects.filter(user__in=actors).values_list("user", flat=True))
    theirs = [entry for entry in entries if entry.actor_id in staff]
    named = _named_to(reader, [entry for entry in theirs if _is_of_referral(entry)])
    return {entry.pk: UNNAMED for entry in theirs if entry.pk not in named}


def _named_to(reader, entries):
    numbers = [entry.object_id for entry in entries]
    opened = Referral.objects.visible_to(reader).filter(pk__in=numbers) if numbers else []
    opened = {referral.pk for referral in opened}
    return {entry.pk for entry in entries if entry.object_id in opened}


def _is_of_referral(entry):
    return entry.content_type_id and entry.content_type.model_class() is Referral


register_mask(unnamed_staff)
