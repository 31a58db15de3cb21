"""What the pages of a person and of a stay show of how somebody was met."""

from cases.intakes.catches import catches_of
from cases.intakes.triage.models import Triage, TriageQuestion
from cases.people.access import Data
from rptc.parts import Part, once, register


def catches(context, person):
    return catches_of(person)


def _times(context, person):
    if Data.TIMELINE not in context["data"]:
        return None
    return {"catches": once(context, catches, person)}


def _catches(context, person):
    """Every catch, to who may know what happened when."""
    if Data.TIMELINE not in context["data"]:
        return None
    return {
        "catches": once(context, catches, person),
        "current": None,
        "is_whole": context["user"].has_perm("cases.view_person"),
    }


def latest_triage(context, stay):
    """The triage of the latest entry of a stay, and the next step."""
    # In Python, of the rows that the page has fetched.
    back = max(stay.returns.all(), key=lambda back: (back.returned_at, back.pk), default=None)
    intake = back.intake if back else stay.intake
    triage = Triage.objects.filter(intake=intake).select_related("recorded_by").first()
    return {
        "intake": intake,
        "triage": triage,
        "yes": yes_of(triage),
        "is_open": stay.is_open,
        "back": context["request"].path,
    }


def yes_of(triage):
    """The questions that were answered with yes, those no longer asked as well."""
    codes = [code for code, answer in triage.answers.items() if answer] if triage else []
    return list(TriageQuestion.objects.filter(code__in=codes).order_by("order", "pk"))


register("person.line", Part(10, "cases/intakes/_times.html", _times))
register("person.main", Part(10, "cases/intakes/_catches.html", _catches))
register("stay.main", Part(40, "cases/intakes/_triage_part.html", latest_triage))
