"""Whose case a klien is: given to another, closed for named people, opened in an emergency."""

from datetime import timedelta

from cases.casework.assignments.actions import assign
from cases.casework.assignments.models import Assignment
from cases.people.conflicts.actions import close_to_family
from cases.people.conflicts.models import Conflict, Tie
from cases.people.sealing.actions import (
    acknowledge_reader,
    add_reader,
    end_reader,
    judge_emergency,
    open_in_emergency,
    seal_for,
)
from cases.people.sealing.models import EmergencyAccess, EmergencyReason, Seal, SealReason
from cases.people.substitutes.actions import substitute_worker
from cases.people.substitutes.models import Substitution


def add(story, patrols):
    story.tell(
        _given(story),
        _closed(story),
        _asked_for(story),
        _stood_in_for(story),
        _family(story),
    )


def _other(story, stay):
    """The social worker who does not have this case."""
    first, second = story.staff["peksos"], story.staff["peksos2"]
    return second if stay.social_worker == first else first


def _given(story):
    """At once: the head and whoever had it are told."""
    yield story.ago(1, 8, 20)
    stay = story.house["old woman"]
    to = _other(story, stay)
    reason = "Bertetangga dengan anaknya di Tallo."
    assignment = Assignment(stay=stay, to_worker=to, reason=reason, send_key=story.key())
    assign(assignment, by=stay.social_worker)
    stay.refresh_from_db()


def _closed(story):
    """Closed for her social worker alone; once the other one had to read it."""
    yield story.ago(4, 10)
    stay = story.house["tomorrow"]
    seal = seal_for(
        Seal(
            person=stay.person,
            reason=SealReason.HUNTED,
            explanation="Ayah tiri datang dua kali menanyakan namanya.",
            send_key=story.key(),
        ),
        named=[],
        by=stay.social_worker,
    )
    # For a visit together the other one read it as well, and no longer than that.
    yield story.ago(3, 9)
    reader = add_reader(seal, user=_other(story, stay), by=stay.social_worker)
    yield story.ago(3, 15)
    acknowledge_reader(reader, by=story.staff["kepala"])
    end_reader(reader, by=story.staff["kepala"])
    opened_at = story.ago(2, 23, 40)
    yield opened_at
    emergency = EmergencyAccess(
        person=stay.person,
        reason=EmergencyReason.MEDICINE,
        what="Demam tinggi; dokter jaga menanyakan alerginya.",
        send_key=story.key(),
    )
    emergency = open_in_emergency(emergency, by=_other(story, stay))
    yield opened_at + timedelta(hours=9)
    judge_emergency(emergency, approve=True, by=story.staff["kepala"])


def _asked_for(story):
    """A case with a closed destination: the head has to decide."""
    yield story.ago(1, 14)
    stay = story.house["health"]
    assignment = Assignment(
        stay=stay,
        to_worker=_other(story, stay),
        reason="Klien lebih nyaman dengan pekerja sosial perempuan.",
        send_key=story.key(),
    )
    assign(assignment, by=stay.social_worker)


def _stood_in_for(story):
    """From next week on."""
    yield story.ago(1, 15)
    first_on = story.today + timedelta(days=7)
    substitute_worker(
        Substitution(
            worker=story.staff["peksos2"],
            substitute=story.staff["peksos"],
            first_on=first_on,
            last_on=first_on + timedelta(days=4),
            reason="Pelatihan di Sentra Wirajaya.",
            send_key=story.key(),
        ),
        by=story.staff["peksos2"],
    )


def _family(story):
    """A relative is met in the house: the office says so of itself."""
    yield story.ago(1, 9, 10)
    office = story.staff["tu"]
    close_to_family(
        Conflict(
            person=story.house["old woman"].person,
            user=office,
            tie=Tie.RELATIVE,
            explanation="Bibi dari pihak ibu.",
            send_key=story.key(),
        ),
        by=office,
    )
