from django.db import transaction

from rptc.decisions import acknowledge
from rptc.saving import locked


@transaction.atomic
def acknowledge_refusal(refusal, *, by):
    """Looked at by somebody else than who was refused."""
    refusal = locked(refusal)
    known, person = refusal.known_at, refusal.person_id
    return acknowledge(refusal, "Penolakan ini", is_known=known, by=by, person=person)
