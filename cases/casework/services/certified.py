"""Services of the component therapy are among what a rule can ask a certificate for: alone, and in
a group."""

from cases.casework.certificates.lacking import Doing
from cases.casework.certificates.models import Act
from cases.casework.plans.models import Component
from rptc import days


def done_by(service):
    """By whom and when; None of what was not done, or is no therapy. Its kind is read with it."""
    if service.done_at is None or service.kind.component != Component.THERAPY:
        return None
    act = Act.SESSION if service.session_id else Act.THERAPY
    return Doing(act, service.done_by_id, days.day_of(service.done_at))


def led_by(session):
    if session.kind.component != Component.THERAPY:
        return None
    return Doing(Act.SESSION, session.led_by_id, days.day_of(session.held_at))
