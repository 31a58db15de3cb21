from cases.intakes.models import Intake
from cases.people.locks import lock_kept_file
from rptc.kept import THIS, kept_first


def lock_intake(intake, *related) -> Intake:
    """The intake as it is now, after the file to which it belongs (cases/people/locks.py)."""
    lock_kept_file(intake.person_id)
    if intake := kept_first(_locked, None, *related, this=intake.pk):
        return intake
    raise Intake.DoesNotExist


def _locked(_, *related):
    intakes = Intake.objects.select_for_update(of=("self",)).filter(pk=THIS)
    return intakes.select_related(*related) if related else intakes
