"""What a file shows of services: the last ones, and what is planned."""

from django.db.models.functions import Coalesce

from cases.casework.certificates.lacking import add_lacking
from cases.casework.services.certified import done_by
from cases.casework.services.models import Service
from cases.file.acts import Act, register_acts
from rptc.parts import Part, register

SHOWN = 7


def _services(context, stay):
    """Planned ones first, then the newest; one query more than is shown tells of others."""
    rows = Service.objects.filter(stay=stay).select_related("kind", "session", "done_by")
    planned = list(rows.planned().order_by("planned_on", "pk")[: SHOWN + 1])
    past = rows.exclude(state=Service.State.PLANNED)
    past = past.annotate(at=Coalesce("done_at", "session__held_at", "off_at"))
    past = add_lacking(past.order_by("-at", "-pk")[:SHOWN], done_by)
    return {"stay": stay, "planned": planned[:SHOWN], "past": past}


register(
    "plan.main", Part(20, "cases/casework/_service_part.html", _services, "cases.view_service")
)
register_acts(Act(16, "Catat layanan", "cases:service_add", "cases.write_service", "plan"))
