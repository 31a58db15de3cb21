"""What other pages show of referrals."""

from django.db.models import Count, Q

from cases.file.acts import Act, register_acts
from partners.referrals.models import OPEN_STATES, Referral
from rptc.parts import Part, register

SHOWN = 5


def _referrals(context, stay):
    """The referrals of a stay that this user may know of, newest first, and the way to a new one.
    One whose destination is not theirs is left out: on a person's page a closed entry would say
    as much as the name."""
    referrals = Referral.objects.visible_to(context["user"]).filter(stay=stay)
    referrals = referrals.select_related("partner").order_by("-recorded_at", "-pk")
    return {"stay": stay, "referrals": list(referrals)}


def _to_partner(context, partner):
    """The open referrals to a partner of which this user may know, and how many there are."""
    referrals = Referral.objects.visible_to(context["user"]).filter(partner=partner)
    is_open = Q(state__in=OPEN_STATES)
    bare = Q(pk__in=Referral.objects.without_basis().values("pk"))
    opened = referrals.filter(is_open).select_related("person").order_by("-recorded_at", "-pk")
    return {
        "partner": partner,
        "referrals": list(opened[:SHOWN]),
        "numbers": referrals.aggregate(
            open=Count("pk", filter=is_open), all=Count("pk"), bare=Count("pk", filter=bare)
        ),
    }


register("referrals.main", Part(10, "partners/referrals/_referral_part.html", _referrals))
register(
    "partner.main",
    Part(50, "partners/referrals/_partner_part.html", _to_partner, "partners.view_referral"),
)
register_acts(
    Act(80, "Rujuk ke mitra", "partners:referral_propose", "partners.propose_referral", "refer"),
)
