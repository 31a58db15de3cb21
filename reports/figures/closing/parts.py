"""On the page of an intake: that its month or year was closed before it was written so, and on a
form that changes it, that it is closed (R73).
Nothing is locked; it leads to the next edition."""

from django.db.models import Subquery

from cases.intakes.models import Intake
from reports.figures.closing.models import RecapEdition
from rptc import days
from rptc.parts import Part, register


def _editions_of(intake):
    # No month that runs was ever closed.
    if intake.met_on >= days.today().replace(day=1):
        return RecapEdition.objects.none()
    editions = RecapEdition.objects.filter(first__lte=intake.met_on, until__gt=intake.met_on)
    return editions.newest().defer("content", "pdf")


def _before(context, intake):
    """On the form that would change it."""
    editions = list(_editions_of(intake))
    return {"editions": editions} if editions else None


def _closed(context, intake):
    events = Intake.history.rel.related_model.objects.filter(pgh_obj_id=intake.pk)
    last = events.order_by("-pgh_id").values("pgh_id")[:1]
    editions = _editions_of(intake).annotate(last=Subquery(last))
    later = [each for each in editions if each.last and each.last > each.intake_events]
    return {"editions": later} if later else None


register("intake.top", Part(10, "reports/figures/_closing_told.html", _closed))
register("intake.change", Part(10, "reports/figures/_closing_told.html", _before))
