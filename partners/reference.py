from partners.directory.actions import tell_names
from partners.directory.models import Partner

PARTNERS = [
    ("Yayasan Sahabat Yatim", "Sahabat Yatim", False),
    ("YPKDS", "YPKDS", True),
    ("Sentra Wirajaya", "Sentra Wirajaya", False),
]


def load():
    for name, short_name, reveals_health in PARTNERS:
        partner, is_new = Partner.objects.get_or_create(
            name=name, defaults={"short_name": short_name, "reveals_health": reveals_health}
        )
        if is_new:
            tell_names(partner)
