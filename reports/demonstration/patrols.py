"""Rounds of TRC Saribattang: most meet nobody."""

from datetime import timedelta

from cases.patrols.actions import end_patrol, register_patrol
from cases.patrols.models import Patrol, PatrolMember, PatrolPoint
from cases.patrols.public_reports.actions import answer_public_report
from reports.demonstration import calls
from rptc import days

# Team by its place in the story: who leads it, and who rides along.
RIDERS = [("trc.ansar", "trc.mirna"), ("trc", "trc.rusdi"), ("trc.takdir", "malam")]
COMPANIONS = ["", "", "Satpol PP 2 orang", "Satpol PP 4 orang", "Polsek setempat"]


def ride(story, started_at, length, **known):
    """A patrol from its header to "Selesai", written in bulk."""
    patrol = _drafted(story, started_at, length, **known)
    patrol.recorded_by, patrol.recorded_at, patrol.version = patrol.leader, started_at, 2
    story.add(patrol)
    for rider in (patrol.leader, patrol.companion):
        story.add(PatrolMember(patrol=patrol, user=rider))
    for spot in patrol.spots:
        story.add(PatrolPoint(patrol=patrol, hot_spot=spot))
    story.note(patrol.leader, "registered", patrol, started_at)
    story.note(patrol.leader, "ended", patrol, patrol.ended_at)
    return patrol


def go_out(story, started_at, length, **known):
    """The same, told by the actions. For every third somebody had called."""
    patrol = _drafted(story, started_at, length, **known)
    story.tell(_ridden(story, patrol, patrol.ended_at, next(story.rounds)))
    return patrol


def _ridden(story, patrol, ended_at, number):
    calls_before = []
    if number % 3 == 0:
        received_at = patrol.started_at - story.minutes(12, 95)
        spot = story.dice.choice(patrol.spots)
        call = yield from calls.called(story, number // 3, received_at, hot_spot=spot)
        # One of the same place and hour rides along with the one before it.
        calls_before = [] if call.joined_to else [call]
    yield patrol.started_at
    patrol.ended_at, patrol.recorded_at = None, patrol.started_at
    register_patrol(patrol, [patrol.companion], by=patrol.leader, public_reports=calls_before)
    patrol.ended_at = ended_at
    yield ended_at
    end_patrol(patrol, patrol.spots, by=patrol.leader)
    for call in calls_before:
        if ended_at < story.ago(1, 12):
            note = "Patroli sudah ke tempat."
            answer_public_report(call, days.today(), note, by=patrol.leader)


def _drafted(story, started_at, length, *, team=None, route=None, note=""):
    team = story.dice.randrange(len(RIDERS)) if team is None else team
    route = route or story.dice.choice(list(story.routes))
    patrol = Patrol(
        team=story.teams[team],
        order_letter=story.orders[days.day_of(started_at).replace(day=1)],
        vehicle=story.dice.choice(story.vehicles),
        route=route,
        companions=story.dice.choice(COMPANIONS),
        started_at=started_at,
        ended_at=started_at + length,
        note=note,
        send_key=story.key(),
    )
    patrol.leader, patrol.companion = (story.staff[username] for username in RIDERS[team])
    patrol.spots = story.routes[route]
    return patrol


def moment_of(story, patrol):
    """Some minute of a patrol."""
    length = (patrol.ended_at - patrol.started_at) // timedelta(minutes=1)
    return patrol.started_at + story.minutes(10, length - 10)
