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
    case = of_case(user, f"{stay}__social_worker")
    return case | opened_in_emergency(user, f"{stay}__person") if is_reading(user) else case


def keeps_case_of_each(user) -> Q:
    """The same, asked of each row by itself where nothing that stands before it has answered: of
    most destinations that they are closed to nobody, and no table of stays is joined for that."""
    stay = Stay.objects.filter(pk=OuterRef("stay"))
    case = of_case(user, Subquery(stay.values("social_worker")))
    if is_reading(user):
        case |= opened_in_emergency(user, Subquery(stay.values("person")))
    return case
