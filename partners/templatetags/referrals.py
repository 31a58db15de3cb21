"""{% load referrals %}: a referral's state, and how many there are to a partner."""

from django import template

from partners.referrals.models import ReferralState as S
from partners.referrals.parts import numbers_of
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


@register.simple_tag(takes_context=True)
def referral_numbers(context, partner):
    """{% referral_numbers partner as numbers %}: how many referrals this reader may know of."""
    return numbers_of(partner, context["user"])
