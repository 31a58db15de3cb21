"""What `partners` tells the rooms to its left: how a partner is called."""

from django.db import transaction

from cases.gate.models import PartnerName


@transaction.atomic
def write_names(partner_number, names, *, closes_destination):
    """Instead of those that it had before."""
    PartnerName.objects.filter(partner_number=partner_number).delete()
    PartnerName.objects.bulk_create(
        PartnerName(
            partner_number=partner_number, text=text, closes_destination=closes_destination
        )
        for text in dict.fromkeys(names)
        if text
    )
