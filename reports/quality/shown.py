"""A hit as its page shows it: who, why it was found, and where it is mended."""

from dataclasses import dataclass

from django.db.models import Model
from django.urls import reverse

from cases.intakes.models import Intake
from rptc.accounts.permissions import Role


@dataclass(frozen=True)
class Hit:
    row: Model
    name: str
    url: str
    why: str
    mend_url: str
    verb: str


def hits_with_names(rule, rows, user):
    """The rows in the order of the rule, with all that their page shows of them."""
    rows = rows.select_related(*rule.related).order_by(*rule.order)
    if rows.model is Intake and user.has_role(Role.FIELD):
        rows = rows.with_said_name(user)
    return rows


def shown(rule, rows, user) -> list[Hit]:
    way = rule.way_of(user)
    return [
        Hit(
            row=row,
            name=name_of(row, user),
            url=page_of(row),
            why=rule.tells(row),
            mend_url=way.url(row),
            verb=way.verb,
        )
        for row in rows
    ]


def name_of(row, user) -> str:
    """A TRC officer reads of who was met what was said to them."""
    if isinstance(row, Intake):
        return row.name_for(user)
    return str(row.person) if hasattr(row, "kind") else str(row)


def page_of(row) -> str:
    """Of two files there is no one page."""
    if isinstance(row, Intake):
        return reverse("cases:intake_detail", args=[row.pk])
    return reverse("cases:person_identity", args=[row.person_id]) if hasattr(row, "kind") else ""
