"""Three official years: invented people whose sums are the published tables to the cell.

The tables are the city's own (Dinas Sosial Kota Makassar, counts only). Their people came from the
unit's old registers: one row each, no patrol, no stay, outcome "tidak tercatat".
"""

import calendar
import hashlib
from collections import Counter
from datetime import date, time, timedelta

from cases.intakes.models import Door, Intake, Outcome, RegisterImport
from cases.people.models import Source
from reports.figures.models import OfficialFigure
from rptc import days

# year: class: (male, female)
TABLES = {
    2022: {
        "anjal": (187, 165),
        "gepeng": (3, 35),
        "lansia": (6, 7),
        "orang-terlantar": (17, 16),
        "napza": (1, 0),
        "odgj": (0, 8),
        "tuna-susila": (3, 19),
    },
    2023: {
        "anjal": (206, 138),
        "gepeng": (57, 57),
        "lansia": (16, 10),
        "orang-terlantar": (41, 32),
        "napza": (2, 2),
        "odgj": (4, 9),
        "tuna-susila": (86, 99),
        "adk": (1, 1),
    },
    2024: {
        "anjal": (84, 55),
        "gepeng": (41, 39),
        "lansia": (27, 10),
        "orang-terlantar": (21, 19),
        "napza": (8, 8),
        "odgj": (1, 5),
        "tuna-susila": (113, 147),
        "adk": (1, 0),
        "abh": (2, 2),
    },
}
REMARKS = ["Diserahkan ke orang tua", "Baru pertama kali", "Sudah pernah terjaring", "Dibina"]
# The old workbooks: a sheet a month, its table below a letterhead.
SHEETS = "JAN FEB MAR APR MEI JUN JUL AGU SEP OKT NOV DES".split()
HEADER_LINES = 6
SEEN_BEFORE = 0.06


def add(story):
    for number, (year, table) in enumerate(TABLES.items()):
        read_at = days.at(story.BEGINS + timedelta(days=number + 4), time(9, 30))
        _add_register(story, year, _cells(story, table), read_at)
        _add_published(story, year, table, read_at + timedelta(hours=3))


def _cells(story, table):
    """(class, sex) of every row of a year, mixed."""
    cells = [
        (code, sex)
        for code, counts in table.items()
        for sex, count in zip("LP", counts, strict=True)
        for _ in range(count)
    ]
    story.dice.shuffle(cells)
    return cells


def _add_register(story, year, cells, read_at):
    file_name = f"Register razia {year}.xlsx"
    register = story.add(
        RegisterImport(
            file_name=file_name,
            sha256=hashlib.sha256(file_name.encode()).hexdigest(),
            accepted=len(cells),
            committed_at=read_at + timedelta(minutes=10),
            recorded_by=story.staff["peksos"],
            recorded_at=read_at,
        )
    )
    story.note(register.recorded_by, "imported", register, register.committed_at, rows=len(cells))
    rows = Counter()
    for day, (code, sex) in zip(_days(story, year, len(cells)), cells, strict=True):
        sheet = SHEETS[day.month - 1]
        rows[sheet] += 1
        place = f"{sheet}, baris {rows[sheet] + HEADER_LINES}"
        _add_row(story, register, day, code, sex, place)


def _days(story, year, count):
    """Days with a razia: a few a month, several people on each."""
    raids = [
        date(year, month, story.dice.randint(1, calendar.monthrange(year, month)[1]))
        for month in range(1, 13)
        for _ in range(9)
    ]
    return sorted(story.dice.choice(raids) for _ in range(count))


def _add_row(story, register, day, code, sex, place):
    by, at = register.recorded_by, register.committed_at
    person = story.known.met_before(code, sex, day, SEEN_BEFORE) or story.people.make(
        code, sex, day, by=by, at=at, source=Source.REGISTER
    )
    intake = story.add(
        Intake(
            person=person,
            sex=sex,
            met_on=day,
            door=Door.REGISTER,
            hot_spot=story.dice.choices(story.spots, story.spot_weights)[0],
            provisional=story.people.classes[code],
            classification=story.people.classes[code],
            outcome=Outcome.UNRECORDED,
            remarks=story.dice.choice(REMARKS) if story.chance(0.3) else "",
            register_import=register,
            register_row=place,
            recorded_by=by,
            recorded_at=at,
        )
    )
    story.known.remember(intake)


def _add_published(story, year, table, at):
    """The published totals, typed in to be compared with the rows."""
    for code, (male, female) in table.items():
        story.add(
            OfficialFigure(
                year=year,
                classification=story.people.classes[code],
                male=male,
                female=female,
                recorded_by=story.staff["tu"],
                recorded_at=at,
            )
        )
