"""What mails count of a partner's user, who has no Hari Ini: what their portal shows first. A mail
says the number alone."""

from partners.incidents.models import PartnerIncident
from partners.months.models import month_asked, untold
from partners.questions.models import AskedPartner
from partners.referrals.models import Referral, ReferralState
from partners.referrals.safety import with_unread
from rptc.mail.pressing import Elsewhere, register

PORTAL = "partners.use_portal"


def _waiting(user):
    return Referral.objects.in_portal_of(user).filter(state=ReferralState.SENT)


def _unread(user):
    """What they must know of whom they said yes to (`susulan`): one that waits counts once."""
    return with_unread(Referral.objects.in_portal_of(user)).exclude(state=ReferralState.SENT)


def _answered(user):
    """What we said of an incident, and they have not read."""
    return PartnerIncident.objects.in_portal_of(user).untold()


def _asked(user):
    return AskedPartner.objects.in_portal_of(user)


def _untold(user):
    return untold(Referral.objects.at_partner_of(user), month_asked())


register(
    Elsewhere(PORTAL, _waiting, is_urgent=True),
    Elsewhere(PORTAL, _unread, is_urgent=True),
    Elsewhere(PORTAL, _answered, is_urgent=True),
    Elsewhere(PORTAL, _asked),
    Elsewhere(PORTAL, _untold),
)
