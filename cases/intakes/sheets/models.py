import re

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Count, Q

from cases.intakes.models import Intake
from rptc.columns import all_or_none, by, holds, once, protected
from rptc.guards import never_deleted
from rptc.sending import Sent

MOST_SHEETS = 100
PREFIX = "LK"
WRITTEN = re.compile(r"(?:lk)?[\s./-]*(?:(20[0-9]{2})[\s./-]+)?([0-9]{1,4})", re.IGNORECASE)


def read_number(text, year):
    """(year, sequence) of what somebody typed: LK-2026-0007, lk 2026 7, or 7 of this year; None
    where it is no such number."""
    found = WRITTEN.fullmatch(text.strip())
    return (int(found[1] or year), int(found[2])) if found else None


def write_number(year, sequence):
    return f"{PREFIX}-{year}-{sequence:04d}"


class SheetCounter(models.Model):
    """The last number printed in a year. Locked while a batch takes the next ones, so that none
    is missing and none comes twice."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "penghitung lembar kertas"

    def __str__(self):
        return write_number(self.year, self.last)


class SheetBatchQuerySet(models.QuerySet):
    def with_counts(self):
        """How many of the batch are still out there, and between which numbers it lies."""
        return self.annotate(
            unused=Count("sheets", filter=Q(sheets__intake=None, sheets__voided_at=None)),
            first=models.Min("sheets__sequence"),
            last=models.Max("sheets__sequence"),
        )


@pghistory.track()
class SheetBatch(Sent):
    """Sheets printed at one time: how many, for whom, by whom and when."""

    copies = models.PositiveSmallIntegerField("jumlah lembar")
    for_whom = models.CharField("untuk", max_length=80)

    objects = SheetBatchQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "cetakan lembar kertas"
        constraints = [
            *Sent.Meta.constraints,
            holds(
                "sheet_batch_is_of_a_few",
                Q(copies__gte=1, copies__lte=MOST_SHEETS),
                f"Cetak 1 sampai {MOST_SHEETS} lembar.",
            ),
        ]

    def __str__(self):
        return f"{self.copies} lembar untuk {self.for_whom}"


class PaperSheetQuerySet(models.QuerySet):
    def unused(self):
        """Out there: printed, not typed yet and not declared void."""
        return self.filter(intake=None, voided_at=None)

    def used(self):
        return self.filter(intake__isnull=False)

    def void(self):
        return self.filter(voided_at__isnull=False)


@pghistory.track()
class PaperSheet(models.Model):
    """A sheet of paper with its number already on it, for when there is no power or no signal
    (for a night without power). It is typed later, once: it has its intake, or is void."""

    batch = protected(SheetBatch, "cetakan", related_name="sheets")
    year = models.PositiveSmallIntegerField("tahun")
    sequence = models.PositiveIntegerField("nomor urut")
    intake = models.OneToOneField(
        Intake, on_delete=models.PROTECT, null=True, related_name="sheet", verbose_name="terjaring"
    )
    voided_at = models.DateTimeField("dinyatakan batal pada", null=True, editable=False)
    voided_by = by("dinyatakan batal oleh")
    void_reason = models.CharField("alasan batal", max_length=200, blank=True)

    objects = PaperSheetQuerySet.as_manager()

    class Meta:
        verbose_name = "lembar kertas"
        indexes = [
            models.Index(
                fields=["year", "sequence"],
                condition=Q(intake=None, voided_at=None),
                name="paper_sheet_unused",
            )
        ]
        constraints = [
            once("paper_sheet_number_comes_once", ["year", "sequence"]),
            holds(
                "paper_sheet_void_says_by_whom_and_why",
                all_or_none("voided_at", "voided_by", words="void_reason"),
            ),
            holds("paper_sheet_is_used_or_void", Q(intake=None) | Q(voided_at=None)),
        ]
        triggers = [
            never_deleted("paper_sheet_is_never_deleted"),
            pgtrigger.Protect(
                name="paper_sheet_is_settled_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__intake__isnull=False)
                | pgtrigger.Q(old__voided_at__isnull=False),
            ),
            pgtrigger.Protect(
                name="paper_sheet_keeps_its_number",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("batch", "year", "sequence"),
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def number(self):
        return write_number(self.year, self.sequence)

    @property
    def is_unused(self):
        return self.intake_id is None and self.voided_at is None
