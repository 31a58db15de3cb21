"""Papers of a partner that end."""

from partners.directory.models import Partner
from rptc.waiting import Urgency, Waits, register

register(
    Waits(
        key="partner-papers-to-renew",
        label="Kertas mitra habis atau hampir habis",
        urgency=Urgency.WAIT,
        order=1515,
        permission="partners.change_partner",
        rows=lambda user: Partner.objects.with_papers_to_renew(),
        page="partners:partner_list?show=papers",
        verb="Minta yang baru",
    ),
)
