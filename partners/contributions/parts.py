"""What the pages of a partner and of an agreement show of what was promised and given."""

from partners.contributions.models import C, Contribution, Pledge
from rptc.kept import THIS, kept_rows
from rptc.parts import Part, register
from rptc.policies import whoever_acts

# So many stand on the page; the list has all.
SHOWN = 5


def _given(context, partner):
    rows = kept_rows(_of_partner, context["user"], this=partner.pk)
    return {"partner": partner, "given": rows[:SHOWN], "has_more": len(rows) > SHOWN}


def _of_partner(user):
    rows = Contribution.objects.visible_to(user).filter(partner=THIS)
    rows = rows.exclude(state__in=[C.DROPPED, C.WITHDRAWN]).order_by("-on", "-pk")
    return rows[: SHOWN + 1]


def _pledges(context, agreement):
    """Whoever confirms the agreement reads what it promises."""
    rows = Pledge.objects.filter(agreement=agreement, is_dropped=False).with_received()
    # What was received is a sum: who only confirms agreements reads no contribution.
    with whoever_acts():
        rows = list(rows.order_by("year", "pk"))
    may_write = agreement.is_draft and "partners.change_contribution" in context["perms"]
    if not rows and not may_write:
        return None
    return {"row": agreement, "pledges": rows, "may_write": may_write}


register(
    "partner.main",
    Part(
        17,
        "partners/contributions/_partner_part.html",
        _given,
        "partners.view_contribution",
    ),
)
register("agreement.main", Part(10, "partners/contributions/_pledge_part.html", _pledges))
