from django.db import models
from django.db.models import Q

from reports.figures.closing.models import RecapEdition
from reports.figures.periods import Period
from rptc.columns import holds, may_point_to, once
from rptc.guards import kept_as_written
from rptc.sending import Sent


class PublishedYearQuerySet(models.QuerySet):
    def of_year(self, year):
        """The newest first."""
        return self.filter(year=year).order_by("-number")

    def newest(self):
        """Of each year the one that stands, the latest year first."""
        return self.order_by("-year", "-number").distinct("year")

    def served(self):
        """Those that carry figures: all of them are known to whoever read them."""
        return self.filter(figures__isnull=False)


class PublishedYear(Sent):
    """A year that the head has opened to the city, or taken back (R95). With its figures it is
    what is served from then on, byte for byte; with a reason instead, nothing is. Nobody changes
    one: a later edition, and a withdrawal, is a row of its own (docs/open-data.md)."""

    year = models.PositiveSmallIntegerField("tahun", editable=False)
    number = models.PositiveSmallIntegerField("terbitan", editable=False)
    edition = may_point_to(RecapEdition, "edisi", related_name="published", editable=False)
    # As the city reads them: what is hidden is not in it.
    figures = models.JSONField(null=True, editable=False)
    sha256 = models.CharField("sidik", max_length=64, blank=True, editable=False)
    reason = models.CharField("alasan", max_length=300, blank=True)

    objects = PublishedYearQuerySet.as_manager()

    class Meta(Sent.Meta):
        verbose_name = "tahun yang dibuka"
        constraints = [
            *Sent.Meta.constraints,
            once(
                "published_year_has_its_number_once",
                ["year", "number"],
                "Baru saja ada yang membuka atau menarik tahun ini. Muat ulang halaman.",
            ),
            holds("published_year_is_numbered_from_one", Q(number__gte=1)),
            holds(
                "published_year_has_figures_or_says_why",
                Q(figures__isnull=False, edition__isnull=False, reason="") & ~Q(sha256="")
                | Q(figures=None, edition=None, sha256="") & ~Q(reason=""),
                "Tulis alasannya.",
            ),
        ]
        triggers = [kept_as_written("published_year_stays_as_served", [])]

    def __str__(self):
        return f"Tahun {self.year}, terbitan {self.number}"

    @property
    def period(self):
        return Period.year(self.year)

    @property
    def is_open(self):
        return self.figures is not None
