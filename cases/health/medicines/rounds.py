"""The round of a shift: who gets which medicine at which hour, in the order in which one walks
through the house. A few queries, however many there are."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from cases.health.findings.models import Allergy
from cases.health.findings.warnings import health_flags
from cases.health.medicines.away import Away, away_of
from cases.health.medicines.models import Dose, Medicine, Outcome, clock
from cases.health.medicines.names import add_labels
from cases.health.medicines.planned import MISSED_AFTER, Due, planned, why_not_yet
from cases.house.beds.models import BedUse
from cases.house.shifts.hours import BEGINS, Shift, over_at, shift_at
from cases.stays.models import Stay
from rptc import days

WITHOUT_BED = "Belum ada tempat tidur"


@dataclass
class Line:
    """One dose of the round; `outcome` and `said` are what was typed, `dose` what is written,
    `not_yet` why it cannot be written now."""

    due: Due
    medicine: Medicine
    room: str = ""
    bed: str = ""
    place: tuple = ()
    allergies: list[Allergy] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    away: Away | None = None
    dose: Dose | None = None
    not_yet: str = ""
    outcome: str = ""
    said: str = ""
    error: str = ""

    @property
    def stay(self):
        return self.medicine.stay

    @property
    def key(self):
        return self.due.key

    @property
    def is_out(self):
        """Out of the house at this hour, and still out."""
        return self.away is not None and self.due.at >= self.away.hour_since

    @property
    def outcomes(self):
        """The answers that fit: who is out is not there."""
        return [each for each in Outcome.choices if each[0] == Outcome.ABSENT or not self.is_out]

    @property
    def hour(self):
        """ "19.00", "18.05 saat buka, 2 kali" """
        moved = ""
        if self.due.is_moved:
            moved = " saat sahur" if self.due.slot < BEGINS[Shift.MORNING] else " saat buka"
        times = f", {self.due.times} kali" if self.due.times > 1 else ""
        return f"{clock(self.due.slot)}{moved}{times}"


@dataclass(frozen=True)
class Round:
    """Of the shift that was asked for: what is due in it, and what those before left open.
    `may_answer`: the shift has begun. `not_shown`: how many in the house have a file that is
    closed to this reader, with or without a medicine."""

    shift: Shift
    begins: datetime
    ends: datetime
    lines: list[Line]
    earlier: list[Line]
    may_answer: bool
    not_shown: int

    @property
    def missed(self):
        """What the shifts before left open."""
        return [line for line in self.earlier if line.dose is None]

    @property
    def left_open(self):
        """The same, with what was written of it since this shift began: it stays to be seen, and
        to be put right."""
        return [line for line in self.earlier if line.dose is None or self._caught_up(line.dose)]

    def _caught_up(self, dose):
        return dose.recorded_at >= self.begins

    @property
    def asked(self):
        """What may be answered: of the others somebody was quicker, since the page was shown."""
        return [*self.earlier, *self.lines] if self.may_answer else []

    @property
    def answered(self):
        return sum(line.dose is not None for line in self.lines)

    @property
    def is_open(self):
        """Is there anything to be answered?"""
        return any(line.dose is None and not line.not_yet for line in self.asked)

    @property
    def people(self):
        return sorted({line.stay.person_id for line in (*self.left_open, *self.lines)})


def shifts_of(now):
    """[(shift, begins, ends)] of the three shifts from the one that runs on."""
    found = []
    for _ in Shift:
        day, shift = shift_at(now)
        found.append((shift, days.at(day, BEGINS[shift]), over_at(now)))
        now = over_at(now)
    return found


def round_of(user, now, shift=None) -> Round:
    """Of the shift that runs, or the next one of this name."""
    running = shifts_of(now)
    name, begins, ends = next((each for each in running if each[0] == shift), running[0])
    lines = _lines(user, min(now - days.ONE_DAY, begins), ends)
    for line in lines:
        line.not_yet = why_not_yet(line.due.at, now)
    of_shift = [line for line in lines if begins <= line.due.at < ends]
    since = days.starts_at(days.day_of(now) - days.ONE_DAY)
    is_running = begins <= now
    earlier = [line for line in lines if is_running and since <= line.due.at < begins]
    return Round(name, begins, ends, of_shift, earlier, is_running, _closed_to(user))


def _closed_to(user):
    there = Stay.objects.open()
    return there.count() - there.visible_to(user).count()


def is_missed(line, now):
    return line.dose is None and line.due.at <= now - MISSED_AFTER


def _lines(user, since, until):
    medicines = Medicine.objects.visible_to(user).filter(as_needed=False)
    medicines = medicines.select_related("stay__person")
    medicines = {medicine.pk: medicine for medicine in medicines.filter(stay__ended_at=None)}
    add_labels(medicines.values())
    first, last = days.day_of(since), days.day_of(until)
    lines = [
        Line(due, medicines[due.medicine_id])
        for due in planned(list(medicines.values()), first, last)
    ]
    _add_doses(lines, first, last)
    _add_beds(lines)
    _add_allergies(lines, user)
    _add_away(lines)
    return sorted(lines, key=lambda line: (line.place, line.due.at, line.medicine.pk))


def _add_doses(lines, first, last):
    doses = Dose.objects.filter(
        medicine__in={line.medicine.pk for line in lines}, due_on__range=(first, last)
    )
    there = {
        (dose.medicine_id, dose.due_on, dose.slot): dose
        for dose in doses.select_related("recorded_by")
    }
    for line in lines:
        line.dose = there.get((line.due.medicine_id, line.due.day, line.due.slot))


def _add_beds(lines):
    """Room by room; bed 2 before bed 10; last whoever has none."""
    stays = {line.stay.pk for line in lines}
    uses = BedUse.objects.open().filter(stay__in=stays).select_related("bed__room")
    beds = {use.stay_id: use.bed for use in uses}
    for line in lines:
        bed = beds.get(line.stay.pk)
        line.place = (1, 0, "", 0, "", line.stay.pk)
        line.room = WITHOUT_BED
        if bed:
            room = bed.room
            line.room, line.bed = str(room), bed.label
            line.place = (0, room.order, room.name, len(bed.label), bed.label, line.stay.pk)


def _add_allergies(lines, user):
    of_person = defaultdict(list)
    people = {line.stay.person_id for line in lines}
    found = Allergy.objects.visible_to(user).in_force().filter(person__in=people)
    for allergy in found.order_by("-is_severe", "pk"):
        of_person[allergy.person_id].append(allergy)
    warnings = health_flags(people, user)
    for line in lines:
        line.allergies = of_person[line.stay.person_id]
        line.warnings = warnings[line.stay.person_id]


def _add_away(lines):
    """Who is out of the house cannot be given anything here: said, and answered by hand."""
    away = away_of({line.stay.pk for line in lines})
    for line in lines:
        line.away = away.get(line.stay.pk)
