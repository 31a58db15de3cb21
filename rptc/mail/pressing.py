"""What a mail counts: what waits on Hari Ini (rptc/waiting.py), and what waits for whoever has no
Hari Ini. Of the second there is a registry here, to which the rooms of the portal add theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from rptc import waiting
from rptc.accounts.models import User


@dataclass(frozen=True)
class Elsewhere:
    """One kind of what waits on another first page, for whoever has the right to it. What
    `is_urgent` is told at once, row by row; the rest in the morning alone."""

    permission: str
    rows: Callable[[Any], QuerySet]
    is_urgent: bool = False


_registered: list[Elsewhere] = []


def register(*kinds: Elsewhere):
    _registered.extend(kinds)


def _elsewhere(user):
    return [kind for kind in _registered if user.has_perm(kind.permission)]


@dataclass(frozen=True)
class Number:
    """So many, or more where counting stops before."""

    number: int
    is_more: bool


def number_for(user: User) -> Number:
    """How much waits for this user. What runs by itself is not to be done, and what is decided
    stands among the decisions already."""
    counted = [
        (waits, number)
        for waits, number in waiting.count_for(user)
        if waits.urgency != waiting.Urgency.RUN and not waits.is_decided
    ]
    here = sum(
        number if waits.most is None else min(number, waits.most) for waits, number in counted
    )
    is_more = any(waits.most is not None and number > waits.most for waits, number in counted)
    return Number(here + sum(kind.rows(user).count() for kind in _elsewhere(user)), is_more)


def urgent_for(user: User) -> set[tuple[str, int]]:
    """(table, key) of each row of which this user is told at once. A row that waits in two ways
    is one."""
    tables = waiting.urgent_for(user)
    tables += [kind.rows(user) for kind in _elsewhere(user) if kind.is_urgent]
    return {
        (rows.model._meta.label_lower, key)
        for rows in tables
        for key in rows.order_by().values_list("pk", flat=True)
    }
