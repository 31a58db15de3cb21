"""What the page of a stay shows of consents."""

from cases.file.acts import Act, register_acts
from rptc.parts import Part, register


def _consents(context, stay):
    """The door to them: what was answered stands on their own page."""
    return {"stay": stay}


register("stay.main", Part(55, "cases/file/_consent_part.html", _consents, "cases.view_consent"))
register_acts(
    Act(46, "Tanyakan persetujuan", "cases:consent_ask", "cases.record_consent", "edit"),
)
