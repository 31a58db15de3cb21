from django.db import transaction

from cases.exits.letters import seal_closed_letters
from cases.gate.partner_names import write_names
from rptc.audit.record import record


@transaction.atomic
def save_partner(partner, verb, *, by):
    """One that is closed closes the letters that name it, those before as well."""
    partner.save()
    tell_names(partner)
    record(by, verb, partner)
    if partner.closes_destination:
        seal_closed_letters()
    return partner


def tell_names(partner):
    """By what a handover says that it goes to this partner."""
    names = [partner.name, partner.short_name]
    write_names(partner.pk, names, closes_destination=partner.closes_destination)
