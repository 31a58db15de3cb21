"""What `partners` tells the rooms to its left: how a partner is called, and who was referred."""

from django.db import transaction

from cases.gate.models import PartnerName, ReferredTo


@transaction.atomic
def write_names(partner_number, *, names, names_among_partners, reveals_health):
    """Instead of those that it had before."""
    said = [(name, False) for name in names] + [(name, True) for name in names_among_partners]
    PartnerName.objects.filter(partner_number=partner_number).delete()
    PartnerName.objects.bulk_create(
        PartnerName(
            partner_number=partner_number,
            text=text,
            among_partners=among_partners,
            reveals_health=reveals_health,
        )
        for text, among_partners in dict.fromkeys(said)
        if text
    )


def write_referral(stay, partner_number):
    ReferredTo.objects.get_or_create(stay=stay, partner_number=partner_number)
