import pghistory
from django.db import models
from django.db.models import Q

from cases.intakes.models import Classification, Door, Outcome
from partners.directory.models import OWN_PARTNER, Partner
from rptc.columns import by, holds, may_point_to, once, protected, several_of
from rptc.guards import changed_only_in, kept_as_written
from rptc.policies import READER, RowPolicy, may
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


class Indicator(models.IntegerChoices):
    """The seven of a public social partnership (Mazzei et al. 2018)."""

    LEADERSHIP = 1, "Kepemimpinan"
    USERS = 2, "Keterlibatan pengguna layanan"
    BUDGET = 3, "Pengalokasian anggaran"
    FORMAL = 4, "Formalisasi kemitraan"
    TOGETHER = 5, "Penguatan kerja sama"
    SILOS = 6, "Pemecahan silo"
    FLEXIBLE = 7, "Fleksibilitas"


def definitions_of(year, rows):
    """{number: the definition that held when the year began, else the first one}."""
    found = {}
    for each in sorted(rows, key=lambda row: (row.number, row.valid_from)):
        if each.number not in found or each.valid_from.year <= year:
            found[each.number] = each
    return found


class IndicatorDefinitionQuerySet(models.QuerySet):
    def of_year(self, year):
        return definitions_of(year, self)


@pghistory.track()
class IndicatorDefinition(models.Model):
    """How one of the seven is counted from a day on (R55). Never changed: a new one begins with a
    later year, so that years that were counted stay as they were."""

    number = models.PositiveSmallIntegerField("indikator", choices=Indicator.choices)
    valid_from = models.DateField("berlaku mulai")
    measure = models.CharField("yang dihitung", max_length=120)
    how = models.TextField("cara menghitung", max_length=1000)
    # The days that its measure looks ahead; none where it looks at the day itself.
    days = models.PositiveSmallIntegerField("hari", null=True, blank=True)

    objects = IndicatorDefinitionQuerySet.as_manager()

    class Meta:
        verbose_name = "definisi indikator"
        ordering = ["number", "valid_from"]
        constraints = [
            once("indicator_definition_starts_once", ["number", "valid_from"]),
            holds("indicator_definition_is_of_the_seven", Q(number__range=(1, 7))),
        ]
        triggers = [kept_as_written("indicator_definition_is_kept", [])]

    def __str__(self):
        return f"{self.number}. {self.get_number_display()}"


class PartnershipWordQuerySet(models.QuerySet):
    def standing(self, year):
        """Of each side and indicator the newest: ours once the head has signed them."""
        rows = self.filter(Q(partner__isnull=False) | Q(approved_at__isnull=False), year=year)
        newest = rows.order_by("partner_id", "number", "-pk").distinct("partner_id", "number")
        return self.filter(pk__in=newest.values("pk")).select_related("partner")

    def to_approve(self):
        """Ours that wait for the head: of each indicator the newest, unless it was signed."""
        newest = self.filter(partner=None).order_by("year", "number", "-pk")
        newest = newest.distinct("year", "number")
        return self.filter(pk__in=newest.values("pk"), approved_at=None)


@pghistory.track()
class PartnershipWord(Sent):
    """What one side says of an indicator of a year: a sentence, and if it likes 1 to 4. Beside the
    counts, never in them, and never added up (R93). The newest of a side stands."""

    MOST = 300

    year = models.PositiveSmallIntegerField("tahun", editable=False)
    number = models.PositiveSmallIntegerField(
        "indikator", choices=Indicator.choices, editable=False
    )
    # None: we ourselves.
    partner = may_point_to(Partner, "mitra", related_name="+", editable=False)
    text = models.CharField("kalimat", max_length=MOST)
    score = models.PositiveSmallIntegerField("nilai 1 sampai 4", null=True, blank=True)
    approved_at = models.DateTimeField("disetujui pada", null=True, editable=False)
    approved_by = by("disetujui oleh")

    row_policy = RowPolicy(
        reads=f"{may('reports.view_indicators')} OR partner_id = {OWN_PARTNER}"
        f" OR (partner_id IS NULL AND approved_at IS NOT NULL AND {may('partners.use_portal')})",
        adds=f"{may('reports.write_judgement')}"
        f" OR (partner_id = {OWN_PARTNER} AND recorded_by_id = {READER})",
        changes=may("reports.approve_judgement"),
        history=may("reports.view_indicators"),
    )

    objects = PartnershipWordQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "kalimat kemitraan"
        indexes = [models.Index(fields=["year", "number", "-id"], name="partnership_word_newest")]
        constraints = [
            *Sent.Meta.constraints,
            holds("partnership_word_is_of_the_seven", Q(number__range=(1, 7))),
            holds(
                "partnership_word_scores_to_four",
                Q(score=None) | Q(score__range=(1, 4)),
                "Nilai 1 sampai 4, atau kosong.",
            ),
            holds("partnership_word_says_something", ~Q(text=""), "Tulis satu kalimat."),
            holds(
                "partnership_word_is_signed_by_somebody",
                Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False, partner=None),
            ),
        ]
        triggers = [
            changed_only_in(
                "partnership_word_stays_as_written",
                ["approved_at", "approved_by_id"],
                "approved_at",
            )
        ]

    def __str__(self):
        return f"{self.get_number_display()} {self.year}"
