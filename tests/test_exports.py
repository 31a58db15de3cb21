"""Every sheet that leaves the house, of texts drawn by chance: none is ever reckoned, and each
comes back as it was. A new sheet, and a new module that writes one, must be here."""

import copy
import csv
import io
import random
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import models
from django.urls import reverse
from python_calamine import CalamineWorkbook

from cases.intakes.register import taking
from reports.figures.cuts import files as cut_files
from reports.figures.cuts.keys import Cut as RecapCut
from reports.figures.cuts.table import cut_table
from reports.figures.cuts.told import Reader
from reports.figures.periods import Period
from reports.figures.public import files as public_files
from reports.figures.public.shown import OPEN
from reports.figures.recap import figures
from reports.figures.recap import files as recap_files
from reports.figures.recap.figures import Measure
from reports.figures.returns.ledger import Cut, ledger
from reports.figures.returns.views import csv_file as returns_csv
from reports.figures.services import files as spm_files
from reports.figures.services.quarter import quarter_of
from rptc import days
from rptc.accounts.permissions import GRANTS, Role
from rptc.admission import who_may_open
from rptc.letters.models import Unit
from rptc.lists import NAMES, TAKES, may_list, render_list
from rptc.pages import counted_page_of
from rptc.sheets import is_formula
from tests import factories as f
from tests.list_pages import addresses
from tests.list_rows import LISTS, ROWS
from tests.test_sheets import BEGINNINGS, PIECES, unmarked

pytestmark = [pytest.mark.django_db, pytest.mark.gate]
HOME, APPS = Path(__file__).parent.parent, ("rptc", "cases", "partners", "reports")
# So many rows in one file, and so many texts in all of them together.
ROWS_OF_A_FILE, TEXTS = 100, 10_000
HOSTILE = "teks"

# --- What is drawn ---------------------------------------------------------------------------


class Drawing:
    """Texts, the same each time; each has its number in it, so that none is like another."""

    def __init__(self):
        self.chance, self.drawn = random.Random(20261130), 0

    def text(self):
        self.drawn += 1
        begun = self.chance.choices(BEGINNINGS, k=self.chance.randint(0, 3))
        pieces = self.chance.choices(PIECES, k=self.chance.randint(1, 2))
        return "".join([*begun, *pieces, f"{HOSTILE}{self.drawn}"])

    def row(self, row, seen=None):
        """A copy of a row, and of the rows that it leads to, with other texts in it."""
        seen = {} if seen is None else seen
        if isinstance(row, (tuple, list)):
            return type(row)(self.row(each, seen) for each in row)
        if not isinstance(row, models.Model):
            return row
        if id(row) in seen:
            return seen[id(row)]
        seen[id(row)] = drawn = copy.copy(row)
        drawn._state = copy.copy(row._state)
        related = row._state.fields_cache.items()
        drawn._state.fields_cache = {name: self.row(each, seen) for name, each in related}
        for field in row._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField)
            if is_text and not (field.choices or field.name in {"sex", "code"}):
                if isinstance(drawn.__dict__.get(field.attname), str):
                    drawn.__dict__[field.attname] = self.text()
        # What the page wrote beside them.
        for name, value in row.__dict__.items():
            if name in {"shown_name", "klien", "leader", "social_worker_name"} and value:
                drawn.__dict__[name] = self.text()
        return drawn


# --- What comes back ---------------------------------------------------------------------------


def texts_of(content):
    """Each text of a CSV or a workbook, as who opens it reads it."""
    if content[:2] != b"PK":
        lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        cells = [cell for line in lines for cell in line]
        assert not [cell for cell in cells if is_formula(cell) and not cell.startswith("'")]
        return [unmarked(cell) for cell in cells]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            assert "external" not in name.lower()
            if name.startswith("xl/worksheets/sheet"):
                assert not re.search(r"<f[ >]|<hyperlink", parts.read(name).decode())
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    return [cell for sheet in sheets for line in sheet for cell in line if isinstance(cell, str)]


def holds(content, texts):
    """Are all of these in the file, unchanged? How many of them were drawn."""
    read = set(texts_of(content))
    texts = [text for text in texts if isinstance(text, str) and text]
    assert not [text for text in texts if text not in read]
    return sum(HOSTILE in text for text in texts)


# --- Each sheet --------------------------------------------------------------------------------


def taker_of(name):
    """Who takes this list out, with a row of it."""
    opens = [role for role in who_may_open(LISTS[name]) if role in GRANTS[TAKES]]
    user = f.UserFactory(roles=[opens[-1]])
    ROWS[name](user)
    return user


def of_list(name, user, rf, client, drawing):
    """A list, by its own columns, without names and with them, as both kinds of file."""
    view, address = LISTS[name], reverse(name)
    client.force_login(user)
    rows = list(client.get(address).context["page_obj"].object_list)
    assert rows, name
    rows = [drawing.row(rows[0]) for _ in range(ROWS_OF_A_FILE)]

    @may_list(view.needs, view.listed)
    def taken(request):
        return render_list(request, "", {"page_obj": counted_page_of(rows, request, 25)})

    found = 0
    with_names = {"with_names": "on", "reason": "Diminta Inspektorat."}
    asks = [{}, with_names] if user.has_perm(NAMES) else [{}]
    for told in asks:
        for kind in ("csv", "xlsx"):
            request = rf.post(address, {"kind": kind} | told)
            request.user = user
            content = taken(request).content
            columns = [
                column
                for column in view.listed.columns
                if not (column.about if told else column.names)
            ]
            said = [column.read(row, user) for row in rows for column in columns]
            found += holds(content, said)
    return found


def of_register(month, drawing):
    intake = f.IntakeFactory(
        person__name="Naba",
        person__nik="7371010101900001",
        person__birthplace="Tallo",
        person__origin_text="Tallo",
        place="Pasar",
        remarks="Adik.",
    )
    [intake] = taking.in_order(type(intake).objects.filter(pk=intake.pk))
    rows = [drawing.row(intake) for _ in range(ROWS_OF_A_FILE)]
    found = 0
    for kind in ("csv", "xlsx") if month else ("xlsx",):
        for with_names in (True, False):
            file = taking.export_register(
                intake.met_on.year,
                rows,
                by=f.UserFactory(),
                with_names=with_names,
                month=intake.met_on.month if month else None,
                kind=kind,
            )
            lines = taking.lines_of(rows, with_names=with_names)
            said = [
                text
                for line in lines
                for text in (line.name, line.origin, line.class_text, line.place, line.remarks)
            ]
            found += holds(file.content, said + [line.nik for line in lines])
    return found


def named(line, drawing):
    return tuple(replace(line, name=drawing.text()) for _ in range(ROWS_OF_A_FILE))


def of_recap(drawing):
    found = figures.recap(Period.year(days.today().year), Measure.INTAKES)
    first = found.rows[0]
    classes = [drawing.row(first.classification) for _ in range(ROWS_OF_A_FILE)]
    found = replace(found, rows=tuple(replace(first, classification=each) for each in classes))
    makers = (recap_files.csv_file, recap_files.xlsx_file)
    return sum(holds(make(found), [row.name for row in found.rows]) for make in makers)


def of_cuts(drawing):
    f.IntakeFactory()
    period = Period.year(days.today().year)
    reader = Reader(f.UserFactory(roles=[Role.HEAD]), on_paper=True)
    table = cut_table(period, Measure.INTAKES, RecapCut.AGE, reader)
    table = replace(table, rows=named(table.rows[0], drawing))
    recap, said = figures.recap(period, Measure.INTAKES), [row.name for row in table.rows]
    makers = (cut_files.csv_file, cut_files.xlsx_file)
    return sum(holds(make(table, recap), said) for make in makers)


def of_returns(drawing):
    found = ledger(Period.year(days.today().year), Cut.CLASS, days.today())
    found = replace(found, lines=named(found.sums, drawing))
    return holds(returns_csv(found, Cut.CLASS), [line.name for line in found.lines])


def of_open_year(drawing):
    row = f.PublishedYearFactory()
    measure = Measure.INTAKES.value
    names = [drawing.text() for _ in range(ROWS_OF_A_FILE)]
    codes = [f"kelas-{number}" for number, _ in enumerate(names)]
    row.figures = row.figures | {
        "classes": [
            {"code": code, "name": name, "shown": OPEN}
            for code, name in zip(codes, names, strict=True)
        ],
        "tables": row.figures["tables"]
        | {
            measure: {
                "classes": {code: [1, 2, 3] for code in codes},
                "together": None,
                "total": [1, 2, 3],
            }
        },
    }
    return holds(public_files.csv_file(row, Unit.current()), names)


def of_spm(drawing):
    found, user = quarter_of(Period.quarter(days.today().year, 1)), f.UserFactory()
    makers = (spm_files.csv_file, spm_files.xlsx_file)
    return sum(holds(make(found, user), []) for make in makers)


SHEETS = {
    "cases:register_export": lambda drawing: of_register(False, drawing),
    "cases:register_month": lambda drawing: of_register(True, drawing),
    "reports:recap_file": of_recap,
    "reports:recap_month_file": of_recap,
    "reports:recap_period_file": of_recap,
    "reports:recap_cuts_file": of_cuts,
    "reports:returns_file": of_returns,
    "reports:open_year_file": of_open_year,
    "reports:spm_file": of_spm,
}
# What writes sheets, and what of the above it makes; the others read them.
WRITERS = {
    "rptc/lists.py",
    "rptc/sheets.py",
    "cases/intakes/register/taking.py",
    "cases/intakes/register/writer.py",
    "reports/figures/cuts/files.py",
    "reports/figures/public/files.py",
    "reports/figures/recap/files.py",
    "reports/figures/returns/views.py",
    "reports/figures/services/files.py",
}
READERS = {
    "cases/intakes/paste.py",
    "cases/intakes/register/workbook.py",
    "cases/management/commands/measure_matching.py",
}


def is_sheet(route):
    return bool(re.search(r"\.csv|\.xlsx|extension>|export/", route))


def test_no_sheet_and_no_writer_of_one_is_forgotten():
    found = {name for name, route, view in addresses() if is_sheet(route)}
    assert found == set(SHEETS)
    listed = {name for name, _, view in addresses() if getattr(view, "listed", None)}
    assert listed == set(LISTS) == set(ROWS)
    writes = re.compile(r"^(import|from) (csv|xlsxwriter|openpyxl|rptc\.sheets)\b", re.MULTILINE)
    modules = [path for app in APPS for path in (HOME / app).rglob("*.py")]
    names = {str(path.relative_to(HOME)) for path in modules if writes.search(path.read_text())}
    assert names == WRITERS | READERS


def test_no_text_of_any_sheet_is_reckoned_and_each_is_as_it_was(rf, client):
    drawing = Drawing()
    found = {name: make(drawing) for name, make in SHEETS.items()}
    # Before anybody reads: from then on the database asks who does.
    takers = {name: taker_of(name) for name in sorted(LISTS)}
    found |= {name: of_list(name, user, rf, client, drawing) for name, user in takers.items()}
    # Their columns have words of ours, days and numbers, or rows that are no rows of a table.
    deaf = {name for name, number in found.items() if not number}
    assert deaf == {
        "cases:follow_up_list",
        "cases:placement_list",
        "reports:report_calendar",
        "reports:spm_file",
        "reports:spm_people",
    }
    assert sum(found.values()) >= TEXTS
