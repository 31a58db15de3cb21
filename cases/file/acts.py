"""What can be added to a file: each room registers its acts, in the `parts.py` of its own."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from operator import attrgetter

from cases.people.access import Data
from cases.people.models import Person
from cases.stays.models import Stay
from rptc.addresses import address_of


def in_house(person, stay, data) -> bool:
    return bool(stay) and stay.is_open


def of_anybody(person, stay, data) -> bool:
    return True


@dataclass(frozen=True)
class Act:
    """A page on which something is added, for who has the right, where `offered` says so of the
    person, the stay that runs or was the latest, and what the reader may know. The address bears
    the number of the stay, or of the person; after "?" as the query says ("?stay")."""

    order: int
    text: str
    page: str
    permission: str = ""
    icon: str = "plus"
    of_stay: bool = True
    offered: Callable[[Person, Stay | None, Collection[Data]], bool] = in_house

    def url(self, person, stay) -> str:
        page, _, key = self.page.partition("?")
        number = stay.pk if self.of_stay else person.pk
        return f"{address_of(page)}?{key}={number}" if key else address_of(page, number)


@dataclass(frozen=True)
class Offer:
    text: str
    icon: str
    url: str


_registered: list[Act] = []


def register_acts(*acts: Act):
    _registered.extend(acts)
    _registered.sort(key=attrgetter("order"))


def acts_for(person, stay, *, data, perms) -> list[Offer]:
    return [
        Offer(act.text, act.icon, act.url(person, stay))
        for act in _registered
        if (not act.permission or act.permission in perms) and act.offered(person, stay, data)
    ]
