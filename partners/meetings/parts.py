"""What a partner's page shows of meetings."""

from django.db.models import F

from partners.meetings.figures import Met, held_of_agreed
from partners.meetings.models import M, Meeting
from rptc import days
from rptc.kept import THIS, kept_rows
from rptc.parts import Part, register

# So many stand on the page; the list has all.
SHOWN = 5


def _meetings(context, partner):
    """Those that come, then the last ones that were held."""
    rows = kept_rows(_with_partner, context["user"], this=partner.pk)
    year = days.today().year
    return {
        "partner": partner,
        "meetings": rows[:SHOWN],
        "has_more": len(rows) > SHOWN,
        "year": year,
        "met": held_of_agreed(year).get(partner.pk, Met()),
    }


def _with_partner(user):
    rows = Meeting.objects.visible_to(user)
    rows = rows.filter(invited__partner=THIS, invited__is_invited=True)
    rows = rows.exclude(state=M.CANCELLED).annotate(leader_present=F("invited__leader_present"))
    return rows.order_by("-at", "-pk")[: SHOWN + 1]


register(
    "partner.main",
    Part(15, "partners/meetings/_partner_part.html", _meetings, "partners.view_meeting"),
)
