"""What waits after an exit: the contacts that are due."""

from cases.aftercare.contacts import due_now
from cases.stays.models import Stay
from rptc.kept import Sql
from rptc.waiting import Act, Part, Urgency, Waits, register

# More than anybody can do today, and each takes long to work out.
MOST = 20


def _due(user):
    contacts = due_now(Stay.objects.visible_to(user))
    return Sql(contacts.sql, contacts.parameters)


def _told(user):
    contacts = due_now(Stay.objects.visible_to(user))
    return Sql(
        "SELECT person_id, 'Bimbingan lanjut hari ke-' || day,"  # noqa: S608
        " (due_on + 1)::timestamp AT TIME ZONE 'Asia/Makassar', ARRAY[exit_id, day]::bigint[]"
        f" FROM ({contacts.sql}) AS contact",
        contacts.parameters,
    )


register(
    Waits(
        key="follow-ups",
        label="Bimbingan lanjut hari ini dan terlambat",
        urgency=Urgency.DUE,
        order=1400,
        permission="cases.record_follow_up",
        rows=_due,
        page="cases:follow_up_list?when=now",
        most=MOST,
        # To name the first, all would have to be worked out.
        named=0,
        verb="Catat hasil",
        act=Act(
            Part.REFERRALS,
            "Catat bimbingan lanjut",
            "cases:follow_up_record",
            args=("exit", "day"),
            told=_told,
        ),
    )
)
