"""{% load referrals %}: a referral's state."""

from django import template

from partners.referrals.models import ReferralState as S
from rptc.templatetags.rptc import status

register = template.Library()

SHAPES = {
    S.DRAFT: "idle",
    S.PROPOSED: "wait",
    S.SENT: "wait",
    S.ACCEPTED: "run",
    S.DECLINED: "late",
    S.ARRIVED: "run",
    S.IN_SERVICE: "run",
    S.FINISHED: "ok",
    S.RETURNED: "due",
    S.REVOKED: "late",
    S.EXPIRED: "late",
}


@register.simple_tag
def referral_status(referral):
    return status(referral.get_state_display(), SHAPES[referral.state])
