from partners.directory.models import Partner
from partners.directory.models import PartnerKind as Kind
from rptc.audit.reference import lay

# Several are closed, for other reasons each: that a destination is closed says nothing.
PARTNERS = [
    ("Yayasan Sahabat Yatim", "Sahabat Yatim", "open", Kind.FOUNDATION),
    ("YPKDS", "YPKDS", "reveals health", Kind.FOUNDATION),
    ("Sentra Wirajaya", "Sentra Wirajaya", "open", Kind.CENTRE),
    ("UPTD PPA Kota Makassar", "UPTD PPA", "closed", Kind.AGENCY),
    ("RSUD Kota Makassar (RSUD Daya)", "RSUD Daya", "reveals health", Kind.HOSPITAL),
]


def load():
    lay(
        Partner,
        {
            name: {
                "name": name,
                "short_name": short_name,
                "kind": kind,
                "closes_destination": destination != "open",
                "reveals_health": destination == "reveals health",
            }
            for name, short_name, destination, kind in PARTNERS
        },
        by=["name"],
    )
