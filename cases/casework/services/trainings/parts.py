"""What the part Rencana of a file shows of trainings, beside its services."""

from django.db.models import Exists, OuterRef

from cases.casework.services.trainings.models import Training
from cases.file.acts import Act, register_acts
from cases.file.tabs import also_tell, may_have
from rptc.kept import THIS, kept_rows
from rptc.parts import Part, register


def _trainings(context, stay):
    if not may_have(stay.person, "had_training"):
        return None
    rows = kept_rows(_of_stay, None, this=stay.pk)
    return {"stay": stay, "trainings": rows} if rows else None


def _of_stay(user):
    rows = Training.objects.filter(stay=THIS).select_related("kind")
    return rows.order_by("-began_on", "-pk")


also_tell("had_training", lambda: Exists(Training.objects.filter(stay__person=OuterRef("pk"))))
register(
    "plan.main", Part(25, "cases/casework/_training_part.html", _trainings, "cases.view_service")
)
register_acts(
    Act(16, "Catat pelatihan keterampilan", "cases:training_add", "cases.write_service", "plan")
)
