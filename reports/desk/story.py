"""The stays of one person with all that their file tells of them."""

from dataclasses import dataclass

from django.db.models import Prefetch

from cases.exits.models import Exit
from cases.stays.models import Stay


@dataclass(frozen=True)
class Story:
    stays: list[Stay]

    @property
    def open_stay(self) -> Stay | None:
        return next((stay for stay in self.stays if stay.is_open), None)


def story_of(person, user) -> Story:
    """Those that this reader may know, the newest first; each exit knows whether its receiver may
    be told."""
    exits = Prefetch("exits", Exit.objects.select_related("kind").with_telling(user))
    stays = Stay.objects.visible_to(user).filter(person=person)
    stays = stays.select_related("rule", "social_worker", "intake__classification")
    stays = stays.prefetch_related("returns", "leaves", "absences", "extensions", exits)
    stays = list(stays.order_by("-began_at"))
    for stay in stays:
        stay.person = person
    return Story(stays)
