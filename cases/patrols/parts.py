"""What Hari Ini shows of patrols."""

from django.db.models import Count

from cases.patrols.models import Patrol
from rptc.kept import kept_first, kept_rows
from rptc.parts import Part, register


def _patrols(context, user):
    """The one under way that this officer began or rides with, and the last few, each with how
    many people it met."""
    return {"patrol": kept_first(_running, user), "patrols": kept_rows(_last, user)}


def _running(user):
    patrols = Patrol.objects.visible_to(user).under_way().select_related("team")
    return patrols.order_by("-started_at", "-pk")[:1]


def _last(user):
    patrols = Patrol.objects.visible_to(user).order_by("-started_at", "-pk")[:5]
    # Counted for these alone, not for every patrol before the last five are taken.
    rows = Patrol.objects.filter(pk__in=patrols.values("pk")).select_related("team")
    return rows.annotate(people=Count("intakes")).order_by("-started_at", "-pk")


register(
    "today.top",
    Part(20, "cases/patrols/_patrols_today.html", _patrols, "cases.register_patrol"),
)
