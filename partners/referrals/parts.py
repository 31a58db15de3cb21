"""What other pages show of referrals."""

from django.db.models import Count, Q

from cases.file.acts import Act, register_acts
from partners.referrals.models import OPEN_STATES, Referral
from rptc.parts import Part, register


def _referrals(context, stay):
    """The referrals of a stay that this user may know of, newest first, and the way to a new one.
    One whose destination is not theirs is left out: on a person's page a closed entry would say
    as much as the name."""
    referrals = Referral.objects.visible_to(context["user"]).filter(stay=stay)
    referrals = referrals.select_related("partner").order_by("-recorded_at", "-pk")
    return {"stay": stay, "referrals": list(referrals)}


def numbers_of(partner, user):
    """How many referrals to a partner this user may know of: all, those that are open, and those
    that rest on no agreement."""
    referrals = Referral.objects.visible_to(user).filter(partner=partner)
    is_open = Q(state__in=OPEN_STATES)
    bare = Q(pk__in=Referral.objects.without_basis().values("pk"))
    return referrals.aggregate(
        open=Count("pk", filter=is_open), all=Count("pk"), bare=Count("pk", filter=bare)
    )


register("referrals.main", Part(10, "partners/referrals/_referral_part.html", _referrals))
register_acts(
    Act(80, "Rujuk ke mitra", "partners:referral_propose", "partners.propose_referral", "refer"),
)
