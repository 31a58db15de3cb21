"""Those that wait for us, not for the partner."""

from partners.referrals.models import Referral
from partners.silence.models import with_next_step
from rptc import days


def silent(user, step=None):
    """Referrals that this user may know of, whose partner has let its hours pass; or those at
    this step alone."""
    rows = with_next_step(Referral.objects.visible_to(user)).filter(next_at__lte=days.now())
    return rows if step is None else rows.filter(next_step=step)
