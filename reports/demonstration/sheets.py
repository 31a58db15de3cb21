"""Sheets for pen and paper: a batch for the night shift, two of them typed, one spoilt."""

from cases.intakes.sheets.actions import print_batch, void_sheet
from cases.intakes.sheets.models import SheetBatch

COPIES, SPOILT = 10, 5


def add(story):
    story.tell(_printed(story))


def _printed(story):
    """The two that were typed: house.ON_PAPER."""
    yield story.ago(5, 20)
    piket = story.staff["piket"]
    batch = SheetBatch(copies=COPIES, for_whom="Piket malam", send_key=story.key())
    print_batch(batch, by=piket)
    story.sheets = list(batch.sheets.order_by("sequence"))
    yield story.ago(3, 21)
    void_sheet(story.sheets[SPOILT], "Kena air hujan.", by=piket)
