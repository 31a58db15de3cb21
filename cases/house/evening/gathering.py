"""What the house must know when the power fails, read in a few queries however many are in it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.functions import Length

from cases.house.beds.models import BedUse
from cases.house.board.fullness import Fullness, fullness
from cases.house.evening.models import ImportantNumber
from cases.house.leaves.models import Leave
from cases.house.presence.models import Absence
from cases.intakes.triage.models import Colour, Triage, TriageQuestion
from cases.people.flags.models import Flag
from cases.people.photos.faces import add_faces
from cases.stays.models import Stay, StayReturn
from rptc import days, words
from rptc.accounts.models import Delegation, User, heads
from rptc.letters.models import Unit

WITHOUT_BED = "Belum ada tempat tidur"

# (reader, stays, moment) -> {stay: [(what, words)]}: what a room to the right knows of them that
# the night must mind.
More = Callable[[User, list[Stay], datetime], dict[int, list[tuple[str, str]]]]
_more: list[More] = []


def register_more(read: More):
    _more.append(read)


@dataclass
class Line:
    """One klien: where they sleep, until when they may stay, what to mind."""

    stay: Stay
    bed: str = ""
    picture: str = ""
    triage: Triage | None = None
    yes: list[TriageQuestion] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    leave: Leave | None = None
    absence: Absence | None = None
    is_late_back: bool = False
    more: list[tuple[str, str]] = field(default_factory=list)

    @property
    def person(self):
        return self.stay.person

    def watch(self, at):
        """Why somebody looks after this klien tonight: (rank, what, more), the most pressing
        first."""
        kinds = [
            self._not_seen(),
            self._triage(),
            self._flagged(Flag.Kind.ESCAPE),
            self._flagged(Flag.Kind.DO_NOT_RELEASE),
            self._late(at),
        ]
        return [(rank, *reason) for rank, reasons in enumerate(kinds) for reason in reasons]

    def _not_seen(self):
        if self.absence:
            since = self.absence.last_seen_at
            yield "Tidak terlihat", f"sejak {words.tanggal_pendek(since)} {words.jam(since)}."

    def _triage(self):
        if self.triage and self.triage.colour == Colour.RED:
            found = "; ".join(question.statement for question in self.yes)
            to_do = f" Belum dikerjakan: {self.triage.act}." if self.triage.is_due else ""
            yield "Triase merah", f"{found}.{to_do}"

    def _flagged(self, kind):
        for flag in self.flags:
            if flag.kind == kind:
                yield str(flag), flag.what_to_do

    def _late(self, at):
        if self.is_late(at):
            due = self.leave.expected_at
            when = f"{words.tanggal_pendek(due)} {words.jam(due)}"
            yield "Terlambat kembali", f"dari {self.leave.place}: seharusnya {when}."

    def is_late(self, at):
        """Expected back from a leave by now, and not back."""
        return self.leave is not None and self.leave.expected_at < at


@dataclass
class EveningSheet:
    rooms: list[tuple[str, list[Line]]]
    watched: list[tuple[Line, list[tuple[int, str, str]]]]
    full: Fullness
    not_shown: int
    numbers: list[ImportantNumber]
    heads: list[tuple[User, str]]
    unit: Unit


def gather(reader, at):
    """The sheet of a moment as far as this reader may know: sealed files of others are counted,
    not shown."""
    stays = Stay.objects.visible_to(reader).open()
    lines = {
        stay.pk: Line(stay)
        for stay in stays.select_related("person", "intake__classification").order_by("pk")
    }
    _add_flags(lines, reader)
    _add_triage(lines)
    _add_pictures(lines, reader)
    _add_whereabouts(lines)
    _add_more(lines, reader, at)
    full = fullness()
    rooms = _by_room(lines)
    everybody = [line for _, of_room in rooms for line in of_room]
    for line in everybody:
        line.is_late_back = line.is_late(at)
    return EveningSheet(
        rooms=rooms,
        watched=sorted(
            ((line, why) for line in everybody if (why := line.watch(at))),
            key=lambda watched: watched[1][0][0],
        ),
        full=full,
        not_shown=full.house.everyone - len(lines),
        numbers=list(ImportantNumber.objects.filter(is_active=True)),
        heads=_heads(days.day_of(at)),
        unit=Unit.current(),
    )


def _heads(day):
    """Whom to call: the head, and who stands in today."""
    stand_in = Delegation.objects.in_force(day).filter(recorded_by__in=heads())
    is_head = Q(pk__in=heads())
    users = User.objects.filter(is_head | Q(pk__in=stand_in.values("delegate")), is_active=True)
    users = users.annotate(is_head=ExpressionWrapper(is_head, BooleanField()))
    return [
        (user, "Kepala UPT" if user.is_head else "mewakili Kepala UPT")
        for user in users.order_by("-is_head", "full_name", "pk")
    ]


def _add_flags(lines, reader):
    """The warnings in force that this reader may see, the worst first."""
    of_person = {line.stay.person_id: line for line in lines.values()}
    flags = Flag.objects.visible_to(reader).in_force().filter(person__in=list(of_person))
    found = sorted(flags.select_related("person"), key=lambda flag: (flag.severity, flag.pk))
    for flag in found:
        of_person[flag.person_id].flags.append(flag)


def _add_triage(lines):
    """The answers of the latest entry of each stay, in the words of the questions."""
    of_intake = {line.stay.intake_id: line for line in lines.values()}
    returns = StayReturn.objects.filter(stay__in=list(lines)).order_by("returned_at", "pk")
    for stay_id, intake_id in returns.values_list("stay", "intake"):
        of_intake[intake_id] = lines[stay_id]
    questions = {question.code: question for question in TriageQuestion.objects.all()}
    # The latest entry was written last.
    for triage in Triage.objects.filter(intake__in=list(of_intake)).order_by(
        "intake__met_on", "pk"
    ):
        line = of_intake[triage.intake_id]
        line.triage = triage
        line.yes = [questions[code] for code in questions if triage.answers.get(code)]


def _add_whereabouts(lines):
    """Who is out and expected when; who is being looked for."""
    for leave in Leave.objects.open().filter(stay__in=list(lines)):
        lines[leave.stay_id].leave = leave
    for absence in Absence.objects.open().filter(stay__in=list(lines)):
        lines[absence.stay_id].absence = absence


def _add_more(lines, reader, at):
    for read in _more:
        told = read(reader, [line.stay for line in lines.values()], at)
        for pk, line in lines.items():
            line.more += told.get(pk, [])


def _add_pictures(lines, reader):
    add_faces([line.person for line in lines.values()], reader)
    for line in lines.values():
        line.picture = line.person.face.small_data_uri if line.person.face else ""


def _by_room(lines):
    """[(room, its lines)] in the order of the board; last those who have no bed yet."""
    uses = BedUse.objects.open().filter(stay__in=list(lines)).select_related("bed__room")
    rooms = defaultdict(list)
    waiting = dict(lines)
    number = (Length("bed__label"), "bed__label")
    for use in uses.order_by("bed__room__order", "bed__room__name", *number):
        line = waiting.pop(use.stay_id)
        line.bed = use.bed.label
        rooms[str(use.bed.room)].append(line)
    if waiting:
        rooms[WITHOUT_BED] = list(waiting.values())
    return list(rooms.items())
