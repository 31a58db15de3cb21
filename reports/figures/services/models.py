"""How many people of a row of the SPM there are to be served in a year."""

from django.db import models
from django.db.models import Q

from reports.figures.periods import FIRST_YEAR
from reports.figures.services.spm import Line
from rptc.columns import holds, one_of
from rptc.guards import kept_as_written
from rptc.sending import Sent

ROWS = [line for line in Line if line != Line.OUTSIDE]
NOT_SET = "belum ditetapkan"


class SpmTargetQuerySet(models.QuerySet):
    def of_year(self, year):
        """The newest first."""
        return self.filter(year=year).order_by("-pk")

    def standing(self, year):
        """{row: the target that stands}, of the rows of which one was ever typed."""
        rows = self.filter(year=year).order_by("line", "-pk").distinct("line")
        return {row.line: row for row in rows}


class SpmTarget(Sent):
    """The target of a year and a row, as the city has set it: the population that needs the
    service (Permensos 9/2018). The newest stands; each earlier one stays to be read, and nobody
    changes one. Without a number it is "belum ditetapkan" once more, which is not 0."""

    year = models.PositiveSmallIntegerField("tahun", editable=False)
    line = one_of(Line, "baris", max_length=1)
    number = models.PositiveIntegerField("target, orang setahun", null=True, blank=True)
    ground = models.CharField("dasar", max_length=200)

    objects = SpmTargetQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "target SPM"
        indexes = [models.Index(fields=["year", "line", "-id"], name="spm_target_newest")]
        constraints = [
            *Sent.Meta.constraints,
            holds("spm_target_is_of_a_row", Q(line__in=[row.value for row in ROWS])),
            holds("spm_target_is_of_our_time", Q(year__range=(FIRST_YEAR, 2100))),
            holds("spm_target_says_its_ground", ~Q(ground=""), "Tulis dasarnya."),
        ]
        triggers = [kept_as_written("spm_target_stays_as_written", [])]

    def __str__(self):
        return f"Target SPM {self.year}, baris {self.line}"

    @property
    def words(self):
        return NOT_SET if self.number is None else str(self.number)
