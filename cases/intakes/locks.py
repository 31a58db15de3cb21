from cases.intakes.models import Intake
from cases.people.locks import lock_kept_file


def lock_intake(intake, *related) -> Intake:
    """The intake as it is now, after the file to which it belongs (cases/people/locks.py)."""
    lock_kept_file(intake.person_id)
    intakes = Intake.objects.select_for_update(of=("self",))
    return intakes.select_related(*related).get(pk=intake.pk)
