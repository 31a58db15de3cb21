"""Klien saya: a line a person, with the next act and its hour."""

from dataclasses import dataclass

from cases.people.access import of_case
from cases.people.models import shown_columns
from cases.people.photos.faces import add_faces
from cases.stays.models import Stay
from cases.stays.waiting import IN_HOUSE
from rptc.kept import kept_rows
from rptc.waiting import Row, about, pressing

SHOWN = 8
# What a row shows.
COLUMNS = [
    *"began_at ended_at last_on not_seen_since social_worker".split(),
    *shown_columns("person__"),
]


@dataclass(frozen=True)
class Own:
    """Somebody in the house whose case is this social worker's, or that of whom they stand in
    for; `waits` is what waits for their sake, the most pressing first."""

    stay: Stay
    waits: list[Row]

    @property
    def next(self):
        return self.waits[0] if self.waits else None

    @property
    def others(self):
        return max(len(self.waits) - 1, 0)


def own_people(context, user):
    """The first of them; None where nobody is theirs."""
    stays = kept_rows(_own, user)
    if not stays:
        return None
    rows = about([stay.person_id for stay in stays], user, IN_HOUSE)
    own = [Own(stay, rows.get(stay.person_id, [])) for stay in stays]
    # Who has nothing to be done comes last, by the limit.
    own.sort(key=lambda each: (each.next is None, each.next and pressing(each.next)))
    add_faces([each.stay.person for each in own[:SHOWN]], user)
    return {"own": own[:SHOWN], "number": len(own)}


def _own(user):
    stays = Stay.objects.visible_to(user).open().filter(of_case(user, "social_worker"))
    return stays.select_related("person").only(*COLUMNS).order_by("last_on", "pk")
