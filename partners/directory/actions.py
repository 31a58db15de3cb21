from django.db import transaction

from cases.exits.letters import seal_what_reveals
from cases.gate.partner_names import write_names
from rptc.audit.record import record


@transaction.atomic
def save_partner(partner, verb, *, by):
    """One that is marked closes the letters of handovers that name it, those before as well."""
    partner.save()
    tell_names(partner)
    record(by, verb, partner)
    if partner.reveals_health:
        seal_what_reveals()
    return partner


def tell_names(partner):
    """By what a handover says that it goes to this partner."""
    write_names(
        partner.pk,
        names=[partner.name, partner.short_name],
        names_among_partners=[partner.contact, partner.address],
        reveals_health=partner.reveals_health,
    )
