"""Sheets for pen and paper: a batch for the night shift, two of them typed, one spoilt."""

from cases.intakes.models import Intake
from cases.intakes.sheets.models import PaperSheet, SheetBatch, SheetCounter
from rptc import days

COPIES, SPOILT = 10, 5


def add(story):
    piket, at = story.staff["piket"], story.ago(5, 20)
    batch = story.add(
        SheetBatch(copies=COPIES, for_whom="Piket malam", recorded_by=piket, recorded_at=at)
    )
    story.note(piket, "printed", batch, at, copies=COPIES)
    year = days.day_of(at).year
    story.add(SheetCounter(year=year, last=COPIES))
    sheets = [
        story.add(PaperSheet(batch=batch, year=year, sequence=number))
        for number in range(1, COPIES + 1)
    ]
    # The power failed in the evening three days ago: what was met then was typed from paper.
    by_paper = [row for row in story.rows[Intake] if row.recorded_at >= story.ago(3, 0)][:2]
    for sheet, intake in zip(sheets, by_paper, strict=False):
        sheet.intake = intake
        story.note(intake.recorded_by, "typed", sheet, intake.recorded_at, person=intake.person)
    spoilt = sheets[SPOILT]
    spoilt.voided_at, spoilt.voided_by = story.ago(3, 21), piket
    spoilt.void_reason = "Kena air hujan."
    story.note(piket, "voided", spoilt, story.ago(3, 21))
