from partners.directory.actions import tell_names
from partners.directory.models import Partner
from rptc.audit.reference import lay

# Several are closed, for other reasons each: that a destination is closed says nothing.
PARTNERS = [
    ("Yayasan Sahabat Yatim", "Sahabat Yatim", "open"),
    ("YPKDS", "YPKDS", "reveals health"),
    ("Sentra Wirajaya", "Sentra Wirajaya", "open"),
    ("UPTD PPA Kota Makassar", "UPTD PPA", "closed"),
    ("RSUD Kota Makassar (RSUD Daya)", "RSUD Daya", "reveals health"),
]


def load():
    known = set(Partner.objects.values_list("pk", flat=True))
    partners = lay(
        Partner,
        {
            name: {
                "name": name,
                "short_name": short_name,
                "closes_destination": destination != "open",
                "reveals_health": destination == "reveals health",
            }
            for name, short_name, destination in PARTNERS
        },
        by=["name"],
    )
    for partner in partners.values():
        if partner.pk not in known:
            tell_names(partner)
