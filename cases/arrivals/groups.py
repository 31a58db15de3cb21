"""Who is on the way, by the patrol that brings them (docs/rules.md, On the road)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.arrivals.receptions.models import night_began_at
from cases.intakes.models import Intake
from cases.patrols.models import Patrol
from rptc import days

# A patrol that set out in the morning and comes after noon is no patrol of another night.
STILL_OUT = timedelta(hours=12)
BY_DAY = range(6, 18)


@dataclass(frozen=True)
class Group:
    """Those of one patrol, or of the other doors of one night. `is_here`: they stand at the door;
    `is_old`: they set out on an earlier night, and somebody asks whether they are still on the
    way."""

    patrol: Patrol | None
    since: datetime
    intakes: list[Intake]
    is_here: bool
    is_old: bool

    def __str__(self):
        who = self.patrol.team if self.patrol else "Pintu lain"
        is_day = self.since.astimezone(days.WITA).hour in BY_DAY
        return f"{who}, {'hari' if is_day else 'malam'} ini"

    @property
    def how_long(self):
        """ "1 orang, 28 hari"."""
        gone = (days.today() - days.day_of(self.since)).days
        return f"{len(self.intakes)} orang, {gone} hari"


def groups_of(intakes, *, now, user, patrol=None, intake=None) -> list[Group]:
    """First who stands at the door, then who is on the road, then those of earlier nights.

    At the door stands the patrol of this night that has ended; where none has, the only one of
    this night; or the one that somebody names (`patrol`). Of the other doors those whom this user
    typed tonight, or names (`intake`): whoever types an arrival has them before their eyes.
    """
    tonight = min(night_began_at(now), now - STILL_OUT)
    found = defaultdict(list)
    for row in intakes:
        found[_key(row, row.recorded_by_id == user.pk or row.pk == intake)].append(row)
    of_tonight = [key for key, rows in found.items() if _since(rows[0]) >= tonight]
    patrols = [found[key][0].patrol for key in of_tonight if found[key][0].patrol_id]
    here = {patrol} if patrol else _at_the_door(patrols)
    groups = [
        Group(
            patrol=rows[0].patrol,
            since=_since(rows[0]),
            intakes=rows,
            is_here=key in of_tonight and (rows[0].patrol_id in here or key[-1]),
            is_old=key not in of_tonight,
        )
        for key, rows in found.items()
    ]
    return sorted(groups, key=lambda group: (not group.is_here, group.is_old))


def _key(intake, is_typed_here):
    """The patrol; of another door the night, and whether they are before the reader's eyes."""
    if intake.patrol_id:
        return intake.patrol_id, None, False
    return None, night_began_at(intake.recorded_at), is_typed_here


def _since(intake):
    """When they set out: the patrol when it began, another door when it was typed."""
    return intake.patrol.started_at if intake.patrol_id else intake.recorded_at


def _at_the_door(patrols):
    ended = {patrol.pk for patrol in patrols if patrol.ended_at}
    return ended or ({patrols[0].pk} if len(patrols) == 1 else set())
