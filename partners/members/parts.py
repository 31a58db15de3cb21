"""What other pages show of a partner's own people."""

from partners.directory.models import Member
from rptc.parts import Part, register


def _of_grant(context, grant):
    """Of which partner, and who proposed it: the head decides on a human being, not on a name."""
    members = Member.objects.select_related("partner", "proposed__recorded_by")
    member = members.filter(user=grant.user_id).first()
    if member is None:
        return None
    return {"member": member, "proposed": getattr(member, "proposed", None)}


register("grant.facts", Part(10, "partners/members/_grant_part.html", _of_grant))
register(
    "portal.end",
    Part(5, "partners/members/_portal_part.html", lambda context, partner: {"partner": partner}),
)
