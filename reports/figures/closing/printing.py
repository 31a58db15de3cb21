"""The paper of an edition, from its content alone: printed once, when it is closed."""

from typing import NamedTuple

from reports.figures.closing.changes import changes
from reports.figures.recap.figures import Measure
from reports.figures.recap.files import NOTES, TITLE
from rptc.days import day_of
from rptc.letters.models import Signatory, Unit
from rptc.printing import pdf

PRINTED = "reports/figures/recap_edition_print.html"
GROUP = 4
# So many are told on the paper of an edition; the page has all.
PRINTED_CHANGES = 20


class Line(NamedTuple):
    """A class of the table."""

    name: str
    male: int
    female: int
    total: int


class Sums(NamedTuple):
    male: int
    female: int
    total: int


def paper(edition) -> bytes:
    return pdf(PRINTED, printed(edition))


def printed(edition):
    """What the printed page shows."""
    closed_on = day_of(edition.closed_at)
    before = type(edition).objects.of_period(edition.period).defer("pdf")
    before = before.filter(number__lt=edition.number).first()
    told = changes(before, edition.content, edition) if before else []
    return {
        "edition": edition,
        "before": before,
        "changes": told[:PRINTED_CHANGES],
        "more_changes": len(told) - PRINTED_CHANGES,
        "period": edition.period,
        "title": TITLE,
        "table": table(edition.content, Measure.INTAKES),
        "sums": sums(edition.content),
        "balance": edition.content["balance"],
        "open": open_points(edition.content),
        "note": NOTES[Measure.INTAKES],
        "fingerprint": in_groups(edition.fingerprint),
        "unit": Unit.current(),
        "signatory": Signatory.objects.on(closed_on).first(),
        "today": closed_on,
    }


def table(content, measure):
    """Rows of (name, L, P, both), the sums, and what is left out."""
    kept = content["tables"][measure.value]
    rows = [Line(name, male, female, male + female) for _, name, male, female in kept["rows"]]
    male, female = sum(row.male for row in rows), sum(row.female for row in rows)
    out = sum(count for _, count in kept["left_out"])
    return {
        "rows": rows,
        "sums": Sums(male, female, male + female),
        "left_out": kept["left_out"],
        "out": out,
        "all": male + female + out,
    }


def sums(content):
    """The three measures side by side."""
    return [(measure.label, table(content, measure)["sums"].total) for measure in Measure]


def open_points(content):
    """What is counted as it stands, though somebody may mend it still."""
    said = [
        (content["unsettled"], "terjaring memakai klasifikasi sementara"),
        (content["without_origin"], "orang belum diketahui asalnya"),
        (content["doubles"], "pasang berkas mungkin satu orang"),
    ]
    return [f"{number} {text}" for number, text in said if number]


def in_groups(fingerprint, groups=16):
    """ "7F3A-91C2-...": read aloud and compared more easily."""
    text = fingerprint.upper()
    return "-".join(text[at : at + GROUP] for at in range(0, GROUP * groups, GROUP))
