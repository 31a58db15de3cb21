"""What other pages show of a stay's referrals (templates/partners/_referral_part.html)."""

from partners.models import Referral


def referrals_of(stay, user):
    """The referrals of a stay that this user may know of, newest first. One whose destination is
    not theirs is left out: on a person's page a closed entry would say as much as the name."""
    referrals = Referral.objects.visible_to(user).filter(stay=stay)
    return list(referrals.select_related("partner").order_by("-recorded_at", "-pk"))
