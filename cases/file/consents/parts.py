"""What the page of a stay shows of consents: what was answered last of each purpose."""

from cases.file.acts import Act, register_acts
from cases.file.consents.forms import purposes_for
from cases.file.consents.models import SHOWN, TOLD, Consent
from rptc.parts import Part, register


def _consents(context, stay):
    """One row for each purpose, asked or not."""
    rows = Consent.objects.visible_to(context["user"]).filter(stay=stay)
    rows = rows.select_related(*SHOWN).order_by("purpose", "-asked_at", "-pk")
    last = {row.purpose: row for row in rows.distinct("purpose")}
    purposes = [*TOLD, *purposes_for(context["user"])]
    return {
        "stay": stay,
        "purposes": [(each, last.get(each)) for each in purposes],
        "told": TOLD,
        "perms": context["perms"],
    }


register("stay.main", Part(55, "cases/file/_consent_part.html", _consents, "cases.view_consent"))
register_acts(
    Act(46, "Tanyakan persetujuan", "cases:consent_ask", "cases.record_consent", "edit"),
)
