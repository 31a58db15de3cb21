"""What `partners` tells the rooms to its left: how a partner is called."""

from django.db import transaction

from cases.gate.models import PartnerName


@transaction.atomic
def write_names(partner_number, names, *, closes_destination):
    """Beside those that it had before: it may be closed later, and what was written under its old
    name would else be open to everybody."""
    before = PartnerName.objects.filter(partner_number=partner_number)
    before.exclude(closes_destination=closes_destination).update(
        closes_destination=closes_destination
    )
    there = set(before.values_list("text", flat=True))
    PartnerName.objects.bulk_create(
        PartnerName(
            partner_number=partner_number, text=text, closes_destination=closes_destination
        )
        for text in dict.fromkeys(names)
        if text and text not in there
    )
