"""What a partner's page shows of agreements."""

from partners.agreements.models import Agreement
from partners.agreements.models import AgreementState as S
from rptc import days
from rptc.kept import THIS, kept_number, kept_rows
from rptc.parts import Part, register

# So many stand on the page; the list has all.
SHOWN = 5


def _agreements(context, partner):
    """Those in force and those that are written or come; how many there are in all."""
    rows = kept_rows(_to_come, context["user"], this=partner.pk)
    today = days.today()
    return {
        "partner": partner,
        "agreements": rows[:SHOWN],
        "has_more": len(rows) > SHOWN,
        "over": kept_number(_over, context["user"], this=partner.pk),
        "is_in_force": any(
            row.is_confirmed and row.starts_on <= today and not row.is_over for row in rows
        ),
    }


def _own(user):
    return Agreement.objects.visible_to(user).filter(partner=THIS)


def _over(user):
    return _own(user).over(days.today())


def _to_come(user):
    rows = _own(user).with_end().exclude(state=S.DROPPED).filter(addendum_to=None)
    rows = rows.exclude(pk__in=_over(user).values("pk")).select_related("partner")
    return rows.order_by("state", "until", "pk")[: SHOWN + 1]


register(
    "partner.main",
    Part(10, "partners/agreements/_partner_part.html", _agreements, "partners.view_agreement"),
)
