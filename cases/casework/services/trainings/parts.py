"""What the part Rencana of a file shows of trainings, beside its services."""

from cases.casework.services.trainings.models import Training
from cases.file.acts import Act, register_acts
from rptc.parts import Part, register


def _trainings(context, stay):
    rows = Training.objects.filter(stay=stay).select_related("kind")
    rows = list(rows.order_by("-began_on", "-pk"))
    return {"stay": stay, "trainings": rows} if rows else None


register(
    "plan.main", Part(25, "cases/casework/_training_part.html", _trainings, "cases.view_service")
)
register_acts(
    Act(16, "Catat pelatihan keterampilan", "cases:training_add", "cases.write_service", "plan")
)
