"""What the part Catatan of a file shows of conferences."""

from cases.casework.conferences.models import Conference, needing_conference
from cases.file.acts import Act, register_acts
from cases.stays.models import Stay
from rptc.kept import THIS, kept_rows
from rptc.parts import Part, register


def _conferences(context, stay):
    rows = kept_rows(_of_stay, None, this=stay.pk)
    is_needed = bool(kept_rows(_needing, None, this=stay.pk))
    return {"stay": stay, "conferences": rows, "is_needed": is_needed}


def _of_stay(user):
    return Conference.objects.filter(stay=THIS).order_by("-planned_at", "-pk")


def _needing(user):
    return needing_conference(Stay.objects.filter(pk=THIS)).values_list("pk", flat=True)


register(
    "notes.side",
    Part(20, "cases/casework/_conference_part.html", _conferences, "cases.view_conference"),
)
register_acts(
    Act(18, "Rencanakan konferensi kasus", "cases:conference_plan", "cases.write_conference")
)
