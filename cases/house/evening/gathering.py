"""What the house must know when the power fails, read in a few queries however many are in it."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models.functions import Length

from cases.house.beds.models import BedUse
from cases.house.evening.models import ImportantNumber
from cases.house.leaves.models import Leave
from cases.house.presence.house import HouseCount, count_house
from cases.house.presence.models import Absence
from cases.intakes.triage.models import Triage, TriageQuestion
from cases.people.flags.models import Flag
from cases.people.photos.faces import add_faces
from cases.stays.models import Stay, StayReturn
from rptc.letters.models import Unit

WITHOUT_BED = "Belum ada tempat tidur"


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

    @property
    def person(self):
        return self.stay.person


@dataclass
class EveningSheet:
    rooms: list[tuple[str, list[Line]]]
    do_not_release: list[Flag]
    house: HouseCount
    not_shown: int
    numbers: list[ImportantNumber]
    unit: Unit


def gather(reader):
    """The sheet as far as this reader may know: sealed files of others are counted, not shown."""
    stays = Stay.objects.visible_to(reader).open()
    lines = {
        stay.pk: Line(stay)
        for stay in stays.select_related("person", "intake__classification").order_by("pk")
    }
    flags = _flags(lines, reader)
    _add_triage(lines)
    _add_pictures(lines, reader)
    _add_whereabouts(lines)
    house = count_house(Stay.objects.all())
    return EveningSheet(
        rooms=_by_room(lines),
        do_not_release=[flag for flag in flags if flag.kind == Flag.Kind.DO_NOT_RELEASE],
        house=house,
        not_shown=house.everyone - len(lines),
        numbers=list(ImportantNumber.objects.filter(is_active=True)),
        unit=Unit.current(),
    )


def _flags(lines, reader):
    """The warnings in force that this reader may see, each with its line; the worst first."""
    of_person = {line.stay.person_id: line for line in lines.values()}
    flags = Flag.objects.visible_to(reader).in_force().filter(person__in=list(of_person))
    found = sorted(flags.select_related("person"), key=lambda flag: (flag.severity, flag.pk))
    for flag in found:
        of_person[flag.person_id].flags.append(flag)
    return found


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
