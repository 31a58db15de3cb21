"""Berkas bukti: one number of a recap with all that stands behind it, for whoever checks it
(docs/rules.md, Proof of a figure). The rows are those of the list behind the number, letter by
letter and patrol by patrol as the reader may see them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from cases.patrols.models import Patrol
from cases.stays.models import Stay
from reports.figures.closing import printing
from reports.figures.closing.freezing import freeze
from reports.figures.closing.models import RecapEdition
from reports.figures.recap.files import NOTES
from reports.figures.recap.views import Cell
from rptc import days
from rptc.letters.models import Letter

# More is no longer read by anybody: a narrower number is.
MOST = 1_000


@dataclass(frozen=True)
class Line:
    """A row behind the number, and the papers that belong to it."""

    row: object
    intake: object
    letters: list[Letter]
    patrol: Patrol | None

    @property
    def is_told(self):
        return self.intake.person.is_told


@dataclass(frozen=True)
class Closed:
    """What the last edition of the period says of this number; None where it has no such number,
    since it keeps classes and sexes alone."""

    edition: RecapEdition
    number: int | None
    is_as_closed: bool

    @property
    def fingerprint(self):
        return printing.in_groups(self.edition.fingerprint)


@dataclass(frozen=True)
class Proof:
    cell: Cell
    number: int
    lines: list[Line]
    closed: Closed | None

    @property
    def definition(self) -> str:
        return NOTES[self.cell.measure]

    @property
    def shut(self) -> int:
        """Rows of files that the reader may not open: counted, and nothing of them is told."""
        return self.number - sum(line.is_told for line in self.lines)


def proof(cell: Cell, user) -> Proof:
    """Raises ValidationError where somebody writes all the while."""
    closed = _closed(cell)
    number = cell.rows().count()
    rows = cell.told_to(user, cell.listed_to(user))
    open_ones = [(row, intake) for row, intake in rows if intake.person.is_told]
    letters, patrols = _letters(open_ones, user), _patrols(open_ones, user)
    lines = [
        Line(row, intake, letters.get(row.pk, []), patrols.get(intake.patrol_id))
        for row, intake in rows
    ]
    return Proof(cell, number, lines, closed)


def _closed(cell):
    period = cell.period
    if not (period.is_closable and period.is_over(days.today())):
        return None
    edition = RecapEdition.objects.of_period(period).defer("pdf").first()
    if edition is None:
        return None
    now = freeze(period)
    return Closed(edition, _number(cell, edition), now.fingerprint == edition.fingerprint)


def _number(cell, edition):
    if cell.reason or cell.only_unsettled:
        return None
    rows = edition.content["tables"][cell.measure.value]["rows"]
    code = cell.classification and cell.classification.code
    places = {"L": [2], "P": [3]}.get(cell.sex, [2, 3])
    return sum(row[at] for row in rows if code in (None, row[0]) for at in places)


def _letters(rows, user):
    """{row: its letters}: of its person, and of the days from the meeting to the end of the stay
    that followed; of who was not brought, of that day."""
    until = _until(rows)
    people = {intake.person_id for _, intake in rows}
    found = Letter.objects.visible_to(user).valid().order_by("dated_on", "pk")
    found = found.filter(Q(person_id__in=people) | Q(people__overlap=list(people)))
    of_person = defaultdict(list)
    for letter in found.select_related("kind"):
        for person in {letter.person_id, *letter.people} & people:
            of_person[person].append(letter)
    return {
        row.pk: [
            letter
            for letter in of_person[intake.person_id]
            if intake.met_on <= letter.dated_on <= until[intake.pk]
        ]
        for row, intake in rows
    }


def _until(rows) -> dict[int, date]:
    stays = Stay.objects.filter(intake__in=[intake.pk for _, intake in rows])
    ends = dict(stays.values_list("intake", "ended_at"))
    return {
        intake.pk: days.day_of(ends[intake.pk] or days.now())
        if intake.pk in ends
        else intake.met_on
        for _, intake in rows
    }


def _patrols(rows, user):
    keys = {intake.patrol_id for _, intake in rows if intake.patrol_id}
    found = Patrol.objects.visible_to(user).filter(pk__in=keys)
    return found.select_related("team", "order_letter").prefetch_related("members").in_bulk()
