"""The parts of a file: where each stands, and who has it (look2, "The file").

What belongs to a human being hangs below the person, what belongs to a stay below the stay. A new
part is a row here, an address with its view (cases/file/views.py), and what the rooms register
for its places, as "health.main" (rptc/parts.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models.expressions import Combinable

from cases.people.access import Data
from rptc.addresses import address_of
from rptc.waiting import Part, Row, Urgency


@dataclass(frozen=True)
class Place:
    """Where a part stands: at the address of a page, with the number of the person or of the stay.
    It is there for who has the right, and may know such data of this person."""

    part: Part
    page: str
    of_stay: bool
    permission: str
    data: Data

    def url(self, person, stay) -> str:
        return address_of(self.page, stay.pk if self.of_stay else person.pk)


PLACES = [
    Place(Part.SUMMARY, "cases:person_detail", False, "cases.view_person", Data.NAME),
    Place(Part.STAY, "cases:stay_detail", True, "cases.view_stay", Data.CLOCK),
    Place(Part.ASSESSMENTS, "cases:stay_assessments", True, "cases.view_assessment", Data.NOTES),
    Place(Part.PLAN, "cases:stay_plan", True, "cases.view_plan", Data.NOTES),
    Place(Part.NOTES, "cases:stay_notes", True, "cases.view_note", Data.NOTES),
    Place(Part.HEALTH, "cases:person_health", False, "cases.view_person", Data.TRIAGE),
    Place(Part.LAW, "cases:person_law", False, "cases.view_law", Data.NOTES),
    Place(Part.IDENTITY, "cases:person_identity", False, "cases.view_identity", Data.IDENTITY),
    Place(Part.FAMILY, "cases:person_family", False, "cases.view_person", Data.VISITORS),
    Place(Part.REFERRALS, "cases:stay_referrals", True, "partners.view_referral", Data.NOTES),
    Place(Part.HISTORY, "cases:person_timeline", False, "cases.view_timeline", Data.TIMELINE),
]


# What a file has to hold for a part to be there at all: conditions on the person, one of which is
# enough. The rooms register them (parts.py); `files_of` asks them with the person.
_there: dict[Part, list[Callable[[], Combinable]]] = {}


def there_where(part: Part, condition: Callable[[], Combinable]):
    _there.setdefault(part, []).append(condition)


_told: dict[str, Callable[[], Combinable]] = {}


def also_tell(name: str, expression: Callable[[], Combinable]):
    """What a room tells of each person in the query that reads them: no part asks for it again.
    Nothing that this reader may not know of somebody whose file they open."""
    _told[name] = expression


_told_at_parting: dict[str, Callable[[], Combinable]] = {}


def tell_at_parting(name: str, expression: Callable[[], Combinable]):
    """The same of what is read before somebody leaves, and of no file."""
    _told_at_parting[name] = expression


def with_there(people):
    """The people, each with what their parts ask of them."""
    return people.annotate(
        **{
            _asked(part): reduce(or_, (condition() for condition in conditions))
            for part, conditions in _there.items()
        },
        **_tellings(_told),
    )


def add_told(person, *, is_parting=False):
    """The same of somebody who was read otherwise: one query in place of one for each part."""
    told = _told | _told_at_parting if is_parting else _told
    rows = type(person).objects.filter(pk=person.pk).annotate(**_tellings(told))
    for name, value in rows.values(*told).get().items():
        setattr(person, name, value)


def _tellings(told):
    return {name: expression() for name, expression in told.items()}


def may_have(person, name: str) -> bool:
    """Is there any of this? Where nobody has asked with the person, there may be."""
    return getattr(person, name, True)


def _asked(part):
    return f"has_{part.name.lower()}"


@dataclass(frozen=True)
class Tab:
    """One part as the head of a file shows it, with what waits there for this reader."""

    place: Place
    url: str
    rows: list[Row]

    @property
    def part(self) -> Part:
        return self.place.part

    @property
    def mark(self) -> Urgency | None:
        """The worst of what is to be done there; what only runs or waits for others is no mark."""
        urgencies = {row.waits.urgency for row in self.rows}
        return next((each for each in (Urgency.LATE, Urgency.DUE) if each in urgencies), None)


def tabs_of(person, stay, *, data, perms, rows) -> list[Tab]:
    """The parts that this reader has of this file. Without a stay there are those of a person."""
    places = [
        place
        for place in PLACES
        if (stay or not place.of_stay) and place.permission in perms and place.data in data
        if place.part not in _there or getattr(person, _asked(place.part))
    ]
    return [Tab(place, place.url(person, stay), _of_part(place.part, rows)) for place in places]


def _of_part(part, rows):
    return [row for row in rows if row.waits.act.part == part]
