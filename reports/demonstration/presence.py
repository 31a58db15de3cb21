"""The roll calls of the last two weeks; who is out with leave, and who was not seen."""

from datetime import timedelta

from cases.house.leaves.models import Leave
from cases.house.presence.models import (
    Absence,
    AbsenceAct,
    AbsentReason,
    RollCall,
    RollCallRow,
    Status,
)
from cases.stays.models import Stay, StayReturn
from rptc import days

FORTNIGHT = 14
# One evening nobody took it: the list and the meals say so.
FORGOTTEN = (5, RollCall.Part.EVENING)
CLOCKS = {RollCall.Part.MORNING: (6, 45), RollCall.Part.EVENING: (19, 10)}


def add(story, house):
    absences = [_away(story, house["ran"]), _missed_last_night(story, house["singer"])]
    _add_leaves(story, house)
    for ago in range(FORTNIGHT, 0, -1):
        for part, clock in CLOCKS.items():
            if (ago, part) != FORGOTTEN:
                _call(story, part, story.ago(ago, *clock), absences)


def _add_leaves(story, house):
    at = story.ago
    school = Leave.Reason.SCHOOL
    late, ill, back = house["beggar"], house["old woman"], house["planned"]
    _leave(story, late, Leave.Reason.CIVIL, "Disdukcapil, rekam KTP", "", at(1, 9), at(1, 15))
    _leave(story, ill, Leave.Reason.HOSPITAL, "RSUD Daya", "Petugas TRC", at(1, 21), at(-1, 10))
    leave = _leave(story, back, school, "SD Inpres Tallo", "Guru kelas", at(2, 7), at(2, 13))
    leave.returned_at, leave.returned_by = at(2, 12, 50), story.staff["piket"]
    story.note(leave.returned_by, "came_back", leave, leave.returned_at, person=back.person)


def _leave(story, stay, reason, place, escort, left_at, expected_at):
    leave = story.add(
        Leave(
            stay=stay,
            reason=reason,
            place=place,
            escort=escort,
            left_at=left_at,
            expected_at=expected_at,
            recorded_by=story.staff["piket"],
            recorded_at=left_at + timedelta(minutes=3),
        )
    )
    story.note(leave.recorded_by, "let_out", leave, leave.recorded_at, person=stay.person)
    return leave


def _away(story, stay):
    """Gone for two days, and caught again: the absence ended with the return."""
    absence = _absence(story, stay, story.ago(4, 19, 10), AbsentReason.NOT_BACK)
    back = next(row for row in story.rows[StayReturn] if row.stay is stay)
    absence.ended_at, absence.ended_by = back.returned_at, back.recorded_by
    absence.ended_how = Absence.End.RETURNED
    for minutes, kind in enumerate(
        [AbsenceAct.Kind.SEARCHED, AbsenceAct.Kind.POLICE, AbsenceAct.Kind.FAMILY], 1
    ):
        _act(story, absence, kind, absence.noticed_at + timedelta(minutes=12 * minutes))
    return absence


def _missed_last_night(story, stay):
    """A child for whom the police have not been told yet."""
    absence = _absence(story, stay, story.ago(1, 19, 10), AbsentReason.NOT_SEEN)
    _act(story, absence, AbsenceAct.Kind.SEARCHED, story.ago(1, 19, 40))
    return absence


def _absence(story, stay, at, reason):
    absence = story.add(
        Absence(
            stay=stay,
            noticed_at=at,
            # The roll call before it, twelve hours earlier.
            last_seen_at=max(stay.began_at, at - timedelta(hours=12, minutes=25)),
            reason=reason,
            recorded_by=story.staff["malam"],
            recorded_at=at,
        )
    )
    story.note(absence.recorded_by, "missed", absence, at, person=stay.person)
    return absence


def _act(story, absence, kind, at):
    act = story.add(
        AbsenceAct(absence=absence, kind=kind, recorded_by=story.staff["malam"], recorded_at=at)
    )
    person = absence.stay.person
    story.note(act.recorded_by, "acted_on", absence, at, person=person, act=kind.value)


def _call(story, part, at, absences):
    by = story.staff["malam" if part == RollCall.Part.EVENING else "piket"]
    call = story.add(
        RollCall(
            on=days.day_of(at),
            part=part,
            taken_at=at,
            taken_by=by,
            recorded_by=by,
            recorded_at=at,
        )
    )
    story.note(by, "called", call, at)
    missed = {absence.stay.send_key: absence.reason for absence in absences if _lasts(absence, at)}
    out = {leave.stay.send_key for leave in story.rows[Leave] if _is_out(leave, at)}
    for stay in story.rows[Stay]:
        if stay.began_at > at or (stay.ended_at and stay.ended_at <= at):
            continue
        row = story.add(RollCallRow(roll_call=call, stay=stay, status=Status.PRESENT))
        if stay.send_key in out:
            row.status = Status.OUT
        elif stay.send_key in missed:
            row.status, row.reason = Status.ABSENT, missed[stay.send_key]


def _lasts(absence, at):
    return absence.noticed_at <= at and not (absence.ended_at and absence.ended_at <= at)


def _is_out(leave, at):
    return leave.left_at <= at and not (leave.returned_at and leave.returned_at <= at)
