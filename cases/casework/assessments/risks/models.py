import pghistory
from django.db import models
from django.db.models import F, Q

from rptc import days
from rptc.columns import by, holds, once
from rptc.guards import written_once


class Risk(models.TextChoices):
    LOW = "low", "Rendah"
    MEDIUM = "medium", "Sedang"
    HIGH = "high", "Tinggi"


class RiskRuleQuerySet(models.QuerySet):
    def in_force(self):
        return self.order_by("-number").first()


@pghistory.track()
class RiskRule(models.Model):
    """How much an answer weighs, and from how many points on a risk is medium or high; with the
    hours until the full assessment and the plan are due. A change is a new version: what was
    measured keeps the rule that measured it (R29)."""

    number = models.PositiveSmallIntegerField("versi", unique=True, editable=False)
    why = models.CharField("apa yang berubah", max_length=300)
    medium_from = models.PositiveSmallIntegerField("sedang mulai (angka)", default=3)
    high_from = models.PositiveSmallIntegerField("tinggi mulai (angka)", default=6)
    low_hours = models.PositiveSmallIntegerField("rendah: dalam (jam)", default=72)
    medium_hours = models.PositiveSmallIntegerField("sedang: dalam (jam)", default=48)
    high_hours = models.PositiveSmallIntegerField("tinggi: dalam (jam)", default=24)
    # A young child is at risk whatever the answers say.
    young_until = models.PositiveSmallIntegerField("anak sampai umur", default=11)
    young_points = models.PositiveSmallIntegerField("menambah (angka)", default=2)
    recorded_by = by()
    recorded_at = models.DateTimeField(default=days.now, editable=False)

    objects = RiskRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "aturan risiko"
        ordering = ["-number"]
        constraints = [
            holds(
                "risk_rule_levels_are_in_order",
                Q(medium_from__gte=1, high_from__gt=F("medium_from")),
                "Tinggi mulai pada angka yang lebih besar daripada sedang.",
            ),
            holds(
                "risk_rule_hours_are_in_order",
                Q(
                    high_hours__gte=1,
                    medium_hours__gte=F("high_hours"),
                    low_hours__gte=F("medium_hours"),
                ),
                "Makin tinggi risikonya, makin pendek waktunya.",
            ),
        ]
        triggers = [written_once("risk_rule_never_changes")]

    def __str__(self):
        return f"Aturan risiko versi {self.number}"

    def level(self, points):
        if points >= self.high_from:
            return Risk.HIGH
        return Risk.MEDIUM if points >= self.medium_from else Risk.LOW

    def hours(self, level):
        return {
            Risk.LOW: self.low_hours,
            Risk.MEDIUM: self.medium_hours,
            Risk.HIGH: self.high_hours,
        }[level]


@pghistory.track()
class RiskPoint(models.Model):
    """How many points an answer adds: of a question by its code, of an option by its words."""

    rule = models.ForeignKey(RiskRule, on_delete=models.PROTECT, related_name="points")
    question = models.SlugField("kode pertanyaan", max_length=30)
    option = models.CharField("jawaban", max_length=80)
    points = models.PositiveSmallIntegerField("angka")

    class Meta:
        verbose_name = "angka risiko"
        ordering = ["-points", "question", "option"]
        constraints = [once("risk_point_comes_once", ["rule", "question", "option"])]
        triggers = [written_once("risk_point_never_changes")]

    def __str__(self):
        return f"{self.option}: {self.points}"
