"""What is read from a register beside what is there: the same, twice, corrected, or new."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from cases.intakes.models import Classification, Door, Intake
from cases.intakes.register.intake_rows import RegisterRow
from cases.intakes.register.reading import ReadRow
from cases.intakes.register.writer import age_cell
from rptc import days
from rptc.words import tanggal


@dataclass(frozen=True)
class Change:
    """A cell that says something else than the row that is there."""

    label: str
    before: str
    now: str


@dataclass(frozen=True)
class Candidate:
    """A row of the file beside what is there: the same, a row like one above it, a row that
    corrects the intake `of`, or new. Only what is new is saved, unless it is named."""

    row: ReadRow
    classification: Classification
    is_there: bool = False
    is_twice: bool = False
    of: Intake | None = None
    changes: tuple[Change, ...] = ()

    @property
    def key(self):
        return f"{self.row.sheet}:{self.row.row}"

    @property
    def is_new(self):
        return not (self.is_there or self.is_twice or self.of)


@dataclass(frozen=True)
class YearOfFile:
    """How many intakes the year has, and how many it would have."""

    year: int
    now: int
    new: int

    @property
    def then(self):
        return self.now + self.new

    @property
    def adds(self):
        """To figures that somebody may have printed."""
        return bool(self.now and self.new)


# By which facts two rows are the same; what else a row says may be corrected.
FACTS = {
    "met_on": "Tanggal",
    "name": "Nama",
    "sex": "L/P",
    "age": "Umur",
    "class_code": "Klasifikasi",
    "place": "Tempat",
}
BESIDE_FACTS = {"origin": "Alamat asal", "remarks": "Keterangan"}
# So many facts of a row may have been corrected; whoever differs in more is somebody else.
MOST_CORRECTED = 2


def candidates(reading, by=None):
    """Each row beside what is in the database: day, name, sex, age, class and place decide.

    Two rows alike in the file and one in the database: one is there, the other is asked about. A
    row that corrects one is shown beside it where `by` may read that one (without `by`, always).
    """
    classes = {row.code: row for row in Classification.objects.all()}
    there = defaultdict(list)
    for line in _lines_of_the_months(reading.rows):
        there[_fingerprint_of(line)].append(line)
    said, exact, others = set(), {}, []
    for row in reading.rows:
        if lines := there[_fingerprint_of(row)]:
            exact[row] = lines.pop()
        else:
            others.append(row)
    corrected = _corrected(others, [line for lines in there.values() for line in lines], by)
    shown = _shown_to(by, [*exact.values(), *corrected.values()])
    found = []
    for row in reading.rows:
        line, mark = exact.get(row) or corrected.get(row), _fingerprint_of(row)
        facts = {"is_there": row in exact}
        if line and line.intake.pk in shown:
            facts["changes"] = _changes(line, row)
            facts["of"] = line.intake if facts["changes"] else None
        elif line is None:
            facts["is_twice"] = mark in said
        said.add(mark)
        found.append(Candidate(row, classes[row.class_code], **facts))
    return found


def _fingerprint_of(row):
    return tuple(_fact(row, name) for name in FACTS)


def _fact(row, name):
    if name == "age":
        return (row.age.kind, row.age.years, row.age.born_on)
    value = getattr(row, name)
    return value.casefold() if isinstance(value, str) else value


def _lines_of_the_months(rows):
    """What is there of the months of the file: a corrected day stands in its month."""
    months = {(row.met_on.year, row.met_on.month) for row in rows}
    if not months:
        return
    first, last = date(*min(months), 1), days.add_months(date(*max(months), 1), 1)
    intakes = Intake.objects.filter(met_on__gte=first, met_on__lt=last)
    intakes = intakes.select_related("person__origin", "classification", "hot_spot")
    for intake in intakes.order_by("pk"):
        if (intake.met_on.year, intake.met_on.month) in months:
            yield RegisterRow(intake)


def _corrected(rows, lines, by):
    """{row of the file: the line that it corrects}: of an old register, with the same name or in
    the same place of its sheet, and no other line could be meant."""
    by_place, by_name = defaultdict(list), defaultdict(list)
    for line in lines:
        if line.intake.door == Door.REGISTER:
            by_place[line.intake.register_row].append(line)
            by_name[line.name.casefold()].append(line)
    found = {}
    for row in rows:
        alike = [by_name[row.name.casefold()] if row.name else [], by_place[place_in_file(row)]]
        for group in alike:
            fits = [line for line in group if line not in found.values() and _is_near(line, row)]
            if len(fits) == 1:
                found[row] = fits[0]
                break
    return found


def _is_near(line, row):
    different = sum(_fact(line, name) != _fact(row, name) for name in FACTS)
    return different <= MOST_CORRECTED


def _shown_to(by, lines):
    """The keys of the intakes of these lines that this user may read."""
    intakes = Intake.objects.filter(pk__in=[line.intake.pk for line in lines])
    return set((intakes.visible_to(by) if by else intakes).values_list("pk", flat=True))


def _changes(line, row):
    return tuple(
        Change(label, _said(line, name), _said(row, name))
        for name, label in (FACTS | BESIDE_FACTS).items()
        if _fact(line, name) != _fact(row, name)
    )


def _said(row, name):
    if name == "met_on":
        return tanggal(row.met_on)
    if name == "age":
        return str(age_cell(row.age)) or "tidak diketahui"
    return row.class_text if name == "class_code" else getattr(row, name) or "kosong"


def place_in_file(row):
    return f"{row.sheet}, baris {row.row}"


def years_of(rows) -> list[YearOfFile]:
    """What saving the new rows would do to each year of the file."""
    new = Counter(one.row.met_on.year for one in rows if one.is_new)
    return [
        YearOfFile(year, Intake.objects.filter(met_on__year=year).count(), new[year])
        for year in sorted({one.row.met_on.year for one in rows})
    ]
