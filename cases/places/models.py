import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from rptc.columns import holds, may_point_to, protected


class RegionQuerySet(models.QuerySet):
    def of_makassar(self):
        return self.filter(code__startswith=Region.MAKASSAR)


@pghistory.track()
class Region(models.Model):
    """A place of the Kemendagri list: province, kabupaten or kota, kecamatan, kelurahan.

    All of Makassar down to the kelurahan, all of Sulawesi Selatan down to the kecamatan, and the
    provinces. `aliases` are other spellings (BPS, old registers, the unit's own).
    """

    class Level(models.IntegerChoices):
        PROVINCE = 1, "provinsi"
        REGENCY = 2, "kabupaten/kota"
        DISTRICT = 3, "kecamatan"
        VILLAGE = 4, "kelurahan"

    MAKASSAR = "73.71"

    code = models.CharField("kode", max_length=13, unique=True)
    name = models.CharField("nama", max_length=80)
    level = models.PositiveSmallIntegerField("tingkat", choices=Level.choices)
    parent = may_point_to("self", related_name="parts")
    postal_code = models.CharField("kode pos", max_length=5, blank=True)
    aliases = ArrayField(models.CharField(max_length=80), default=list, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "wilayah"
        ordering = ["code"]
        constraints = [
            holds(
                "region_below_province_has_parent",
                Q(level=1, parent=None) | Q(level__gt=1, parent__isnull=False),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def is_in_makassar(self):
        return self.code.startswith(self.MAKASSAR)


@pghistory.track()
class HotSpot(models.Model):
    """Titik rawan: a named place that carries its kelurahan; chosen, not typed."""

    name = models.CharField("nama titik", max_length=100, unique=True)
    village = protected(
        Region,
        "kelurahan",
        related_name="hot_spots",
        limit_choices_to={"level": Region.Level.VILLAGE},
    )
    note = models.CharField("catatan", max_length=200, blank=True)
    is_active = models.BooleanField("masih dipakai", default=True)

    class Meta:
        verbose_name = "titik rawan"

    def __str__(self):
        return self.name
