"""The roll calls of the last two weeks; who is out with leave, and who was not seen."""

import uuid
from datetime import timedelta

from cases.house.leaves.actions import return_from_leave, start_leave
from cases.house.leaves.models import Leave
from cases.house.presence.absences import act_on_absence
from cases.house.presence.actions import Answer, take_roll_call
from cases.house.presence.models import Absence, AbsenceAct, AbsentReason, RollCall
from cases.house.tasks.actions import finish_task, give_task
from cases.house.tasks.models import Task
from cases.stays.models import Stay
from rptc import days

FORTNIGHT = 14
# One evening nobody took it: the list and the meals say so.
FORGOTTEN = (5, RollCall.Part.EVENING)
CLOCKS = {RollCall.Part.MORNING: (6, 45), RollCall.Part.EVENING: (19, 10)}


def add(story, patrols):
    missed = {"ran": (4, AbsentReason.NOT_BACK), "singer": (1, AbsentReason.NOT_SEEN)}
    for ago in range(FORTNIGHT, 0, -1):
        for part, clock in CLOCKS.items():
            if (ago, part) != FORGOTTEN:
                story.tell(_called(story, part, story.ago(ago, *clock), missed))
    Kind = AbsenceAct.Kind
    done = [Kind.SEARCHED, Kind.POLICE, Kind.FAMILY]
    story.tell(
        # Gone for two days, and caught again.
        _sought(story, "ran", story.ago(4, 19, 10), done),
        # A child for whom the police have not been told yet.
        _sought(story, "singer", story.ago(1, 19, 10), done[:1]),
        _asked_to_search(story, "singer", story.ago(1, 19, 40)),
        _out(story, "beggar", Leave.Reason.CIVIL, "Disdukcapil, rekam KTP", "", (1, 9), (1, 15)),
        _out(
            story,
            "old woman",
            Leave.Reason.HOSPITAL,
            "RSUD Daya",
            "Petugas TRC",
            (1, 21),
            (-1, 10),
        ),
        _out_and_back(story),
    )


def _called(story, part, at, missed):
    """Whoever was missed is, until they are back: the one who ran away came two days later."""
    yield at
    absent = {}
    for key, (since, reason) in missed.items():
        stay, gone_at = story.house.get(key), story.ago(since, 19, 10)
        if stay and gone_at <= at and not stay.returns.exists():
            absent[stay.pk] = reason
    answers = [
        Answer(pk, is_absent=pk in absent, reason=absent.get(pk, ""))
        for pk in Stay.objects.open().order_by("pk").values_list("pk", flat=True)
    ]
    by = story.staff["malam" if part == RollCall.Part.EVENING else "piket"]
    call = RollCall(on=days.today(), part=part, send_key=story.key())
    take_roll_call(call, answers, shown_version=0, by=by)


def _sought(story, key, missed_at, kinds):
    for kind in kinds:
        missed_at += timedelta(minutes=12)
        yield missed_at
        absence = Absence.objects.open().get(stay=story.house[key])
        act = AbsenceAct(absence=absence, kind=kind, send_key=story.key())
        if kind == AbsenceAct.Kind.POLICE:
            act.received_by, act.told_at = "Polsek Panakkukang, Bripka Andi", missed_at
            act.report_number = "LP/B/412/XI/2026/Polsek Panakkukang"
        act_on_absence(act, by=story.staff["malam"])


# What, for whom ("" is the shift), how it was done.
SEARCHES = [
    ("Cari di Terminal Daya, tanya sopir pete-pete", "", ""),
    ("Telepon bibinya di Barombong", "peksos", ""),
    ("Cari di Fly Over", "malam", "Tidak ada di sana, pedagang diminta menelepon."),
]


def _asked_to_search(story, key, given_at):
    for number, (what, owner, proof) in enumerate(SEARCHES):
        yield given_at + timedelta(minutes=number)
        task = Task(
            what=what,
            owner=story.staff[owner] if owner else None,
            stay=story.house[key],
            absence=Absence.objects.open().get(stay=story.house[key]),
            due_at=days.now() + days.ONE_HOUR,
            # Not of the dice of the story: what is told after this stays as it was.
            send_key=uuid.uuid5(uuid.NAMESPACE_OID, f"tugas pencarian {number}"),
        )
        give_task(task, by=story.staff["kepala"])
        if proof:
            yield days.now() + timedelta(minutes=40)
            finish_task(task, proof, by=story.staff[owner])


def _out(story, key, reason, place, escort, left, expected):
    yield story.ago(*left)
    leave = Leave(
        stay=story.house[key],
        reason=reason,
        place=place,
        escort=escort,
        left_at=days.now(),
        expected_at=story.ago(*expected),
        send_key=story.key(),
    )
    return start_leave(leave, by=story.staff["piket"])


def _out_and_back(story):
    school, teacher = "SD Inpres Tallo", "Guru kelas"
    reason = Leave.Reason.SCHOOL
    leave = yield from _out(story, "planned", reason, school, teacher, (2, 7), (2, 13))
    yield story.ago(2, 12, 50)
    return_from_leave(leave, returned_at=days.now(), by=story.staff["piket"])
