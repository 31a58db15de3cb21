"""What Hari Ini shows of patrols."""

from django.db.models import Count

from cases.patrols.models import Patrol
from rptc.parts import Part, register


def _patrols(context, user):
    """The one under way that this officer began or rides with, and the last few, each with how
    many people it met."""
    patrols = Patrol.objects.visible_to(user).order_by("-started_at", "-pk")
    last = list(patrols.values_list("pk", flat=True)[:5])
    # Counted for these alone, not for every patrol before the last five are taken.
    rows = Patrol.objects.filter(pk__in=last).select_related("team")
    return {
        "patrol": patrols.under_way().select_related("team").first(),
        "patrols": rows.annotate(people=Count("intakes")).order_by("-started_at", "-pk"),
    }


register(
    "today.top",
    Part(20, "cases/patrols/_patrols_today.html", _patrols, "cases.register_patrol"),
)
