"""What a file, and the page of a closed one, show of whose case it is."""

from datetime import date

from cases.casework.assignments.models import Assignment
from cases.casework.assignments.models import AssignmentState as S
from cases.file.acts import Act, register_acts
from cases.stays.models import Stay
from rptc.accounts.permissions import Role
from rptc.parts import Part, register

PROPOSE = "cases.propose_assignment"


def _worker(context, stay):
    if not stay.is_open:
        return None
    substitutes = [
        (each["name"], date.fromisoformat(each["last_on"])) for each in stay.told_substitutes
    ]
    return {"substitutes": substitutes, "asked": stay.asked_for}


def _way_to_take_over(context, person):
    """For who could have the case; afterwards it says that they asked for it."""
    user = context["user"]
    is_closed = Stay.objects.closed_in_the_house(user).filter(person=person).exists()
    if not (is_closed and user.has_role(Role.SOCIAL_WORKER)):
        return None
    asked = Assignment.objects.filter(stay__person=person, to_worker=user, state=S.PROPOSED)
    return {"person": person, "asked": asked.first()}


register(
    "person.closed",
    Part(10, "cases/casework/_way_to_take_over.html", _way_to_take_over, PROPOSE),
)
register_acts(
    Act(100, "Ganti pekerja sosial", "cases:stay_assign", PROPOSE, "people"),
)
register("stay.worker", Part(10, "cases/casework/_worker_note.html", _worker))
