"""Whither somebody goes is closed to all but those of the case and who decides (docs/rules.md,
Exits): on the page, on paper and in the history. Always of a handover to a partner, whichever it
is, so that a closed destination says nothing; of others as their way of leaving and the partners
are set.

What a partner is called is told to the gate by `partners`, which asks here for its referrals, too.
"""

from django.db import connection
from django.db.models import BooleanField, F, Func, Q

from cases.file.consents.closed import register_compare
from cases.people.access import EVERY_ROW, has_case, is_reading, of_case, opened_in_emergency
from rptc.decisions import decides_by_office

# The words by which others read of it, after the way of leaving.
CLOSED = "tujuan tertutup"


class NamesClosedPartner(Func):
    """The name stands there as it is, from its first letter or digit, as a word begins."""

    template = r"""EXISTS (
    SELECT FROM cases_partnername AS known
      JOIN LATERAL regexp_replace(known.text, '^[^[:alnum:]]+', '') AS said ON said <> ''
     WHERE known.closes_destination
       AND concat_ws(E'\n', %(expressions)s)
           ~* ('\m' || regexp_replace(said, '([^[:alnum:]])', '\\\1', 'g')))"""
    output_field = BooleanField()


# Blanks of every kind and marks between words are one blank; the legal form is no part of a name.
APART = r"[[:space:][:punct:]\u00a0\u2000-\u200b\u202f\u2060\u3000\ufeff]+"
LEGAL_FORM = r"^(yayasan|yay|lks|lksa|lembaga|panti|perkumpulan|pt|cv)\M *"
LOOK = rf"""
    SELECT EXISTS (
        SELECT FROM cases_partnername AS known
          JOIN LATERAL btrim(regexp_replace(known.text, '{APART}', ' ', 'g')) AS whole ON true
          JOIN LATERAL regexp_replace(whole, '{LEGAL_FORM}', '', 'i') AS said ON said <> ''
         WHERE known.closes_destination
           AND regexp_replace(each.said, '{APART}', ' ', 'g')
               ~* ('\m' || regexp_replace(said, '([^[:alnum:] ])', '\\\1', 'g')))
      FROM unnest(%s::text[]) WITH ORDINALITY AS each (said, place) ORDER BY place
"""  # noqa: S608 (of this code)


def closed_among(texts: list[str]) -> list[bool]:
    """Of each: may it name a partner that is closed? Here a name is known as people type it, with
    or without its legal form, and however its words are set apart: what is closed too much is
    still told to those of the case."""
    with connection.cursor() as cursor:
        cursor.execute(LOOK, [texts])
        return [found for [found] in cursor.fetchall()]


register_compare(closed_among)


def is_closed() -> Q:
    """A condition on exits: their way of leaving is closed, or receiver or address name a partner
    that is."""
    return Q(kind__closes_destination=True) | Q(NamesClosedPartner(F("receiver"), F("address")))


def entitled(user, kind) -> Q:
    """A condition on rows of this kind (exits, referrals): a closed destination is told to this
    user. To the head; to those of the case; to who decides on it, in the head's place."""
    if decides_by_office(user, kind.PERMISSION):
        return EVERY_ROW
    return Q(recorded_by=user) | keeps_case(user) | kind.objects.laid_before(user)


def keeps_case(user, stay="stay") -> Q:
    """A condition on rows: this user has the case of the stay that the path leads to, as its
    social worker or in their place; or has opened the file in an emergency."""
    case = of_case(user, f"{stay}__social_worker")
    return case | opened_in_emergency(user, f"{stay}__person") if is_reading(user) else case


def is_keeper_of(user, stay) -> bool:
    """The same, of one stay."""
    return has_case(user, stay.social_worker_id)
