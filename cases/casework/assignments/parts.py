"""What the page of a stay shows of whose case it is."""

from cases.people.substitutes.models import Substitution
from rptc import days
from rptc.parts import Part, register


def _worker(context, stay):
    if not stay.is_open:
        return None
    substitutes = Substitution.objects.in_force(days.today()).filter(worker=stay.social_worker_id)
    return {"substitutes": substitutes.select_related("substitute"), "asked": stay.asked_for}


register("stay.worker", Part(10, "cases/casework/_worker_note.html", _worker))
