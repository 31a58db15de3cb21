"""What a partner's page shows of agreements."""

from partners.agreements.models import Agreement
from partners.agreements.models import AgreementState as S
from rptc import days
from rptc.parts import Part, register

# So many stand on the page; the list has all.
SHOWN = 5


def _agreements(context, partner):
    """Those in force and those that are written or come; how many there are in all."""
    own = Agreement.objects.visible_to(context["user"]).filter(partner=partner)
    today = days.today()
    rows = own.with_end().exclude(state=S.DROPPED).filter(addendum_to=None)
    rows = rows.exclude(pk__in=own.over(today).values("pk")).select_related("partner")
    rows = list(rows.order_by("state", "until", "pk")[: SHOWN + 1])
    return {
        "partner": partner,
        "agreements": rows[:SHOWN],
        "has_more": len(rows) > SHOWN,
        "over": own.over(today).count(),
        "is_in_force": any(
            row.is_confirmed and row.starts_on <= today and not row.is_over for row in rows
        ),
    }


register(
    "partner.main",
    Part(10, "partners/agreements/_partner_part.html", _agreements, "partners.view_agreement"),
)
