from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.intakes.models import Intake
from cases.people.doubles.models import Double
from cases.people.models import Person
from cases.stays.models import Stay
from reports.figures.closing import printing
from reports.figures.closing.freezing import freeze
from reports.figures.closing.models import RecapEdition
from rptc import days
from rptc.audit.record import enter
from rptc.decisions import decide
from rptc.marks import last_events
from rptc.saving import locked, save
from rptc.words import tanggal

NOT_OVER = "Masa ini belum berakhir."
NOTHING_NEW = "Tidak ada yang berubah sejak edisi terakhir."


@dataclass(frozen=True)
class Stop:
    """What must be settled first; `page` for who has the right to it."""

    text: str
    detail: str = ""
    page: str = ""
    permission: str = ""
    verb: str = ""


def what_stops(period, content):
    """Why the period cannot be closed as it stands: it runs still, or its figures cannot be right
    (docs/rules.md, Closing). Nothing else ever stops it."""
    if not period.is_over(days.today()):
        yield Stop(NOT_OVER, f"Hari terakhirnya {tanggal(period.last)}.")
    opening, came, left, closing = content["balance"]
    if (expected := opening + came - left) != closing:
        yield Stop(
            f"Mutasi klien selisih {abs(expected - closing)}.",
            f"Awal {opening} + masuk {came} − keluar {left} = {expected}, terhitung {closing}.",
            "cases:stay_list",
            "cases.view_stay",
            "Buka masa pembinaan",
        )
    if waiting := content["on_the_way"]:
        yield Stop(
            f"{waiting} kedatangan belum dipastikan.",
            "Petugas piket memastikannya.",
            "cases:stay_arrivals",
            "cases.confirm_arrival",
            "Buka kedatangan",
        )


def _refuse_what_stops(period, content):
    if reasons := [stop.text for stop in what_stops(period, content)]:
        raise ValidationError(reasons)


@transaction.atomic
def prepare_closing(row, *, by):
    """Lay a period before the head; once more after it was sent back, or when something has
    changed since it was closed."""
    period = row.period
    now = freeze(period)
    _refuse_what_stops(period, now.content)
    last = RecapEdition.objects.of_period(period).defer("content", "pdf").first()
    if last and now.fingerprint == last.fingerprint:
        raise ValidationError(NOTHING_NEW)
    return enter(row, "prepared", by=by)


def decide_closing(row, **decision):
    return decide(row, lock=_lock, check=check, then=_close, **decision)


def _lock(row):
    """With the marks of the histories, from before the period is read."""
    row = locked(row, "recorded_by")
    row.marks = last_events(Intake, Stay, Person, Double)
    return row


def check(row, by):
    """What has been closed must stand; sending it back is always possible."""
    if row.state == row.APPROVES.state:
        row.frozen.must_be_steady()
        _refuse_what_stops(row.period, row.frozen.content)


def _close(row, by):
    if row.state != row.APPROVES.state:
        return
    frozen = row.frozen
    intake_events, stay_events, person_events, double_events = row.marks
    number = RecapEdition.objects.of_period(row.period).count() + 1
    edition = RecapEdition(
        closing=row,
        first=row.first,
        until=row.until,
        number=number,
        content=frozen.content,
        fingerprint=frozen.fingerprint,
        intake_events=intake_events,
        stay_events=stay_events,
        person_events=person_events,
        double_events=double_events,
        closed_at=row.decided_at,
        closed_by=by,
    )
    edition.pdf = printing.paper(edition)
    save(edition)
