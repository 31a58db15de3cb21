"""Where somebody goes can reveal their health (docs/rules.md, Referral): only those of the case
and whoever decides may see such a destination, on the page and on paper.

What a partner is called, and who was referred to it, is told to the gate by `partners`.
"""

from django.db.models import BooleanField, F, Func

from cases.stays.ways_out import WayOut

# The text stands there as it is, from its first letter or digit, at the beginning of a word.
NAMED = rf"""EXISTS (
    SELECT FROM cases_partnername AS known
      JOIN LATERAL regexp_replace(known.text, '^[^[:alnum:]]+', '') AS said ON said <> ''
     WHERE %s AND (leaving.kind = '{WayOut.PARTNER}' OR NOT known.among_partners)
       AND concat(leaving.receiver, E'\n', leaving.address)
           ~* ('\m' || regexp_replace(said, '([^[:alnum:]])', '\\\1', 'g')))"""


class RevealsHealth(Func):
    template = f"""(
    SELECT {NAMED % "known.reveals_health"}
        OR (leaving.kind = '{WayOut.PARTNER}'
            AND EXISTS (SELECT FROM cases_referredto AS referred
                          JOIN cases_partnername AS known USING (partner_number)
                         WHERE referred.stay_id = leaving.stay_id AND known.reveals_health)
            AND NOT {NAMED % "NOT known.reveals_health"})
      FROM (SELECT %(expressions)s) AS leaving (receiver, address, kind, stay_id))"""  # noqa: S608 (of this file)
    output_field = BooleanField()


def reveals_health():
    """A condition on exits: receiver or address name a partner that reveals health; or a handover
    to a partner that names no other one, while such a referral was written in this stay. A clerk
    who receives for the partner is known by the referral alone. It errs on the closed side."""
    return RevealsHealth(F("receiver"), F("address"), F("kind__code"), F("stay"))
