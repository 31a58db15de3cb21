from datetime import timedelta

import pghistory
from django.db import models
from django.db.models import Exists, OuterRef, Q

from cases.people import access
from cases.stays.models import Stay
from rptc import days
from rptc.columns import holds, once, one_of, protected
from rptc.sending import Sent

# Weekly, of whoever is here for longer than this (docs/facts.md, The weekly report).
AFTER = timedelta(days=14)
WEEK = timedelta(days=7)


class Component(models.TextChoices):
    """In the order of the form."""

    WORSHIP = "worship", "Ibadah"
    DUTY = "duty", "Piket asrama"
    MORNING = "morning", "Morning meeting"
    BODY = "body", "Kebersihan diri"
    BED = "bed", "Kebersihan tempat tidur"
    THERAPY = "therapy", "Terapi psikososial"
    COUNSEL = "counsel", "Penyuluhan sosial"
    HEALTH = "health", "Edukasi kesehatan"


class Score(models.TextChoices):
    POOR = "poor", "Kurang"
    FAIR = "fair", "Cukup"
    GOOD = "good", "Baik"


ASPECTS = ["discipline", "diligence", "creativity"]


class ProgressReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the files that are open to them beyond what the house must know."""
        if not user.has_perm("cases.view_progress"):
            return self.none()
        return self.filter(access.whole_to(user, "stay__person"))


def stays_without_report(user):
    """Of this social worker's case, here for more than two weeks, and nothing was reported for a
    week."""
    today = days.today()
    lately = ProgressReport.objects.filter(stay=OuterRef("pk"), on__gt=today - WEEK)
    stays = Stay.objects.visible_to(user).open().filter(access.of_case(user, "social_worker"))
    # From the fifteenth day on.
    since = days.starts_at(today - AFTER + days.ONE_DAY)
    return stays.filter(~Exists(lately), began_at__lt=since)


@pghistory.track()
class ProgressReport(Sent):
    """Laporan perkembangan of a week: what was scored, and a conclusion in words. A later one
    follows it; none is typed over."""

    stay = protected(Stay, related_name="progress_reports", editable=False)
    on = models.DateField("tanggal laporan")
    conclusion = models.TextField("kesimpulan umum", max_length=1000, blank=True)

    objects = ProgressReportQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "laporan perkembangan"
        indexes = [models.Index(fields=["stay", "-on"], name="progress_of_stay")]

    def __str__(self):
        return f"Laporan perkembangan, {self.on:%d/%m/%Y}"


@pghistory.track()
class ProgressRow(models.Model):
    """One component of the form, where at least one aspect was scored."""

    report = models.ForeignKey(ProgressReport, on_delete=models.CASCADE, related_name="rows")
    component = one_of(Component, "komponen", max_length=8)
    discipline = one_of(Score, "kedisiplinan", max_length=4, blank=True)
    diligence = one_of(Score, "ketekunan", max_length=4, blank=True)
    creativity = one_of(Score, "kreativitas", max_length=4, blank=True)
    remark = models.CharField("keterangan", max_length=200, blank=True)

    class Meta:
        verbose_name = "komponen laporan perkembangan"
        ordering = ["pk"]
        constraints = [
            once("progress_component_once", ["report", "component"]),
            holds(
                "progress_row_is_scored",
                ~Q(discipline="", diligence="", creativity=""),
                "Nilai sedikitnya satu aspek, atau kosongkan keterangannya.",
            ),
        ]

    def __str__(self):
        return self.get_component_display()

    @property
    def scores(self):
        """(aspect, score in words) of each that was scored."""
        said = ((name, getattr(self, f"get_{name}_display")()) for name in ASPECTS)
        return [(self._meta.get_field(name).verbose_name, score) for name, score in said if score]
