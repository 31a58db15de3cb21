"""What the unit says beside the figures of a year, in the city's own reports."""

from django.db import models
from django.db.models import Q

from reports.figures.periods import FIRST_YEAR
from rptc.columns import holds
from rptc.guards import kept_as_written
from rptc.sending import Sent


class CityPartWordQuerySet(models.QuerySet):
    def of_year(self, year):
        """The newest first."""
        return self.filter(year=year).order_by("-pk")


class CityPartWord(Sent):
    """Permasalahan and tindak lanjut of a year, a sentence each, as LPPD, LKPJ and LKjIP ask for
    them. The newest stands; each earlier one stays to be read, and nobody changes one. Of no
    klien."""

    MOST = 500

    year = models.PositiveSmallIntegerField("tahun", editable=False)
    problems = models.CharField("permasalahan", max_length=MOST)
    follow_up = models.CharField("tindak lanjut", max_length=MOST)

    objects = CityPartWordQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "kalimat bagian RPTC"
        indexes = [models.Index(fields=["year", "-id"], name="city_part_word_newest")]
        constraints = [
            *Sent.Meta.constraints,
            holds("city_part_word_is_of_our_time", Q(year__range=(FIRST_YEAR, 2100))),
            holds("city_part_word_says_both", ~Q(problems="") & ~Q(follow_up="")),
        ]
        triggers = [kept_as_written("city_part_word_stays_as_written", [])]

    def __str__(self):
        return f"Kalimat bagian RPTC {self.year}"
