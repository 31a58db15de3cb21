"""The roll call as a page: a line for each klien, in the order in which one walks through the
house."""

from dataclasses import dataclass

from django.db.models import F

from cases.house.beds.models import BedUse, Room
from cases.house.leaves.models import Leave
from cases.house.presence.models import Absence, AbsentReason, RollCallRow, Status, called_at
from cases.stays.models import Stay
from cases.stays.naming import calling_name, closed_label
from rptc import days
from rptc.kept import AmongThese, kept_rows

WITHOUT_ROOM = "Belum ada tempat tidur"


@dataclass
class Line:
    """What stands on the page of one klien; `stored` is what another has saved meanwhile.

    Of a file that is closed to the reader no more than finds the bed and the klien: `is_named` is
    false then, and `hidden_note` is what others wrote of an absence, which is kept unread.
    """

    stay: Stay
    room: str
    bed: str
    leave: Leave | None
    is_absent: bool = False
    reason: str = ""
    note: str = ""
    is_missed: bool = False
    error: str = ""
    stored: str = ""
    is_named: bool = True
    hidden_note: str = ""
    is_isolated: bool = False

    @property
    def name(self):
        return str(self.stay.person) if self.is_named else closed_label(self.stay)

    @property
    def calling_name(self):
        """By which a phone without signal calls them: no age, and not where they were found."""
        return calling_name(self.stay.person) if self.is_named else self.name

    @property
    def face(self):
        """As the page has fetched it."""
        return self.stay.person.face if self.is_named else None

    @property
    def kept_note(self):
        return self.note or self.hidden_note

    @property
    def reasons(self):
        """(value, words, chosen) of each button."""
        return [(each.value, each.label, each.value == self.reason) for each in AbsentReason]


def lines_for(user, roll_call, at=None):
    """Everybody who is called (`called_at`) now, or was `at` another moment, present unless the
    roll call that is there, or an open absence, says otherwise. Six queries, however many they
    are.

    A roll call that leaves somebody out is none: whose file is closed to the reader is called by
    bed and file number, without name, face, sex or age, and why they are out is not said.
    """
    moment = roll_call.taken_at if roll_call else at
    called = _called(None, moment) if moment else kept_rows(_called, None)
    stays = {stay.pk: stay for stay in called}
    named = set(kept_rows(_named, user))
    beds = {use.stay_id: use.bed for use in kept_rows(_beds, None, these=stays)}
    leaves = leaves_of(stays, at)
    absences = kept_rows(_absences, None, these=stays)
    absences = {absence.stay_id: absence for absence in absences}
    rows = RollCallRow.objects.filter(roll_call=roll_call, stay__in=stays) if roll_call else []
    rows = {row.stay_id: row for row in rows}
    lines = []
    for pk in sorted(stays, key=lambda pk: _place(beds.get(pk), stays[pk])):
        bed, said = beds.get(pk), rows.get(pk, absences.get(pk))
        line = Line(stays[pk], str(bed.room) if bed else WITHOUT_ROOM, "", leaves.get(pk))
        if bed:
            line.bed, line.is_isolated = bed.label, bed.room.purpose == Room.Purpose.ISOLATION
        line.is_missed = pk in absences
        if getattr(said, "status", Status.ABSENT) == Status.ABSENT and said:
            line.is_absent, line.reason, line.note = True, said.reason, said.note
        if pk not in named:
            line.is_named, line.hidden_note, line.note = False, line.note, ""
        lines.append(line)
    return lines


def leaves_of(stays, at=None) -> dict[int, Leave]:
    """{stay: its leave} of those of these keys who are out now, or were at another moment."""
    if at:
        leaves = Leave.objects.out_at(at).filter(stay__in=stays)
    else:
        leaves = kept_rows(_leaves, None, these=stays)
    return {leave.stay_id: leave for leave in leaves}


def _called(_, moment=None):
    return called_at(moment or days.now()).select_related("person")


def _named(user):
    return Stay.objects.visible_to(user).open().values_list("pk", flat=True)


def _beds(_):
    """With no more than says where one lies."""
    shown = ["label", "room__name", "room__order", "room__purpose"]
    uses = BedUse.objects.open().filter(AmongThese(F("stay"))).select_related("bed__room")
    return uses.only("stay", *(f"bed__{name}" for name in shown))


def _leaves(_):
    return Leave.objects.out_at(days.now()).filter(AmongThese(F("stay")))


def _absences(_):
    return Absence.objects.open().filter(AmongThese(F("stay")))


def _place(bed, stay):
    """Room by room; bed 2 before bed 10; last whoever has none."""
    if bed is None:
        return (1, 0, "", 0, "", stay.pk)
    return (0, bed.room.order, bed.room.name, len(bed.label), bed.label, stay.pk)
