from django.core.exceptions import ValidationError
from django.db import transaction

from reports.figures.closing.freezing import fingerprint_of
from reports.figures.closing.models import Closing, RecapEdition
from reports.figures.periods import Period
from reports.figures.public.counted import figures_of
from reports.figures.public.models import PublishedYear
from rptc.audit.record import enter
from rptc.saving import locked

NOT_CLOSED = "Tahun ini belum ditutup. Yang dibuka adalah edisi yang sudah ditutup."
NOTHING_NEW = "Angka ini sudah terbuka."
SINCE_READ = "Angkanya berubah sejak halaman ini dibuka. Baca lagi, lalu putuskan."
NOT_OPEN = "Tahun ini tidak terbuka."


def edition_of(year):
    """The newest of the year; None where it was never closed."""
    return RecapEdition.objects.of_period(Period.year(year)).defer("pdf").first()


def what_would_be_read(edition) -> dict:
    """What the city reads once it is published, beside all that was read before."""
    rows = PublishedYear.objects.of_year(edition.period.first.year).served()
    return figures_of(edition, list(rows.values_list("figures", flat=True)))


@transaction.atomic
def publish_year(row, *, seen, by):
    """Open the newest edition of a year to the city: what the head has read, and nothing else."""
    edition = _locked(row.year)
    figures = what_would_be_read(edition)
    last = PublishedYear.objects.of_year(row.year).first()
    fingerprint = fingerprint_of(figures)
    if last and last.sha256 == fingerprint:
        raise ValidationError(NOTHING_NEW)
    if fingerprint != seen:
        raise ValidationError(SINCE_READ)
    row.number = last.number + 1 if last else 1
    row.edition, row.figures, row.sha256 = edition, figures, fingerprint
    return enter(row, "opened_year", by=by)


@transaction.atomic
def withdraw_year(row, *, by):
    """Its address says from then on that it was taken back. What was read stays known, and counts
    when the year is opened again."""
    _locked(row.year)
    last = PublishedYear.objects.of_year(row.year).first()
    if last is None or not last.is_open:
        raise ValidationError(NOT_OPEN)
    row.number = last.number + 1
    return enter(row, "withdrew", by=by)


def _locked(year):
    """One at a time: who publishes a year, takes it back, or closes it once more."""
    edition = edition_of(year)
    if edition is None:
        raise ValidationError(NOT_CLOSED)
    locked(Closing(pk=edition.closing_id))
    return edition_of(year)
