from partners.directory.actions import tell_names
from partners.directory.models import Partner
from rptc.audit.reference import lay

PARTNERS = [
    ("Yayasan Sahabat Yatim", "Sahabat Yatim", False),
    ("YPKDS", "YPKDS", True),
    ("Sentra Wirajaya", "Sentra Wirajaya", False),
]


def load():
    known = set(Partner.objects.values_list("pk", flat=True))
    partners = lay(
        Partner,
        {
            name: {"name": name, "short_name": short_name, "reveals_health": reveals_health}
            for name, short_name, reveals_health in PARTNERS
        },
        by=["name"],
    )
    for partner in partners.values():
        if partner.pk not in known:
            tell_names(partner)
