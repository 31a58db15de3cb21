"""Two files with an open referral each are not merged where both go to one partner. Told so,
somebody with a klien of their own at a closed partner would know who else is there."""

from cases.people.doubles.moving import register_objection
from partners.referrals.models import OPEN_STATES, Referral

CLOSED = (
    "Keduanya mempunyai rujukan terbuka, dan tujuannya tidak semua Anda ketahui. Tunggu sampai"
    " salah satunya berakhir."
)


def closed_destinations(kept, lost, user):
    """Whatever the partners are: to say it of one partner alone would tell which."""
    of_both = [
        Referral.objects.filter(person=person, state__in=OPEN_STATES) for person in (kept, lost)
    ]
    if all(rows.exists() for rows in of_both):
        if any(rows.open_and_untold_to(user).exists() for rows in of_both):
            yield CLOSED


register_objection(closed_destinations)
