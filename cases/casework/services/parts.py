"""What a file shows of services: the last ones, and what is planned."""

from django.db.models.functions import Coalesce

from cases.casework.certificates.lacking import add_lacking
from cases.casework.services.certified import done_by
from cases.casework.services.models import Service
from cases.file.acts import Act, register_acts
from rptc.kept import THIS, kept_rows
from rptc.parts import Part, register

SHOWN = 7


def _services(context, stay):
    """Planned ones first, then the newest."""
    planned = kept_rows(_planned, None, this=stay.pk)
    past = add_lacking(kept_rows(_past, None, this=stay.pk), done_by)
    return {"stay": stay, "planned": planned, "past": past}


def _of_stay():
    return Service.objects.filter(stay=THIS).select_related("kind", "session", "done_by")


def _planned(user):
    return _of_stay().planned().order_by("planned_on", "pk")[:SHOWN]


def _past(user):
    past = _of_stay().exclude(state=Service.State.PLANNED)
    past = past.annotate(at=Coalesce("done_at", "session__held_at", "off_at"))
    return past.order_by("-at", "-pk")[:SHOWN]


register(
    "plan.main", Part(20, "cases/casework/_service_part.html", _services, "cases.view_service")
)
register_acts(Act(16, "Catat layanan", "cases:service_add", "cases.write_service", "plan"))
