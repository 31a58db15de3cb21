"""Whether the figures of a year are those that the head closed, and what is open in them."""

from dataclasses import dataclass

from reports.figures.closing import printing
from reports.figures.closing.actions import what_stops
from reports.figures.closing.freezing import freeze
from reports.figures.closing.models import RecapEdition
from reports.figures.periods import Period
from rptc.words import tanggal


@dataclass(frozen=True)
class Standing:
    """`points` say why it is SEMENTARA, `open` what may still change though it was closed."""

    content: dict
    edition: RecapEdition | None
    points: tuple[str, ...]
    open: tuple[str, ...]

    @property
    def is_final(self) -> bool:
        return not self.points

    @property
    def fingerprint(self) -> str:
        return printing.in_groups(self.edition.fingerprint)

    @property
    def totals(self) -> list[tuple[str, int]]:
        """The three measures side by side."""
        return printing.sums(self.content)


def standing_of(period: Period) -> Standing:
    """Raises ValidationError where somebody writes all the while (freezing.py)."""
    now = freeze(period)
    editions = RecapEdition.objects.of_period(period).defer("content", "pdf")
    edition = editions.first()
    points = [f"{stop.text} {stop.detail}".strip() for stop in what_stops(period, now.content)]
    if edition is None:
        points = points or [f"Rekap {period.title.lower()} belum ditutup."]
    elif edition.fingerprint != now.fingerprint:
        closed = tanggal(edition.closed_at)
        points.append(f"Ada yang berubah sejak edisi {edition.number} ditutup pada {closed}.")
    return Standing(now.content, edition, tuple(points), tuple(printing.open_points(now.content)))
