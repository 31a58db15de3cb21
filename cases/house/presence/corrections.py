"""What was put right in a roll call after it was taken, from the history of its rows."""

import datetime
from dataclasses import dataclass

from cases.house.presence.models import RollCallRow, Status
from rptc.accounts.models import User

RowEvent = RollCallRow._meta.get_field("history").related_model


@dataclass(frozen=True)
class Correction:
    row: RollCallRow
    status: str
    at: datetime.datetime
    who: str


def corrections_of(rows):
    """The changes of these rows, the newest first; in two queries."""
    by_pk = {row.pk: row for row in rows}
    events = RowEvent.objects.filter(pgh_obj__in=list(by_pk), pgh_label="update")
    events = list(events.order_by("-pgh_created_at", "-pgh_id"))
    users = User.objects.in_bulk({_user(event) for event in events} - {None})
    return [
        Correction(
            by_pk[event.pgh_obj_id],
            Status(event.status).label.lower(),
            event.pgh_created_at,
            str(users.get(_user(event), "aplikasi")),
        )
        for event in events
    ]


def _user(event):
    return (event.pgh_context or {}).get("user")
