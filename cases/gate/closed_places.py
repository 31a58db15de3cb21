"""Whether something names a partner whose destination is closed, and who keeps the case all the
same (docs/rules.md, Exits)."""

from django.db.models import BooleanField, Func, OuterRef, Q, Subquery

from cases.people.access import is_reading, of_case, opened_in_emergency
from cases.stays.models import Stay


class NamesClosedPartner(Func):
    """The name stands there as it is, from its first letter or digit, as a word begins."""

    template = r"""EXISTS (
    SELECT FROM cases_partnername AS known
      JOIN LATERAL regexp_replace(known.text, '^[^[:alnum:]]+', '') AS said ON said <> ''
     WHERE known.closes_destination
       AND concat_ws(E'\n', %(expressions)s)
           ~* ('\m' || regexp_replace(said, '([^[:alnum:]])', '\\\1', 'g')))"""
    output_field = BooleanField()


def keeps_case(user, stay="stay") -> Q:
    """A condition on rows: this user has the case of the stay that the path leads to, as its
    social worker or in their place; or has opened the file in an emergency."""
    return _keeps(user, f"{stay}__social_worker", f"{stay}__person")


def keeps_case_of_each(user) -> Q:
    """The same of the rows' own stay, looked up for one row after the other: no table of stays is
    joined, where most destinations are closed to nobody."""
    stay = Stay.objects.filter(pk=OuterRef("stay"))
    return _keeps(user, Subquery(stay.values("social_worker")), Subquery(stay.values("person")))


def _keeps(user, worker, person):
    case = of_case(user, worker)
    return case | opened_in_emergency(user, person) if is_reading(user) else case
