"""Whither somebody goes can reveal their health (design.md 4, Referral): such a destination is
told to those of the case and to whoever decides, and closed to all others, on page and paper.

Partners stand to the right of cases, so their tables are named in SQL.
"""

from django.db.models import BooleanField, F, Func

# A mother may bear the name of a partner's contact: that one counts among partners alone. The
# text stands there as it is, from its first letter or digit, at the beginning of a word.
NAMED = r"""EXISTS (
    SELECT FROM unnest(ARRAY[partner.name, partner.short_name]
                       || CASE WHEN leaving.kind = 'mitra'
                               THEN ARRAY[partner.contact, partner.address] ELSE '{}' END) AS said
      JOIN LATERAL regexp_replace(said, '^[^[:alnum:]]+', '') AS text ON text <> ''
     WHERE concat(leaving.receiver, E'\n', leaving.address)
           ~* ('\m' || regexp_replace(text, '([^[:alnum:]])', '\\\1', 'g')))"""


class RevealsHealth(Func):
    template = f"""(
    SELECT EXISTS (SELECT FROM partners_partner AS partner
                    WHERE partner.reveals_health AND {NAMED})
        OR (leaving.kind = 'mitra'
            AND EXISTS (SELECT FROM partners_referral AS referral
                          JOIN partners_partner AS partner ON partner.id = referral.partner_id
                         WHERE referral.stay_id = leaving.stay_id AND partner.reveals_health)
            AND NOT EXISTS (SELECT FROM partners_partner AS partner
                             WHERE NOT partner.reveals_health AND {NAMED}))
      FROM (SELECT %(expressions)s) AS leaving (receiver, address, kind, stay_id))"""  # noqa: S608 (of this file)
    output_field = BooleanField()


def reveals_health():
    """A condition on exits: receiver or address name a partner that reveals health; or a handover
    to a partner that names no other one, while such a referral was written in this stay. A clerk
    who receives for the partner is known by the referral alone. It errs on the closed side."""
    return RevealsHealth(F("receiver"), F("address"), F("kind__code"), F("stay"))
