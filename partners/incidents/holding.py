"""Does a yes still hold? A warning, a ban or a mark that came after it is asked about as when it
was decided, each time that somebody reads (cases/gate/receivers.py)."""

from cases.gate.receivers import objection_to
from partners.incidents.models import Says
from partners.referrals.models import AT_PARTNER


def is_held(incident, last, *, by):
    """Does something speak against the one whom our last answer names?"""
    if last is None or last.says != Says.ALLOWED or incident.referral.state not in AT_PARTNER:
        return False
    return objection_to(incident.referral.person, last.named, by=by) is not None


def with_held(incidents, *, by):
    """As the portal lists them (with_last), each with whether its yes holds. SQL has asked whether
    there is a newer ban at all; here the names are compared."""
    incidents = list(incidents)
    for incident in incidents:
        if incident.says == Says.ALLOWED:
            last = incident.replies.order_by("-pk").first()
            incident.is_held = incident.is_banned = is_held(incident, last, by=by)
    return incidents
