"""What other pages show of a stay's referrals (_referral_part.html)."""

from django.db.models import Count, Q

from partners.referrals.models import OPEN_STATES, Referral


def referrals_of(stay, user):
    """The referrals of a stay that this user may know of, newest first. One whose destination is
    not theirs is left out: on a person's page a closed entry would say as much as the name."""
    referrals = Referral.objects.visible_to(user).filter(stay=stay)
    return list(referrals.select_related("partner").order_by("-recorded_at", "-pk"))


def numbers_of(partner, user):
    """How many referrals to a partner this user may know of: all, and those that are open."""
    referrals = Referral.objects.visible_to(user).filter(partner=partner)
    is_open = Q(state__in=OPEN_STATES)
    return referrals.aggregate(open=Count("pk", filter=is_open), all=Count("pk"))
