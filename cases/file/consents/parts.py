"""What the page of a stay shows of consents; and what was refused, before a picture is taken or
somebody's family is met (docs/rules.md, Consent)."""

from cases.file.acts import Act, register_acts
from cases.file.consents.asked import family_refused, photo_refused
from rptc.parts import Part, register


def _consents(context, stay):
    """The door to them: what was answered stands on their own page."""
    return {"stay": stay}


def _family(context, stay):
    answer = family_refused(stay.person)
    return {"answer": answer, "stay": stay, "request": context["request"]} if answer else None


def _photo(context, person):
    answer = photo_refused(person)
    return {"answer": answer} if answer else None


register("family.before", Part(10, "cases/file/_family_refused.html", _family))
register("photo.before", Part(10, "cases/file/_photo_refused.html", _photo))
register("stay.main", Part(55, "cases/file/_consent_part.html", _consents, "cases.view_consent"))
register_acts(
    Act(46, "Tanyakan persetujuan", "cases:consent_ask", "cases.record_consent", "edit"),
)
