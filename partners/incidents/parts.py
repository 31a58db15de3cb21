"""What other pages show of what happened at a partner."""

from partners.incidents.models import PartnerIncident
from partners.referrals.models import AT_PARTNER
from rptc.parts import Part, register

SHOWN = 5


def _of_stay(context, stay):
    """Those of a stay, the newest first; nothing where there was none."""
    rows = PartnerIncident.objects.visible_to(context["user"]).filter(stay=stay)
    rows = list(rows.with_last().order_by("-recorded_at", "-pk")[:SHOWN])
    return {"incidents": rows, "referral": None} if rows else None


def _of_referral(context, referral):
    """Those of a referral, and the way to another one while somebody is there."""
    rows = PartnerIncident.objects.visible_to(context["user"]).filter(referral=referral)
    rows = list(rows.with_last().order_by("-recorded_at", "-pk")[:SHOWN])
    is_there = referral.state in AT_PARTNER
    return {"incidents": rows, "referral": referral} if rows or is_there else None


TEMPLATE = "partners/incidents/_incident_part.html"
register("referrals.main", Part(2, TEMPLATE, _of_stay, "partners.view_referral"))
register("referral.main", Part(10, TEMPLATE, _of_referral, "partners.view_referral"))
