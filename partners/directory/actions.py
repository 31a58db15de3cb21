from django.db import transaction

from cases.exits.letters import seal_what_reveals
from rptc.audit.record import record


@transaction.atomic
def save_partner(partner, verb, *, by):
    """One that is marked closes the letters of handovers that name it, those before as well."""
    partner.save()
    record(by, verb, partner)
    if partner.reveals_health:
        seal_what_reveals()
    return partner
