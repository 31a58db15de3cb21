"""What the part Catatan of a file shows of conferences."""

from cases.casework.conferences.models import Conference, needing_conference
from cases.file.acts import Act, register_acts
from cases.stays.models import Stay
from rptc.parts import Part, register


def _conferences(context, stay):
    rows = list(Conference.objects.filter(stay=stay).order_by("-planned_at", "-pk"))
    is_needed = needing_conference(Stay.objects.filter(pk=stay.pk)).exists()
    return {"stay": stay, "conferences": rows, "is_needed": is_needed}


register(
    "notes.side",
    Part(20, "cases/casework/_conference_part.html", _conferences, "cases.view_conference"),
)
register_acts(
    Act(18, "Rencanakan konferensi kasus", "cases:conference_plan", "cases.write_conference")
)
