import pghistory
from django.db import models
from django.db.models import Q

from cases.intakes.models import Classification, Door, Outcome
from rptc.columns import holds, once, protected, several_of
from rptc.sending import Sent


class CountingRuleQuerySet(models.QuerySet):
    def in_force(self, day):
        return self.filter(valid_from__lte=day).order_by("-valid_from", "-pk").first()


@pghistory.track()
class CountingRule(models.Model):
    """Which doors and outcomes count as terjaring from a day on (docs/rules.md, Counting).

    A rule is never changed: a new one begins on a later day, so old years count as they did.
    """

    valid_from = models.DateField(
        "berlaku mulai",
        unique=True,
        error_messages={"unique": "Sudah ada aturan mulai tanggal itu."},
    )
    doors = several_of(Door, "pintu masuk yang dihitung", max_length=10)
    outcomes = several_of(Outcome, "hasil yang dihitung", max_length=12)
    reason = models.CharField("alasan", max_length=300, blank=True)

    objects = CountingRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "aturan menghitung"
        ordering = ["-valid_from"]

    def __str__(self):
        return f"mulai {self.valid_from:%d/%m/%Y}"

    @property
    def door_labels(self):
        return [door.label for door in Door if door in self.doors]

    @property
    def outcome_labels(self):
        return [outcome.label for outcome in Outcome if outcome in self.outcomes]


@pghistory.track()
class OfficialFigure(Sent):
    """A published total, typed in to be compared with what the rows say."""

    year = models.PositiveSmallIntegerField("tahun")
    classification = protected(Classification, related_name="official_figures")
    male = models.PositiveIntegerField("laki-laki")
    female = models.PositiveIntegerField("perempuan")

    class Meta(Sent.Meta):
        verbose_name = "angka resmi"
        constraints = [
            *Sent.Meta.constraints,
            once("official_figure_once", ["year", "classification"]),
            holds("official_figure_year_is_plausible", Q(year__gte=2000, year__lte=2100)),
        ]

    def __str__(self):
        return f"{self.classification} {self.year}"

    @property
    def total(self):
        return self.male + self.female
