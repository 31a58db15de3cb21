"""Whither somebody goes can reveal their health (design.md 4, Referral): such a destination is
told to those of the case and to whoever decides, and closed to all others, on page and paper.

Partners stand to the right of cases, so they are asked through Django's registry.
"""

import re

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

FOR_PARTNERS = "mitra"


def reveals_health():
    """A condition on exits: receiver or address name a partner that reveals health; or a handover
    to a partner that names no other one, while such a referral was written in this stay. A clerk
    who receives for the partner is known by the referral alone. It errs on the closed side."""
    marked, others = Q(pk__in=[]), Q(pk__in=[])
    for partner in apps.get_model("partners", "Partner").objects.all():
        if partner.reveals_health:
            marked |= _names(partner)
        else:
            others |= _names(partner)
    referrals = apps.get_model("partners", "Referral").objects
    referred = referrals.filter(stay=OuterRef("stay"), partner__reveals_health=True)
    return marked | (Q(Exists(referred), kind__code=FOR_PARTNERS) & ~others)


def _names(partner):
    """A mother may bear the name of a partner's contact: that one counts among partners alone."""
    own = _say({partner.name, partner.short_name})
    return own | (_say({partner.contact, partner.address}) & Q(kind__code=FOR_PARTNERS))


def _say(texts):
    said = Q(pk__in=[])
    for text in texts - {""}:
        whole = rf"\m{re.escape(text)}"
        said |= Q(receiver__iregex=whole) | Q(address__iregex=whole)
    return said


def tell_destinations(exits, user):
    """Sets `is_told` on each of a list: may this reader know receiver and address?"""
    if not exits:
        return
    rows = type(exits[0]).objects.filter(pk__in=[exit.pk for exit in exits])
    told = set(rows.telling_destination_to(user).values_list("pk", flat=True))
    for exit in exits:
        exit.is_told = exit.pk in told
