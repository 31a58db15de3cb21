"""What the part Rencana of a file shows of trainings, beside its services."""

from cases.casework.services.trainings.models import Training
from cases.file.acts import Act, register_acts
from rptc.kept import THIS, kept_rows
from rptc.parts import Part, register


def _trainings(context, stay):
    rows = kept_rows(_of_stay, None, this=stay.pk)
    return {"stay": stay, "trainings": rows} if rows else None


def _of_stay(user):
    rows = Training.objects.filter(stay=THIS).select_related("kind")
    return rows.order_by("-began_on", "-pk")


register(
    "plan.main", Part(25, "cases/casework/_training_part.html", _trainings, "cases.view_service")
)
register_acts(
    Act(16, "Catat pelatihan keterampilan", "cases:training_add", "cases.write_service", "plan")
)
