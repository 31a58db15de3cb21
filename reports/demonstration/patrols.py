"""Rounds of TRC Saribattang: most meet nobody."""

from datetime import timedelta

from cases.patrols.models import Patrol, PatrolMember, PatrolPoint
from rptc import days

# Team by its place in the story: who leads it, and who rides along.
RIDERS = [("trc.ansar", "trc.mirna"), ("trc", "trc.rusdi"), ("trc.takdir", "malam")]
COMPANIONS = ["", "", "Satpol PP 2 orang", "Satpol PP 4 orang", "Polsek setempat"]


def ride(story, started_at, length, *, team=None, route=None, note=""):
    """A patrol from its header to "Selesai"."""
    team = story.dice.randrange(len(RIDERS)) if team is None else team
    route = route or story.dice.choice(list(story.routes))
    leader, companion = (story.staff[username] for username in RIDERS[team])
    patrol = story.add(
        Patrol(
            team=story.teams[team],
            order_letter=story.orders[days.day_of(started_at).replace(day=1)],
            vehicle=story.dice.choice(story.vehicles),
            route=route,
            companions=story.dice.choice(COMPANIONS),
            started_at=started_at,
            ended_at=started_at + length,
            note=note,
            recorded_by=leader,
            recorded_at=started_at,
            version=2,
        )
    )
    for rider in (leader, companion):
        story.add(PatrolMember(patrol=patrol, user=rider))
    patrol.spots = story.routes[route]
    for spot in patrol.spots:
        story.add(PatrolPoint(patrol=patrol, hot_spot=spot))
    story.note(leader, "registered", patrol, started_at)
    story.note(leader, "ended", patrol, patrol.ended_at)
    return patrol


def moment_of(story, patrol):
    """Some minute of a patrol."""
    length = (patrol.ended_at - patrol.started_at) // timedelta(minutes=1)
    return patrol.started_at + story.minutes(10, length - 10)
