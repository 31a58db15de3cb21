"""What happened to somebody before: each release to anybody, each that was not approved, each
return after one, each warning against a release. Whoever decides on the next release reads it
(docs/rules.md, Exits)."""

from dataclasses import dataclass
from datetime import date

from cases.exits.destinations import CLOSED
from cases.exits.models import Exit, ExitState
from cases.intakes.models import Door, Intake
from cases.people import access
from cases.people.access import Data
from cases.people.flags.shown import warnings_of
from rptc import days
from rptc.together import read_together


@dataclass(frozen=True)
class Event:
    """`letter` is the exit whose record of handover this reader may open."""

    on: date
    title: str
    text: str
    letter: Exit | None = None


@dataclass(frozen=True)
class Before:
    """The earliest first; `times` is how often they were met in all, this time too."""

    events: list[Event]
    times: int


def before_of(exit, *, user):
    """As far as this reader may know it: what a closed destination hides, it hides here."""
    person = exit.stay.person
    exits = Exit.objects.filter(stay__person=person, state__in=["done", "refused"])
    exits = exits.exclude(pk=exit.pk).select_related("kind", "stay").with_telling(user)
    exits = exits.order_by("left_at", "pk")
    met = Intake.objects.filter(person=person).select_related("hot_spot")
    exits, met = read_together([exits, met.order_by("met_on", "pk")])
    left = [each for each in exits if each.state == ExitState.DONE]
    knows_where = Data.TIMELINE in access.known(user, person).data
    # Whoever decides reads each of them, as in the warnings above (flags_against_release).
    flags = warnings_of(person, user)
    events = [
        *map(_left, left),
        *(_refused(each) for each in exits if each.state == ExitState.REFUSED),
        *_returns(met, left, knows_where),
        *(event for flag in flags for event in _warned(flag)),
    ]
    # Of one day: who left comes back after it, as they stand.
    return Before(sorted(events, key=lambda event: event.on), len(met))


def _left(left):
    if not left.is_told:
        return Event(left.stay.left_on, f"{left.kind}", CLOSED)
    relation = f" ({left.relation})" if left.relation else ""
    to = f"penerima: {left.receiver}{relation}" if left.receiver else ""
    return Event(left.stay.left_on, f"{left.kind}", to, left if left.handover_letter_id else None)


def _refused(exit):
    note = exit.decision_note if exit.is_told else ""
    return Event(days.day_of(exit.decided_at), f"{exit.kind}: tidak disetujui", note)


def _returns(met, exits, knows_where):
    """Whoever was met after an exit, and how many days after the last one."""
    for intake in met:
        earlier = [
            left.stay.left_on
            for left in exits
            if left.stay.left_on <= intake.met_on and left.stay.intake_id != intake.pk
        ]
        if earlier:
            after = (intake.met_on - max(earlier)).days
            by_patrol = intake.door == Door.PATROL
            title = "Terjaring lagi" if by_patrol else f"Datang lagi, {intake.get_door_display()}"
            where = f"di {intake.where}" if knows_where and intake.where else ""
            yield Event(intake.met_on, f"{title}, {after} hari kemudian", where)


def _warned(flag):
    yield Event(flag.starts_on, "Peringatan dipasang", str(flag))
    if flag.ended_at:
        yield Event(
            days.day_of(flag.ended_at), "Peringatan diakhiri", f"{flag}: {flag.end_reason}"
        )
    elif flag.ends_on and flag.ends_on <= days.today():
        yield Event(flag.ends_on, "Peringatan berakhir", str(flag))
